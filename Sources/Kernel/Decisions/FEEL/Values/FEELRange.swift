// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A range between two values, or the values on one side of a value (DMN 1.5, 10.3.2.7).
public struct FEELRange: Sendable {
  /// How a range is written; two ranges are equal only when they are of one form.
  public enum Form: Sendable, Hashable {
    /// `[1..10)`.
    case interval
    /// `< 10`, `>= 10` and so on.
    case comparison
    /// `= 10`.
    case equal
    /// `!= 10`: all values but one.
    case unequal
  }

  /// The lower end: `nil` where there is none, as in `<= 10`; null where null is written.
  public let start: FEELValue?
  public let startIncluded: Bool
  /// The upper end: `nil` where there is none, as in `>= 10`; null where null is written.
  public let end: FEELValue?
  public let endIncluded: Bool
  public let form: Form

  public init(start: FEELValue?, startIncluded: Bool, end: FEELValue?, endIncluded: Bool) {
    self.start = start
    self.startIncluded = startIncluded && start != nil
    self.end = end
    self.endIncluded = endIncluded && end != nil
    form = start == nil || end == nil ? .comparison : .interval
  }

  /// `= value`, or all but it.
  public init(value: FEELValue, excluded: Bool = false) {
    (start, startIncluded, end, endIncluded) = (value, true, value, true)
    form = excluded ? .unequal : .equal
  }

  var depth: Int { 1 + max(start?.depth ?? 0, end?.depth ?? 0) }

  var weight: UInt32 {
    var measure = ValueMeasure()
    if let start { measure.add(start) }
    if let end { measure.add(end) }
    return measure.weight
  }

  /// Whether a value lies in the range, above the one end and below the other (table 55): `nil` when it cannot be compared
  /// with an end, unless it lies beyond the other one.
  public func contains(_ value: FEELValue) -> Bool? {
    switch form {
    case .equal: return start?.isEqual(to: value)
    case .unequal: return (start?.isEqual(to: value)).map { !$0 }
    case .interval, .comparison: break
    }
    guard start != nil || end != nil else { return nil }
    var isAbove: Bool? = true
    if let start {
      isAbove = startIncluded ? start.isAtMost(value) : start.isLess(than: value)
      if isAbove == false { return false }
    }
    guard let end else { return isAbove }
    guard let isBelow = endIncluded ? value.isAtMost(end) : value.isLess(than: end) else { return nil }
    return isBelow ? isAbove : false
  }
}
