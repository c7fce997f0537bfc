// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Due dates are computed for every matter that is listed: 2 µs each in an optimised build. The bounds leave room for a
/// slow machine; the tests measure the thread's own time.
@Suite struct CalendarSpeedTests {
  #if DEBUG
    private static let boundNanoseconds: Int64 = 200_000
  #else
    private static let boundNanoseconds: Int64 = 4_000
  #endif

  private static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  @Test(arguments: [
    Limit.workingTime(milliseconds: 28_800_000), .workingTime(milliseconds: 36_000_000_000),
    .workingDays(5, until: .closeOfDay), .workingDays(2500, until: .sameTime),
  ])
  func dueDatesAreFast(_ limit: Limit) throws {
    let calendar = try CalendarFixture.china.get()
    var random = RandomCalendars(seed: 71)
    let starts = (0..<5000).map { _ in random.instant() }
    func run() throws -> Int64 {
      let begin = Self.nanoseconds()
      for start in starts {
        let paused = Pause(from: start + .seconds(3600), to: start + .seconds(90_000))
        _ = try #require(calendar.due(start: start, limit: limit, pauses: [paused]))
      }
      return (Self.nanoseconds() - begin) / Int64(starts.count)
    }
    _ = try run()
    let each = try min(run(), run())
    print("due date of \(limit), one pause: \(each) ns")
    #expect(each < Self.boundNanoseconds)
  }
}
