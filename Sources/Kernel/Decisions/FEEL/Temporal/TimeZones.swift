// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The time zones of the IANA database, as the system knows them.
enum TimeZones {
  private static let known = Mutex<[String: TimeZone?]>([:])

  static func isKnown(_ name: String) -> Bool { zone(name) != nil }

  private static func zone(_ name: String) -> TimeZone? {
    guard (1...64).contains(name.utf8.count) else { return nil }
    return known.withLock { known in
      if let zone = known[name] { return zone }
      let zone = isName(name) ? TimeZone(identifier: name) : nil
      // Names come from outside: only as many are kept as there may be.
      if known.count < 2000 { known[name] = .some(zone) }
      return zone
    }
  }

  /// Whether it is a name of the database, and not one of the system's own, such as `GMT+3` or `PST`.
  private static func isName(_ name: String) -> Bool {
    name.utf8.contains(UInt8(ascii: "/"))
      ? !name.hasPrefix("SystemV/") && TimeZone(identifier: name)?.identifier == name : shortNames.contains(name)
  }

  /// The names of the database without a slash.
  private static let shortNames: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0",
    "GMT0",
    "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST",
    "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey",
    "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu",
  ]

  static func offset(of name: String, at seconds: Int) -> Int {
    guard let zone = zone(name) else { return 0 }
    return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(folded(seconds))))
  }

  /// The offset for what the clocks show. In the hour that comes twice it is the earlier one, in the hour that is left
  /// out the one before, so that the time is moved on by the gap.
  static func offset(of name: String, atLocal seconds: Int) -> Int {
    let before = offset(of: name, at: seconds - 86_400)
    if offset(of: name, at: seconds - before) == before { return before }
    let after = offset(of: name, at: seconds + 86_400)
    return offset(of: name, at: seconds - after) == after ? after : before
  }

  /// The calendar repeats itself after 400 years: later years are taken for one from 2001 to 2400, and what was before
  /// 1800, before clocks followed zones, for the beginning of 1800.
  private static func folded(_ seconds: Int) -> Int {
    let start = -5_364_662_400
    let end = 13_569_465_600
    let cycle = 146_097 * 86_400
    if seconds < start { return start }
    return seconds < end ? seconds : (seconds - end) % cycle + end - cycle
  }
}
