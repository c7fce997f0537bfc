// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A sequence of readings of one quantity at one place: what one sensor channel tells over time.
public struct Series: Hashable, Sendable {
  /// What its readings are.
  public enum Kind: String, CaseIterable, Sendable {
    case number, text, boolean
    /// Any JSON value, kept as the text that it came as.
    case json
  }

  /// What becomes of two readings of one instant. The same value twice is always one reading.
  public enum Policy: String, CaseIterable, Sendable {
    /// All are kept, numbered in the order in which they came.
    case keepAll
    /// The value that came last takes the place of the one before.
    case lastWins
    /// The value that came first stays.
    case firstWins
  }

  public var id: Identifier
  /// Unique per tenant; never changes.
  public var code: String
  public var name: LocalizedText
  /// UCUM code (`Cel`, `kPa`, `L/min`); `nil` where the readings have none.
  public var unit: String?
  /// Never changes.
  public var kind: Kind
  /// The entity of which it tells something.
  public var entity: String?
  public var policy = Policy.lastWins
  /// Code of the class whose rules say how long the readings are kept; empty for the class of all others.
  public var retentionClass = ""
  public var createdAt: Instant
}

/// A series as it is asked for.
public struct NewSeries: Hashable, Sendable {
  public var code: String
  public var name: LocalizedText
  public var unit: String?
  public var kind: Series.Kind
  public var entity: String?
  public var policy: Series.Policy
  public var retentionClass: String

  public init(
    code: String, name: LocalizedText, unit: String? = nil, kind: Series.Kind = .number, entity: String? = nil,
    policy: Series.Policy = .lastWins, retentionClass: String = ""
  ) {
    self.code = code
    self.name = name
    self.unit = unit
    self.kind = kind
    self.entity = entity
    self.policy = policy
    self.retentionClass = retentionClass
  }
}

extension Series {
  /// The name of a series as the column `series.name` has it: JSON, empty for a name that is the code in English.
  public static func name(stored text: String, code: String) -> LocalizedText {
    let texts = (try? JSON(parsing: text))?.object?.compactMapValues(\.string) ?? [:]
    return LocalizedText(texts.isEmpty ? ["en": code] : texts)
  }
}
