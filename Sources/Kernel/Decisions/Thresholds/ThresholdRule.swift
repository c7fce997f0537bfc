// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// When the values of a series mean a warning: conditions in FEEL by level, for how long they must hold, and what ends them.
public struct ThresholdRule: Sendable, Hashable {
  public struct Level: Sendable, Hashable {
    public var level: WarningLevel
    public var when: ThresholdCondition
    /// What ends the level, where `when` does not hold; `nil`: that `when` does not hold is enough.
    public var until: ThresholdCondition?
    /// How long `when` must hold before the warning is raised, in milliseconds of the readings' own time.
    public var holding: Int64
  }

  public var code: String
  public var version: Int
  public var name: LocalizedText
  /// Codes of the series that the rule watches; `*` at the end stands for any rest.
  public var series: [String]
  /// The most severe first.
  public var levels: [Level]
  /// How long a level's end must last, in milliseconds.
  public var clearing: Int64
  /// A silence longer than this begins the holding time anew, in milliseconds.
  public var silence: Int64
  /// Type of the matter that a warning opens.
  public var matterType: String
  public var source: String

  public func watches(_ series: String) -> Bool {
    self.series.contains { $0.hasSuffix("*") ? series.hasPrefix($0.dropLast()) : series == $0 }
  }

  public subscript(level: WarningLevel) -> Level? { levels.first { $0.level == level } }

  /// Whether a value is further beyond the limits than another: further from the readings that mean nothing to the mildest
  /// level, or greater where no reading means nothing.
  func isFurther(_ value: Double, than other: Double) -> Bool {
    guard let readings = levels.last?.when.readings, let depth = readings.depth(of: value),
      let otherDepth = readings.depth(of: other)
    else { return value.magnitude > other.magnitude }
    return depth > otherDepth
  }
}

extension ThresholdRule.Level {
  /// Whether the level, while it is on, has come to its end by these readings; `nil` when that cannot be said.
  @inline(__always)
  func isBack(_ inputs: inout ThresholdInputs, holds: Bool?) -> Bool? {
    guard holds == false else { return holds.map { !$0 } }
    guard let until else { return true }
    return until.holds(&inputs)
  }
}
