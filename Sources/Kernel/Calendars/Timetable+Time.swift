// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Timetable {
  /// Milliseconds worked from one instant to a later one.
  func worked(from: Int64, to: Int64) -> Int64 {
    let from = max(from, Self.start)
    let to = min(to, Self.end)
    guard from < to else { return 0 }
    let first = Int((from - Self.start) >> Self.timeShift)
    let last = Int((to - 1 - Self.start) >> Self.timeShift)
    var sum = -timePage(first).worked(before: from)
    for index in first..<last { sum += timePage(index).total }
    return sum + timePage(last).worked(before: to)
  }

  /// The first instant from `start` on by which so much has been worked.
  func instant(_ amount: Int64, after start: Int64) -> Int64? {
    guard amount > 0 else { return amount == 0 ? start : nil }
    guard start < Self.end, amount <= Self.end - Self.start else { return nil }
    let from = max(start, Self.start)
    var index = Int((from - Self.start) >> Self.timeShift)
    var page = timePage(index)
    var rest = amount + page.worked(before: from)
    while rest > page.total {
      rest -= page.total
      index += 1
      guard index < timePageCount else { return nil }
      page = timePage(index)
    }
    return page.instant(after: rest)
  }

  func isWorking(at instant: Int64) -> Bool {
    guard instant >= Self.start, instant < Self.end else { return false }
    return timePage(Int((instant - Self.start) >> Self.timeShift)).isWorking(at: instant)
  }
}
