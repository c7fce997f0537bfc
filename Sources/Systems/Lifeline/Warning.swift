// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Spatial
public import Vocabulary

/// A series whose values mean trouble, from the reading that raised it to the one that cleared it (预警).
public struct Warning: Sendable, Hashable {
  public var id: Identifier
  /// Counts its events in the journal.
  public var revision: Int64
  /// Code of the threshold rule, and the version that raised it or changed it last.
  public var rule: String
  public var ruleVersion: Int
  /// The rule's name: what the trouble is called.
  public var name: LocalizedText
  public var seriesID: Identifier
  /// Code of the series.
  public var series: String
  public var seriesName: LocalizedText
  /// UCUM code of `value`, `limit` and `extreme`.
  public var unit: String?
  /// The entity of which the series tells, and where that was when the warning was raised.
  public var entity: String?
  public var position: Position?
  public var areas: AreaPath
  /// Type of the matter that is opened for it.
  public var matterType: String
  /// The level that is on; of a warning that is over, the last one.
  public var level: WarningLevel
  /// The highest level so far.
  public var peak: WarningLevel
  /// The reading that changed it last, and the condition that held then, as the rule writes it; of a warning that is over, the
  /// last one that held.
  public var value: Double
  public var condition: String
  /// The number of which the condition tells, where it is one comparison.
  public var limit: Double?
  /// The time of that reading.
  public var at: Instant
  public var raisedAt: Instant
  /// `nil` while it is on.
  public var clearedAt: Instant?
  /// The value furthest beyond the limits since it was raised, and how many readings passed a limit.
  public var extreme: Double
  public var exceedances: Int64
  /// The matter that deals with it; `nil` until there is one.
  public var matter: Identifier?
  /// Why no matter could be made; `nil` where none was needed or there is one.
  public var trouble: String?

  public var isActive: Bool { clearedAt == nil }

  /// What all warnings of one fault have in common: the matter that is opened for one is joined by the others.
  public var correlation: String { "\(rule)/\(series)" }
}
