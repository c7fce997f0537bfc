// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// When people work.
enum WorkingDay {
  /// A moment at which somebody is at work: itself, or one soon after the next working day has begun.
  /// - Parameters:
  ///   - aroundTheClock: there is a night shift.
  ///   - dice: how soon, 0 to 1.
  static func moved(_ instant: Instant, aroundTheClock: Bool, dice: Double) -> Instant {
    guard !aroundTheClock else { return instant }
    let local = LocalMoment(instant)
    if (8...19).contains(local.hour), !(local.isWeekend && local.hour > 16) { return instant }
    var day = local.day
    if local.hour >= 8 { day += 1 }
    return LocalMoment.instant(day: day, hour: 8 + 2 * dice * dice)
  }
}
