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

    /// The level that is on after the change.
    var level: WarningLevel? {
      switch self {
      case .raised(let level), .moved(let level, _): level
      case .cleared: nil
      }
    }
  }

  /// The level that is on.
  public internal(set) var level: WarningLevel?
  /// The time and value of the last reading that counted.
  public internal(set) var lastAt: Instant?
  public internal(set) var lastValue: Double?
  /// Since when each level's condition has held without a break.
  var passedSince = LevelTimes()
  /// Since when each level's end has lasted, of the levels up to the one that is on.
  var backSince = LevelTimes()
  /// The value furthest beyond the limits since the warning was raised, and how many readings fitted a level.
  public internal(set) var extreme: Double?
  public internal(set) var exceedances: Int64 = 0
  /// When the warning was raised.
  public internal(set) var raisedAt: Instant?
  /// How many readings there were for which a condition could not be told.
  public internal(set) var failures: Int64 = 0

  public init() {}

  /// What a reading led to.
  public struct Step: Sendable {
    public var change: Change?
    /// Why the change came; `nil` where there is none.
    public var use: DecisionUse?
    /// Why a condition could not be told; it counts as one that does not hold, and ends nothing.
    public var failure: Message?
  }

  /// Takes a reading. Readings older than the last one that counted are passed over: late data rewrites no warning. So is
  /// what is no number.
  /// - Parameter series: the code of the series, which conditions may ask for.
  public mutating func take(_ value: Double, at: Instant, of series: String = "", by rule: ThresholdRule) -> Step {
    guard !value.isNaN else { return Step() }
    var elapsed: Int64 = 0
    if let lastAt {
      guard at > lastAt else { return Step() }
      elapsed = at.milliseconds - lastAt.milliseconds
      if elapsed > rule.silence {
        passedSince = LevelTimes()
        backSince = LevelTimes()
      }
    }
    var inputs = ThresholdInputs(value: value, previous: lastValue, elapsed: elapsed, series: series, failure: nil)
    lastAt = at
    lastValue = value
    let change = step(&inputs, at: at, by: rule)
    if inputs.failure != nil { failures += 1 }
    guard let change else { return Step(failure: inputs.failure) }
    return Step(change: change, use: rule.use(inputs.json, leadingTo: change.level), failure: inputs.failure)
  }

  private mutating func step(_ inputs: inout ThresholdInputs, at: Instant, by rule: ThresholdRule) -> Change? {
    var reached: WarningLevel?
    var remaining: WarningLevel?
    var isPast = false
    for level in rule.levels {
      let holds = level.when.holds(&inputs)
      if holds == true {
        isPast = true
        let since = passedSince[level.level] ?? at
        passedSince[level.level] = since
        if reached == nil, at.milliseconds - since.milliseconds >= level.holding { reached = level.level }
      } else {
        passedSince[level.level] = nil
      }
      // Of the levels up to the one that is on, the most severe that has not ended stays.
      guard let current = self.level, level.level <= current else { continue }
      guard level.isBack(&inputs, holds: holds) == true else {
        backSince[level.level] = nil
        remaining = remaining ?? level.level
        continue
      }
      let since = backSince[level.level] ?? at
      backSince[level.level] = since
      if at.milliseconds - since.milliseconds < rule.clearing { remaining = remaining ?? level.level }
    }
    guard let current = level else {
      guard let reached else { return nil }
      level = reached
      raisedAt = at
      extreme = inputs.value
      exceedances = 1
      return .raised(reached)
    }
    if isPast {
      exceedances += 1
      if extreme.map({ rule.isFurther(inputs.value, than: $0) }) ?? true { extreme = inputs.value }
    }
    return move(from: current, to: reached.map { max($0, remaining ?? $0) } ?? remaining)
  }

  private mutating func move(from current: WarningLevel, to next: WarningLevel?) -> Change? {
    guard next != current else { return nil }
    level = next
    guard let next else {
      raisedAt = nil
      backSince = LevelTimes()
      return .cleared(current)
    }
    for level in WarningLevel.allCases where level > next { backSince[level] = nil }
    return .moved(next, from: current)
  }
}
