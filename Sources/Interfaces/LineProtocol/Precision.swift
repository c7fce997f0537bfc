// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The unit of the times in lines.
enum Precision: Sendable {
  case nanoseconds, microseconds, milliseconds, seconds, minutes, hours

  /// As both versions of Influx write it.
  init?(_ text: String) {
    switch text {
    case "", "n", "ns": self = .nanoseconds
    case "u", "µ", "us": self = .microseconds
    case "ms": self = .milliseconds
    case "s": self = .seconds
    case "m": self = .minutes
    case "h": self = .hours
    default: return nil
    }
  }

  static let choices = "ns, us, ms, s, m or h"

  /// What the nanoseconds of Influx can hold: the years 1677 to 2262.
  private static let range = -9_223_372_036_854...9_223_372_036_854 as ClosedRange<Int64>

  /// The instant; nanoseconds and microseconds are rounded down to milliseconds. `nil` outside the years 1677 to 2262.
  func instant(_ time: Int64) -> Instant? {
    let value: Int64
    switch self {
    case .nanoseconds: value = time.floored(1_000_000)
    case .microseconds: value = time.floored(1000)
    case .milliseconds: value = time
    case .seconds, .minutes, .hours:
      let factor: Int64 = self == .seconds ? 1000 : self == .minutes ? 60_000 : 3_600_000
      let (product, overflows) = time.multipliedReportingOverflow(by: factor)
      guard !overflows else { return nil }
      value = product
    }
    return Self.range.contains(value) ? Instant(milliseconds: value) : nil
  }
}

extension Int64 {
  fileprivate func floored(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
