// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELValue {
  /// FEEL's `<` (DMN 1.5, table 54); `nil` for values that have no order.
  @inline(__always)
  public func isLess(than other: FEELValue) -> Bool? {
    if case .number(let left) = self, case .number(let right) = other { return left < right }
    return isLessUncommonly(than: other)
  }

  /// FEEL's `<=`.
  @inline(__always)
  public func isAtMost(_ other: FEELValue) -> Bool? {
    if case .number(let left) = self, case .number(let right) = other { return left <= right }
    return isLess(than: other).flatMap { $0 ? true : isEqual(to: other) }
  }

  private func isLessUncommonly(than other: FEELValue) -> Bool? {
    switch (self, other) {
    case (.string(let left), .string(let right)): precedes(left, right)
    case (.date(let left), .date(let right)): left < right
    case (.time(let left), .time(let right)): left < right
    case (.dateAndTime(let left), .dateAndTime(let right)): left < right
    case (.date(let left), .dateAndTime(let right)): left.midnightUTC < right
    case (.dateAndTime(let left), .date(let right)): left < right.midnightUTC
    case (.daysAndTimeDuration(let left), .daysAndTimeDuration(let right)): left < right
    case (.yearsAndMonthsDuration(let left), .yearsAndMonthsDuration(let right)): left < right
    default: nil
    }
  }

  /// −1, 0 or 1; `nil` for values that have no order.
  public func order(to other: FEELValue) -> Int? {
    if isLess(than: other) == true { return -1 }
    return other.isLess(than: self).map { $0 ? 1 : 0 }
  }
}

/// Whether a string comes before another by code points, which is the order of UTF-8.
@inline(__always)
func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
