// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What the cell of an input says, as far as it can be said without evaluating it.
enum CellTest: Sendable {
  /// Fits everything.
  case any
  /// Fits values equal to a constant or inside an interval of constants, or all but these.
  case parts([Part], negated: Bool)
  /// Has to be evaluated: names, calls, `?` in an expression.
  case opaque

  /// A constant or an interval.
  struct Part: Sendable {
    var low: FEELValue?
    var lowIncluded: Bool
    var high: FEELValue?
    var highIncluded: Bool

    static func equal(_ value: FEELValue) -> Part {
      Part(low: value, lowIncluded: true, high: value, highIncluded: true)
    }

    /// The kind of the ends; `nil` when they differ or are no scalars.
    var kind: ScalarKind? {
      guard let first = low ?? high, let kind = ScalarKind(first) else { return nil }
      if let low, ScalarKind(low) != kind { return nil }
      if let high, ScalarKind(high) != kind { return nil }
      return kind
    }
  }
}

/// The kinds of values that have an order, or few members, so that a column can be indexed on them.
enum ScalarKind: Int, Sendable, CaseIterable {
  case boolean, number, string, date, time, dateAndTime, daysAndTimeDuration, yearsAndMonthsDuration

  init?(_ value: FEELValue) {
    switch value {
    case .boolean: self = .boolean
    case .number: self = .number
    case .string: self = .string
    case .date: self = .date
    case .time: self = .time
    case .dateAndTime: self = .dateAndTime
    case .daysAndTimeDuration: self = .daysAndTimeDuration
    case .yearsAndMonthsDuration: self = .yearsAndMonthsDuration
    default: return nil
    }
  }

  /// Whether values of another kind are compared with those of this one: dates are with dates and times, as the start
  /// of their day.
  func isCompared(with other: ScalarKind) -> Bool {
    switch (self, other) {
    case (.date, .dateAndTime), (.dateAndTime, .date): true
    default: false
    }
  }
}
