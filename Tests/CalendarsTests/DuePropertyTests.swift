// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import TestSupport
import Testing
import Vocabulary

@Suite struct DuePropertyTests {
  @Test(arguments: 51...58) func dueIsWhenTheLimitIsUsedUp(_ seed: UInt64) throws {
    var random = RandomCalendars(seed: seed)
    for _ in 0..<60 {
      let calendar = try random.calendar()
      for _ in 0..<40 {
        let start = random.instant()
        let pauses = random.pauses(after: start)
        let limit = random.limit()
        func consumed(_ until: Instant) -> Int64 {
          calendar.consumed(start: start, until: until, pauses: pauses, limit: limit)
        }
        let plain = try #require(calendar.due(start: start, limit: limit))
        guard let due = calendar.due(start: start, limit: limit, pauses: pauses) else {
          // Only an open pause stops a clock, and it holds it below the limit for ever.
          let open = try #require(pauses.filter { $0.to == nil }.map(\.from).min())
          #expect(consumed(max(open, start)) < limit.amount)
          #expect(consumed(start + .seconds(86_400 * 3650)) < limit.amount)
          continue
        }
        #expect(due >= plain)
        #expect(consumed(due) == limit.amount)
        #expect(consumed(due - .milliseconds(1)) < limit.amount)
        #expect(calendar.due(start: start, limit: limit, pauses: pauses.shuffled(using: &random.generator)) == due)
        // Consumption never runs backward.
        let earlier = random.instant()
        let later = earlier + .milliseconds(Int64(random.int(0...500_000_000)))
        #expect(consumed(earlier) <= consumed(later))
        // A pause cut in two is the same pause.
        let cut = pauses.flatMap { pause -> [Pause] in
          guard let to = pause.to, to > pause.from else { return [pause] }
          let middle = pause.from + .milliseconds((to.milliseconds - pause.from.milliseconds) / 2)
          return [Pause(from: middle, to: to), Pause(from: pause.from, to: middle)]
        }
        #expect(calendar.due(start: start, limit: limit, pauses: cut) == due)
      }
    }
  }

  /// Minute by minute: a minute that is worked and not paused uses the limit up.
  @Test(arguments: 61...64) func dueAgreesWithWalking(_ seed: UInt64) throws {
    var random = RandomCalendars(seed: seed)
    for _ in 0..<30 {
      let calendar = try random.calendar()
      let start = random.minute()
      let minutes = random.int(1...1200)
      let pauses = random.pauses(after: start).compactMap { pause -> Pause? in
        guard let to = pause.to else { return nil }
        return Pause(
          from: Instant(milliseconds: pause.from.milliseconds / 60_000 * 60_000),
          to: Instant(milliseconds: to.milliseconds / 60_000 * 60_000))
      }
      var minute = start
      var left = minutes
      while left > 0 {
        let isPaused = pauses.contains { $0.from <= minute && minute < $0.to! }
        if !isPaused, calendar.isWorkingTime(minute) { left -= 1 }
        minute = minute + .seconds(60)
      }
      let limit = Limit.workingTime(milliseconds: Int64(minutes) * 60_000)
      #expect(calendar.due(start: start, limit: limit, pauses: pauses) == minute)
    }
  }
}
