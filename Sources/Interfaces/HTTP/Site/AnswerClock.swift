// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vocabulary

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clocks that answers need: the date of their header, and how long they took.
enum AnswerClock {
  /// Nanoseconds of a clock that never goes back.
  static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// The value of `Date` (RFC 9110 §5.6.7), made once a second.
final class DateHeader: Sendable {
  private let time: any TimeSource
  private let cached = Mutex<(second: Int64, text: String)>((Int64.min, ""))

  init(_ time: any TimeSource) { self.time = time }

  var text: String {
    let second = time.now().milliseconds.flooredQuotient(1000)
    return cached.withLock { cached in
      if cached.second != second { cached = (second, Self.text(second)) }
      return cached.text
    }
  }

  static func text(_ second: Int64) -> String {
    let day = second.flooredQuotient(86400)
    let date = CivilDate(dayNumber: Int(day))
    let rest = Int(second - day * 86400)
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return "\(weekdays[date.weekday - 1]), \(padded(date.day, 2)) \(months[date.month - 1]) \(padded(date.year, 4)) "
      + "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2)) GMT"
  }
}
