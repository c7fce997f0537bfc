// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELValue {
  /// FEEL's `=` (DMN 1.5, table 53): `nil` for values of different kinds, which makes null.
  public func isEqual(to other: FEELValue) -> Bool? {
    switch (self, other) {
    case (.number(let left), .number(let right)): return left == right
    case (.string(let left), .string(let right)): return hasSameCodePoints(left, right)
    case (.boolean(let left), .boolean(let right)): return left == right
    case (.null, .null): return true
    case (.null, _), (_, .null): return false
    case (.date(let left), .date(let right)): return left == right
    case (.time(let left), .time(let right)): return left.isEqual(to: right)
    case (.dateAndTime(let left), .dateAndTime(let right)): return left.isEqual(to: right)
    case (.date(let left), .dateAndTime(let right)): return left.midnightUTC.isEqual(to: right)
    case (.dateAndTime(let left), .date(let right)): return left.isEqual(to: right.midnightUTC)
    case (.daysAndTimeDuration(let left), .daysAndTimeDuration(let right)): return left == right
    case (.yearsAndMonthsDuration(let left), .yearsAndMonthsDuration(let right)): return left == right
    case (.list(let left), .list(let right)): return left.isSame(as: right)
    case (.context(let left), .context(let right)): return left.isSame(as: right)
    case (.range(let left), .range(let right)): return left.isSame(as: right)
    case (.function(let left), .function(let right)): return left === right
    case (.list(let list), let value), (let value, .list(let list)):
      // A list of one and its element are converted into each other (10.3.2.9.4).
      return list.count == 1 ? list[0].isEqual(to: value) : nil
    default: return nil
    }
  }

  /// Whether both are equal in FEEL's sense; values of different kinds are not.
  public func isSame(as other: FEELValue) -> Bool { isEqual(to: other) ?? false }
}

extension FEELList {
  func isSame(as other: FEELList) -> Bool {
    count == other.count && zip(elements, other.elements).allSatisfy { $0.isSame(as: $1) }
  }
}

extension FEELContext {
  func isSame(as other: FEELContext) -> Bool {
    count == other.count
      && entries.allSatisfy { name, value in other[name].map { value.isSame(as: $0) } ?? false }
  }
}

extension FEELRange {
  func isSame(as other: FEELRange) -> Bool {
    form == other.form && startIncluded == other.startIncluded && endIncluded == other.endIncluded
      && Self.isSame(start, other.start) && Self.isSame(end, other.end)
  }

  private static func isSame(_ left: FEELValue?, _ right: FEELValue?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): left.isSame(as: right)
    default: false
    }
  }
}

/// Whether two strings are the same code points; Swift's own `==` takes different ones for equal when they mean the
/// same character.
@inline(__always)
func hasSameCodePoints(_ left: String, _ right: String) -> Bool {
  guard left.utf8.count == right.utf8.count else { return false }
  return left.utf8.elementsEqual(right.utf8)
}
