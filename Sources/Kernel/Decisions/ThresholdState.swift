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
  /// Since when the value has been inside the limit of the level that is on.
  private var backSince: Instant?
  /// The value furthest beyond the limits since the warning was raised, and how many readings passed a limit.
  public private(set) var extreme: Double?
  public private(set) var exceedances: Int64 = 0
  /// When the warning was raised.
  public private(set) var raisedAt: Instant?

  public init() {}

  /// Takes a reading. Readings older than the last one that counted are passed over: late data rewrites no warning.
  public mutating func take(_ value: Double, at: Instant, by rule: ThresholdRule) -> Change? {
    if let lastAt {
      guard at > lastAt else { return nil }
      if at.milliseconds - lastAt.milliseconds > rule.silence {
        passedSince = [:]
        backSince = nil
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
    if let reached, reached > current {
      level = reached
      backSince = nil
      return .moved(reached, from: current)
    }
    return fall(from: current, value, at: at, by: rule)
  }

  private mutating func note(_ value: Double, by rule: ThresholdRule) {
    guard let mildest = rule.steps.last, rule.passes(value, mildest.limit) else { return }
    exceedances += 1
    let further = rule.side == .above ? max(extreme ?? value, value) : min(extreme ?? value, value)
    extreme = further
  }

  /// The level ends when the value has stayed inside its limit, by the hysteresis, for the clearing time.
  private mutating func fall(from current: WarningLevel, _ value: Double, at: Instant, by rule: ThresholdRule) -> Change? {
    let held = rule.steps.first { $0.level <= current && rule.holds(value, $0.limit) }?.level
    if held == current {
      backSince = nil
      return nil
    }
    let since = backSince ?? at
    backSince = since
    guard at.milliseconds - since.milliseconds >= rule.clearing else { return nil }
    backSince = nil
    level = held
    guard let held else {
      raisedAt = nil
      return .cleared(current)
    }
    return .moved(held, from: current)
  }
}

extension ThresholdState {
  public var json: JSON {
    var members: [String: JSON] = [:]
    members["level"] = level.map { .string($0.rawValue) }
    members["lastAt"] = lastAt.map { .integer($0.milliseconds) }
    members["backSince"] = backSince.map { .integer($0.milliseconds) }
    members["raisedAt"] = raisedAt.map { .integer($0.milliseconds) }
    members["extreme"] = extreme.map { .number($0) }
    members["exceedances"] = .integer(exceedances)
    members["passedSince"] = .object(
      Dictionary(uniqueKeysWithValues: passedSince.map { ($0.key.rawValue, .integer($0.value.milliseconds)) }))
    return .object(members)
  }

  public init(json: JSON) {
    level = json["level"]?.string.flatMap(WarningLevel.init(rawValue:))
    lastAt = json["lastAt"]?.integer.map(Instant.init(milliseconds:))
    backSince = json["backSince"]?.integer.map(Instant.init(milliseconds:))
    raisedAt = json["raisedAt"]?.integer.map(Instant.init(milliseconds:))
    extreme = json["extreme"]?.double
    exceedances = json["exceedances"]?.integer ?? 0
    for (name, at) in json["passedSince"]?.object ?? [:] {
      guard let level = WarningLevel(rawValue: name), let at = at.integer else { continue }
      passedSince[level] = Instant(milliseconds: at)
    }
  }
}
