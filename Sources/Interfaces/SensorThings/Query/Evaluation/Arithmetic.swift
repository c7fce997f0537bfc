// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Adds, subtracts, multiplies and divides. Numbers are 64-bit floating point; what leaves their range, and division by 0, is
/// null.
enum Arithmetic {
  static func value(_ name: ArithmeticOperator, _ left: QueryValue, _ right: QueryValue) -> QueryValue {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      return number(name, left, right).map { QueryValue(finite: $0) } ?? .null
    case (.duration(let left), .duration(let right)):
      return number(name, left, right).map { .duration($0) } ?? .null
    case (.duration(let left), .number(let right)), (.number(let right), .duration(let left)):
      return number(name, left, right).map { .duration($0) } ?? .null
    case (.time(let time), .duration(let duration)): return time.moved(by: name == .add ? duration : -duration)
    case (.duration(let duration), .time(let time)): return time.moved(by: duration)
    case (.time(let left), .time(let right)):
      // Between periods there is no one difference.
      guard left.isInstant, right.isInstant else { return .null }
      return .duration(Double(left.start.milliseconds - right.start.milliseconds))
    case (.date(let left), .date(let right)): return .duration(Double(left - right) * 86_400_000)
    default: return .null
    }
  }

  private static func number(_ name: ArithmeticOperator, _ left: Double, _ right: Double) -> Double? {
    switch name {
    case .add: left + right
    case .sub: left - right
    case .mul: left * right
    case .div: right == 0 ? nil : left / right
    case .mod: right == 0 ? nil : left.truncatingRemainder(dividingBy: right)
    }
  }
}

extension TimeInterval {
  fileprivate func moved(by milliseconds: Double) -> QueryValue {
    guard milliseconds.isFinite, abs(milliseconds) < 1e15 else { return .null }
    let duration = Duration.milliseconds(Int64(milliseconds.rounded(.toNearestOrAwayFromZero)))
    return .time(TimeInterval(start: start + duration, end: end + duration))
  }
}
