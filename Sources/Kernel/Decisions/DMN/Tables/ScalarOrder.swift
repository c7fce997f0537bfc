// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// −1, 0 or 1 for two values of the same scalar kind; `nil` where FEEL's order and equality are not one order.
///
/// That is so between times with and without a zone, and for parts of seconds, which FEEL's `=` passes over.
@inline(__always)
func scalarOrder(_ left: FEELValue, _ right: FEELValue) -> Int? {
  switch (left, right) {
  case (.number(let left), .number(let right)): order(left, right)
  case (.string(let left), .string(let right)): textOrder(left, right)
  case (.boolean(let left), .boolean(let right)): left == right ? 0 : right ? -1 : 1
  case (.date(let left), .date(let right)): order(left, right)
  case (.daysAndTimeDuration(let left), .daysAndTimeDuration(let right)): order(left, right)
  case (.yearsAndMonthsDuration(let left), .yearsAndMonthsDuration(let right)): order(left, right)
  case (.time(let left), .time(let right)):
    (left.zone == nil) == (right.zone == nil) && left.nanosecond == 0 && right.nanosecond == 0
      ? left < right ? -1 : right < left ? 1 : 0 : nil
  case (.dateAndTime(let left), .dateAndTime(let right)):
    (left.zone == nil) == (right.zone == nil) && left.time.nanosecond == 0 && right.time.nanosecond == 0
      ? left < right ? -1 : right < left ? 1 : 0 : nil
  default: nil
  }
}

private func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
  left == right ? 0 : left < right ? -1 : 1
}

/// By code points, as UTF-8 orders them.
private func textOrder(_ left: String, _ right: String) -> Int {
  var left = left
  var right = right
  return left.withUTF8 { left in
    right.withUTF8 { right in
      let count = min(left.count, right.count)
      for index in 0..<count where left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
      return (left.count - right.count).signum()
    }
  }
}
