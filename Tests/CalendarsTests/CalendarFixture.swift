// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Calendars and times that the tests share.
enum CalendarFixture {
  static let businessHours = [HourSpan(from: 540, to: 720), HourSpan(from: 780, to: 1020)]

  /// Monday to Friday, 09:00 to 12:00 and 13:00 to 17:00.
  static func office(
    _ zone: String = "Asia/Shanghai", _ change: (inout CalendarDefinition) -> Void = { _ in }
  ) throws -> WorkCalendar {
    var definition = CalendarDefinition(
      code: "office", timeZone: try .named(zone),
      weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, businessHours) }))
    change(&definition)
    return try WorkCalendar(definition)
  }

  /// The same hours on every day of the week.
  static func everyDay(_ hours: String..., zone: String) throws -> WorkCalendar {
    let spans = try hours.map { try #require(HourSpan($0)) }
    return try WorkCalendar(
      CalendarDefinition(
        code: "daily", timeZone: .named(zone),
        weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, spans) })))
  }

  /// The calendar that the project ships.
  static let china = Result<WorkCalendar, any Error> {
    let file = RealData.packageRoot.appending(path: "Packs/shared/calendars/china.json")
    return try WorkCalendar(json: JSON(parsing: [UInt8](Data(contentsOf: file))))
  }

  /// The instant at which the clocks of a zone show `2026-02-13 09:00` or `2026-02-13 09:00:00.001`; the first of two.
  static func local(_ text: String, _ zone: TimeZoneRules) throws -> Instant {
    let full = text.count == 16 ? text + ":00Z" : text + "Z"
    let wall = try #require(Instant(full), "no local time: \(text)")
    let local = TimeZoneRules.utc.localTime(of: wall)
    return try #require(zone.instants(of: local).first, "clocks skip \(text)")
  }

  static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  static func period(_ text: String) throws -> Int64 { try #require(Period(text)).milliseconds }

  /// What clocks show, in the form that `local` reads.
  static func shown(_ instant: Instant?, _ zone: TimeZoneRules) -> String {
    guard let instant else { return "none" }
    let local = zone.localTime(of: instant)
    let wall = Instant(milliseconds: Int64(local.date.dayNumber) * 86_400_000 + local.millisecondOfDay)
    let text = wall.description.replacing("T", with: " ").dropLast()
    return String(text.hasSuffix(":00.000") ? text.dropLast(7) : text)
  }
}
