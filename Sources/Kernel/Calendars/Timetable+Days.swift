// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Timetable {
  /// How many workdays lie after one day and up to and with another.
  func workdays(after: Int, through: Int) -> Int {
    let after = max(after, Self.firstDay - 1)
    let through = min(through, Self.endDay - 1)
    guard after < through else { return 0 }
    let first = (after + 1 - Self.firstDay) >> Self.dayShift
    let last = (through - Self.firstDay) >> Self.dayShift
    var sum = -dayPage(first).count(through: after)
    for index in first..<last { sum += dayPage(index).workdays.count }
    return sum + dayPage(last).count(through: through)
  }

  /// The `count`-th workday after a day; `count` is 1 or more.
  func workday(_ count: Int, after: Int) -> Int? {
    guard count > 0, count <= Self.endDay - Self.firstDay else { return nil }
    let after = max(after, Self.firstDay - 1)
    guard after < Self.endDay - 1 else { return nil }
    var index = (after + 1 - Self.firstDay) >> Self.dayShift
    var page = dayPage(index)
    var rest = count + page.count(through: after)
    while rest > page.workdays.count {
      rest -= page.workdays.count
      index += 1
      guard index < dayPageCount else { return nil }
      page = dayPage(index)
    }
    return page.workdays[rest - 1]
  }
}
