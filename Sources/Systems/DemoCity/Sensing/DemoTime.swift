// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Vocabulary

/// The city's local time: China has one zone and no summer time since 1992.
struct LocalMoment: Sendable {
  /// Days since 1970-01-01, in the city.
  let day: Int
  /// 0 ≤ hour < 24, with its fraction.
  let hour: Double

  static let offset: Int64 = 8 * 3_600_000
  static let dayLength: Int64 = 86_400_000

  init(_ instant: Instant) {
    let local = instant.milliseconds + Self.offset
    let day = local >= 0 ? local / Self.dayLength : (local - Self.dayLength + 1) / Self.dayLength
    self.day = Int(day)
    hour = Double(local - day * Self.dayLength) / 3_600_000
  }

  /// 1 Monday to 7 Sunday; 1970-01-01 was a Thursday.
  var weekday: Int { (day + 3) % 7 + 1 }
  var isWeekend: Bool { weekday >= 6 }
  var month: Int { CivilDate(dayNumber: day).month }

  /// An instant on a local day.
  static func instant(day: Int, hour: Double) -> Instant {
    Instant(milliseconds: Int64(day) * dayLength - offset + Int64(hour * 3_600_000))
  }
}

/// Numbers that depend on what they are for alone, not on what was drawn before: so the value of a sensor at any moment can be
/// worked out by itself, and a city that starts again goes on where it was.
enum Chance {
  static func bits(_ seed: UInt64, _ first: Int, _ second: Int = 0) -> UInt64 {
    var mixed = seed &+ 0x9E37_79B9_7F4A_7C15
    for word in [UInt64(bitPattern: Int64(first)), UInt64(bitPattern: Int64(second))] {
      mixed ^= word
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      mixed ^= mixed >> 31
    }
    return mixed
  }

  /// 0 ≤ x < 1.
  static func unit(_ seed: UInt64, _ first: Int, _ second: Int = 0) -> Double {
    Double(bits(seed, first, second) >> 11) * 0x1p-53
  }

  /// What stands for a code or an identifier; not its hash value, which is another one in each run.
  static func number(of text: String) -> Int { text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF } }
}

/// Rain over the city.
struct Weather: Sendable {
  let seed: UInt64

  /// How heavy it is, 0 to 1; the plum rains of June and the storms of July and August are the heaviest.
  func rain(at instant: Instant) -> Double {
    let window: Int64 = 6 * 3_600_000
    let number = Int(instant.milliseconds / window)
    let likely = [0.12, 0.14, 0.18, 0.2, 0.22, 0.34, 0.3, 0.28, 0.2, 0.12, 0.1, 0.1][LocalMoment(instant).month - 1]
    guard Chance.unit(seed, number, 1) < likely else { return 0 }
    let share = Double(instant.milliseconds % window) / Double(window)
    let heaviness = Chance.unit(seed, number, 2)
    return heaviness * heaviness * (1 - abs(2 * share - 1))
  }
}
