// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@Suite struct CivilDateTests {
  @Test(
    arguments: [
      ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2026-11-24", 20_781, 2),
      ("1900-01-01", -25_567, 1), ("2200-01-01", 84_006, 3), ("0001-01-01", -719_162, 1), ("0000-03-01", -719_468, 3),
      ("9999-12-31", 2_932_896, 5), ("2026-10-10", 20_736, 6), ("2026-09-20", 20_716, 7),
    ] as [(String, Int, Int)])
  func countsDays(_ text: String, _ number: Int, _ weekday: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.dayNumber == number)
    #expect(date.weekday == weekday)
    #expect(CivilDate(dayNumber: number) == date)
    #expect(date.description == text)
  }

  @Test(arguments: [
    "", "2026-1-01", "2026-01-1", "20260101", "2026-13-01", "2026-00-10", "2026-02-29", "1900-02-29", "2026-04-31",
    "2026-01-00", "2026-01-32", "2026/01/01", "2026-01-01 ", "-2026-01-01", "2026-01-01T", "٢٠٢٦-01-01",
  ])
  func refuses(_ text: String) {
    #expect(CivilDate(text) == nil)
  }

  /// Every day of twelve centuries follows the one before.
  @Test func daysFollowEachOther() throws {
    var date = try #require(CivilDate("1399-12-31"))
    for number in (date.dayNumber + 1)...(date.dayNumber + 12 * 36_525) {
      let next = CivilDate(dayNumber: number)
      let isNext =
        (next.year, next.month, next.day) == (date.year, date.month, date.day + 1)
        || (next.day == 1 && (next.year * 12 + next.month) == (date.year * 12 + date.month + 1)
          && CivilDate(year: date.year, month: date.month, day: date.day + 1) == nil)
      if !isNext || next.dayNumber != number || next <= date || next != date.adding(days: 1)
        || next.weekday != date.weekday % 7 + 1
      {
        Issue.record("\(date) is followed by \(next)")
      }
      date = next
    }
  }
}
