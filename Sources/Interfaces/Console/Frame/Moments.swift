// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Packs
import Vocabulary

/// A moment as people read it: relative near now, absolute where one points.
struct Moment: Hashable, Sendable {
  /// RFC 3339.
  var exact: String
  /// In the city's time.
  var absolute: String
  var relative: String
  var isLate = false
}

/// Writes moments.
struct Moments: Sendable {
  let zone: TimeZoneRules
  let now: Instant
  let messages: Messages

  /// Something that was.
  func past(_ instant: Instant) -> Moment {
    moment(instant, ago(now.milliseconds - instant.milliseconds))
  }

  /// A due date: how long is left, or by how much it is late.
  ///
  /// - Parameter done: when it was done, where it was.
  func due(_ instant: Instant, done: Instant? = nil) -> Moment {
    let left = instant.milliseconds - (done ?? now).milliseconds
    if done != nil { return moment(instant, absolute(instant)) }
    guard left < 0 else { return moment(instant, span("in", left)) }
    var late = moment(instant, span("late", -left))
    late.isLate = true
    return late
  }

  /// `2026-11-24 16:30`
  func absolute(_ instant: Instant) -> String {
    let local = zone.localTime(of: instant)
    let minutes = Int(local.millisecondOfDay / 60_000)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(local.date) \(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// A moment as a form gives it, in the city's time: `2026-11-24T16:30`, also with a space, with seconds or
  /// without a time of day.
  /// - Returns: `nil` for what is none.
  func instant(local text: String) -> Instant? {
    let local = text.count == 10 ? text + "T00:00" : text.replacing(" ", with: "T")
    // The offset of the zone at about that time.
    guard let near = Instant(local + (local.count == 16 ? ":00Z" : "Z")) else { return nil }
    return near - .seconds(Int64(zone.offset(at: near)))
  }

  private func moment(_ instant: Instant, _ relative: String) -> Moment {
    Moment(exact: instant.description, absolute: absolute(instant), relative: relative)
  }

  private func ago(_ milliseconds: Int64) -> String { span("ago", max(0, milliseconds)) }

  private func span(_ kind: String, _ milliseconds: Int64) -> String {
    let minutes = milliseconds / 60_000
    switch minutes {
    case 0: return messages["\(kind).now"]
    case ..<60: return messages.text("\(kind).minutes", count: minutes)
    case ..<(48 * 60): return messages.text("\(kind).hours", count: minutes / 60)
    default: return messages.text("\(kind).days", count: minutes / 1440)
    }
  }
}

extension Pages {
  func moments(_ call: Call) -> Moments { moments(call.head) }

  func moments(_ head: RequestHead) -> Moments {
    Moments(zone: city.pack.timeZone, now: city.time.now(), messages: messages(head))
  }
}
