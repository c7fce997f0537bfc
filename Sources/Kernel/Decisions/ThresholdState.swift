// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What a threshold rule remembers of one series between readings. A pure state machine: reading in, changes out.
public struct ThresholdState: Sendable, Hashable {
  /// What a reading changed.
  public enum Change: Sendable, Hashable {
    /// A warning began at this level.
    case raised(WarningLevel)
    /// The warning rose or fell to this level.
    case moved(WarningLevel, from: WarningLevel)
    /// The value is back to normal.
    case cleared(WarningLevel)
  }

  /// The level that is on.
  public private(set) var level: WarningLevel?
  /// The time of the last reading that counted.
  public private(set) var lastAt: Instant?
  /// Since when each level's limit has been passed without a break.
  private var passedSince: [WarningLevel: Instant] = [:]
  /// Since when the value has been inside each level's limit by the hysteresis, of the levels up to the one that is on.
  private var backSince: [WarningLevel: Instant] = [:]
  /// The value furthest beyond the limits since the warning was raised, and how many readings passed a limit.
  public private(set) var extreme: Double?
  public private(set) var exceedances: Int64 = 0
  /// When the warning was raised.
  public private(set) var raisedAt: Instant?

  public init() {}

  /// Takes a reading. Readings older than the last one that counted are passed over: late data rewrites no warning. So is
  /// what is no number.
  public mutating func take(_ value: Double, at: Instant, by rule: ThresholdRule) -> Change? {
    guard !value.isNaN else { return nil }
    if let lastAt {
      guard at > lastAt else { return nil }
      if at.milliseconds - lastAt.milliseconds > rule.silence {
        passedSince = [:]
        backSince = [:]
      }
    }
    lastAt = at
    for step in rule.steps {
      if rule.passes(value, step.limit) {
        if passedSince[step.level] == nil { passedSince[step.level] = at }
      } else {
        passedSince[step.level] = nil
      }
    }
    let reached = rule.steps.first { step in
      guard let since = passedSince[step.level] else { return false }
      return at.milliseconds - since.milliseconds >= step.holding
    }?.level
    guard let current = level else {
      guard let reached else { return nil }
      level = reached
      raisedAt = at
      extreme = value
      exceedances = 1
      return .raised(reached)
    }
    note(value, by: rule)
    let remaining = remaining(of: current, value, at: at, by: rule)
    return move(from: current, to: reached.map { max($0, remaining ?? $0) } ?? remaining)
  }

  private mutating func note(_ value: Double, by rule: ThresholdRule) {
    guard let mildest = rule.steps.last, rule.passes(value, mildest.limit) else { return }
    exceedances += 1
    let further = rule.side == .above ? max(extreme ?? value, value) : min(extreme ?? value, value)
    extreme = further
  }

  /// The most severe level, up to the current one, that has not ended: a level ends when the value has stayed inside its
  /// limit, by the hysteresis, for the clearing time.
  private mutating func remaining(
    of current: WarningLevel, _ value: Double, at: Instant, by rule: ThresholdRule
  ) -> WarningLevel? {
    var remaining: WarningLevel?
    for step in rule.steps where step.level <= current {
      if rule.holds(value, step.limit) {
        backSince[step.level] = nil
        remaining = remaining ?? step.level
        continue
      }
      let since = backSince[step.level] ?? at
      backSince[step.level] = since
      if at.milliseconds - since.milliseconds < rule.clearing { remaining = remaining ?? step.level }
    }
    return remaining
  }

  private mutating func move(from current: WarningLevel, to next: WarningLevel?) -> Change? {
    guard next != current else { return nil }
    level = next
    guard let next else {
      raisedAt = nil
      backSince = [:]
      return .cleared(current)
    }
    backSince = backSince.filter { $0.key <= next }
    return .moved(next, from: current)
  }
}

extension ThresholdState {
  public var json: JSON {
    var members: [String: JSON] = [:]
    members["level"] = level.map { .string($0.rawValue) }
    members["lastAt"] = lastAt.map { .integer($0.milliseconds) }
    members["backSince"] = Self.json(backSince)
    members["raisedAt"] = raisedAt.map { .integer($0.milliseconds) }
    members["extreme"] = extreme.map { .number($0) }
    members["exceedances"] = .integer(exceedances)
    members["passedSince"] = Self.json(passedSince)
    return .object(members)
  }

  private static func json(_ instants: [WarningLevel: Instant]) -> JSON {
    .object(Dictionary(uniqueKeysWithValues: instants.map { ($0.key.rawValue, .integer($0.value.milliseconds)) }))
  }

  private static func instants(_ json: JSON?) -> [WarningLevel: Instant] {
    var instants: [WarningLevel: Instant] = [:]
    for (name, at) in json?.object ?? [:] {
      guard let level = WarningLevel(rawValue: name), let at = at.integer else { continue }
      instants[level] = Instant(milliseconds: at)
    }
    return instants
  }

  public init(json: JSON) {
    level = json["level"]?.string.flatMap(WarningLevel.init(rawValue:))
    lastAt = json["lastAt"]?.integer.map(Instant.init(milliseconds:))
    backSince = Self.instants(json["backSince"])
    raisedAt = json["raisedAt"]?.integer.map(Instant.init(milliseconds:))
    extreme = json["extreme"]?.double
    exceedances = json["exceedances"]?.integer ?? 0
    passedSince = Self.instants(json["passedSince"])
  }
}
