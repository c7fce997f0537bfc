// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Testing
import Vocabulary

/// Due dates with pauses, in the week of Monday 6 July 2026, 09:00 to 12:00 and 13:00 to 17:00.
@Suite struct DueTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var limit: Limit
    var pauses: [(String, String?)] = []
    var due: String
    var testDescription: String { "\(limit) \(pauses) → \(due)" }

    init(_ limit: Limit, _ pauses: [(String, String?)], _ due: String) {
      self.limit = limit
      self.pauses = pauses
      self.due = due
    }
  }

  private static let eightHours = Limit.workingTime(milliseconds: 28_800_000)
  private static let day = Limit.elapsed(milliseconds: 86_400_000)
  private static let twoDays = Limit.workingDays(2, until: .closeOfDay)
  private static let twoDaysSame = Limit.workingDays(2, until: .sameTime)

  /// Each begins on Monday at 09:30 and 8 working hours, without a pause, end on Tuesday at 10:30.
  static let cases: [Case] = [
    Case(eightHours, [], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-06 10:00", "2026-07-06 12:00")], "2026-07-07 13:30"),
    // Over night and over lunch a pause takes nothing away.
    Case(eightHours, [("2026-07-06 17:00", "2026-07-07 09:00")], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-06 12:00", "2026-07-06 13:00")], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-06 16:00", "2026-07-07 09:30")], "2026-07-07 12:00"),
    // Together 10:00 to 14:00, in whatever order: 0.5 h before, 3 h after, 4.5 h left for Tuesday.
    Case(
      eightHours, [("2026-07-06 11:00", "2026-07-06 14:00"), ("2026-07-06 10:00", "2026-07-06 12:00")],
      "2026-07-07 14:30"),
    Case(
      eightHours, [("2026-07-06 10:00", "2026-07-06 14:00"), ("2026-07-06 11:00", "2026-07-06 12:00")],
      "2026-07-07 14:30"),
    Case(
      eightHours, [("2026-07-06 10:00", "2026-07-06 11:00"), ("2026-07-06 14:00", "2026-07-06 15:00")],
      "2026-07-07 13:30"),
    // Before the start, across the start, empty, reversed.
    Case(eightHours, [("2026-07-03 09:00", "2026-07-03 17:00")], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-03 09:00", "2026-07-06 10:30")], "2026-07-07 11:30"),
    Case(eightHours, [("2026-07-06 11:00", "2026-07-06 11:00")], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-06 12:00", "2026-07-06 10:00")], "2026-07-07 10:30"),
    // An open pause stops the clock, unless the limit was used up before.
    Case(eightHours, [("2026-07-06 15:00", nil)], "none"),
    Case(eightHours, [("2026-07-07 10:29", nil)], "none"),
    Case(eightHours, [("2026-07-07 10:30", nil)], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-08 09:00", nil)], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-03 09:00", nil)], "none"),
    Case(eightHours, [("2026-07-06 10:00", "2026-07-06 12:00"), ("2026-07-06 11:00", nil)], "none"),
    // A pause after the limit was used up moves nothing.
    Case(eightHours, [("2026-07-07 10:30", "2026-07-09 09:00")], "2026-07-07 10:30"),
    Case(eightHours, [("2026-07-06 10:00", "2026-07-08 10:00")], "2026-07-09 10:30"),
    Case(day, [], "2026-07-07 09:30"),
    Case(day, [("2026-07-06 20:00", "2026-07-06 22:30")], "2026-07-07 12:00"),
    Case(day, [("2026-07-06 20:00", nil)], "none"),
    Case(day, [("2026-07-07 09:30", nil)], "2026-07-07 09:30"),
    Case(twoDays, [], "2026-07-08 17:00"),
    // A day counts when the clock runs at its close.
    Case(twoDays, [("2026-07-07 10:00", "2026-07-07 15:00")], "2026-07-08 17:00"),
    Case(twoDays, [("2026-07-07 16:00", "2026-07-08 10:00")], "2026-07-09 17:00"),
    Case(twoDays, [("2026-07-07 17:00", "2026-07-08 10:00")], "2026-07-08 17:00"),
    Case(twoDays, [("2026-07-07 10:00", "2026-07-07 17:00")], "2026-07-09 17:00"),
    Case(twoDays, [("2026-07-07 10:00", "2026-07-13 09:00")], "2026-07-14 17:00"),
    Case(twoDays, [("2026-07-08 16:00", nil)], "none"),
    Case(twoDays, [("2026-07-08 17:00", nil)], "2026-07-08 17:00"),
    Case(twoDaysSame, [], "2026-07-08 09:30"),
    Case(twoDaysSame, [("2026-07-07 09:00", "2026-07-07 10:00")], "2026-07-09 09:30"),
    Case(twoDaysSame, [("2026-07-06 10:00", "2026-07-07 09:00")], "2026-07-08 09:30"),
  ]

  @Test(arguments: cases) func due(_ test: Case) throws {
    let calendar = try CalendarFixture.office()
    let start = try CalendarFixture.local("2026-07-06 09:30", calendar.timeZone)
    let pauses = try test.pauses.map { from, to in
      Pause(
        from: try CalendarFixture.local(from, calendar.timeZone),
        to: try to.map { try CalendarFixture.local($0, calendar.timeZone) })
    }
    let due = calendar.due(start: start, limit: test.limit, pauses: pauses)
    #expect(CalendarFixture.shown(due, calendar.timeZone) == test.due)
    guard let due else { return }
    #expect(
      calendar.consumed(start: start, until: due, pauses: pauses, limit: test.limit) == test.limit.amount)
    #expect(
      calendar.consumed(start: start, until: due - .milliseconds(1), pauses: pauses, limit: test.limit)
        < test.limit.amount)
  }

  @Test func consumedGoesOnPastTheDueDate() throws {
    let calendar = try CalendarFixture.office()
    func at(_ text: String) throws -> Instant { try CalendarFixture.local(text, calendar.timeZone) }
    let start = try at("2026-07-06 09:30")
    func hours(_ until: String, _ pauses: [Pause] = []) throws -> Double {
      Double(calendar.consumed(start: start, until: try at(until), pauses: pauses, limit: Self.eightHours)) / 3_600_000
    }
    #expect(try hours("2026-07-06 09:00") == 0)
    #expect(try hours("2026-07-06 09:30") == 0)
    #expect(try hours("2026-07-06 12:30") == 2.5)
    #expect(try hours("2026-07-07 17:00") == 13.5)
    let open = Pause(from: try at("2026-07-06 10:00"), to: nil)
    #expect(try hours("2026-07-07 17:00", [open]) == 0.5)
    let days = calendar.consumed(start: start, until: try at("2026-07-13 18:00"), limit: Self.twoDays)
    #expect(days == 5)
  }

  @Test func nothingTakesNoTime() throws {
    let calendar = try CalendarFixture.office()
    let start = try CalendarFixture.local("2026-07-05 09:30", calendar.timeZone)
    let paused = [Pause(from: start - .seconds(60), to: nil)]
    for limit in [Limit.workingTime(milliseconds: 0), .elapsed(milliseconds: 0), .workingDays(0, until: .closeOfDay)] {
      #expect(calendar.due(start: start, limit: limit, pauses: paused) == start)
    }
  }
}
