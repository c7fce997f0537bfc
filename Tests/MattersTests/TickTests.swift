// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// What clocks say, and that they say it once.
@Suite struct TickTests {
  private func ring(_ house: MattersHouse, at time: String) async throws -> Int {
    house.time.set(try SampleCity.local(time))
    return try await house.matters.tick(tenant: SampleCity.tenant)
  }

  @Test(arguments: Engine.allCases) func warnsThenNotesTheBreachOnce(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let id = try await house.submit().id
    // Accepting is due on Wednesday at 10; half of it is over at closing time today.
    for (time, count, kinds) in [
      ("11-24 16:59", 0, []), ("11-24 17:00", 1, ["ClockWarned"]), ("11-24 17:00", 0, []), ("11-25 09:59", 0, []),
      ("11-25 10:00", 1, ["ClockBreached"]), ("11-25 10:00", 0, []), ("12-03 16:59", 0, []),
      // The whole.
      ("12-03 17:00", 1, ["ClockBreached"]), ("2027-03-01 09:00", 0, []),
    ] as [(String, Int, [String])] {
      let before = try await house.kinds(id).count
      #expect(try await ring(house, at: time) == count, "at \(time)")
      #expect(Array(try await house.kinds(id).dropFirst(before)) == kinds, "at \(time)")
    }
    let matter = try await house.matter(id)
    #expect(matter.clock(.accept)?.warned == true && matter.clock(.accept)?.breached == true)
    #expect(matter.timerAt == nil && matter.dueAt == matter.clock(.accept)?.dueAt)
    try await house.close()
  }

  /// Looked at too late, a clock that was to warn says only that it is over, and then nothing more.
  @Test(arguments: Engine.allCases) func lateItSaysOnlyThatItIsOver(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let id = try await house.submit().id
    #expect(try await ring(house, at: "11-25 12:00") == 1)
    #expect(try await house.kinds(id) == ["Submitted", "ClockBreached"])
    #expect(try await ring(house, at: "11-25 12:00") == 0)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func pausedAndStoppedClocksSayNothing(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (paused, ended) = (try await house.submit().id, try await house.submit().id)
    try await house.do(.suspended, on: paused)
    try await house.do(.cancel(reason: "mistake"), on: ended)
    #expect(try await ring(house, at: "2027-01-05 09:00") == 0)
    try await house.do(.resume, on: paused)
    // Nothing of the two hours was used up; the warning comes after one.
    #expect(try await ring(house, at: "2027-01-05 09:59") == 0)
    #expect(try await ring(house, at: "2027-01-05 10:00") == 1)
    #expect(try await ring(house, at: "2027-01-05 11:00") == 1)
    #expect(try await house.kinds(paused).suffix(2) == ["ClockWarned", "ClockBreached"])
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func anExtensionSetsItAnew(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let id = try await house.submit().id
    #expect(try await ring(house, at: "12-03 17:00") == 1)
    try await house.do(
      .extend(clock: .total, limit: .workingDays(10, until: .closeOfDay), reason: "rain"), on: id)
    #expect(try await ring(house, at: "12-08 16:59") == 0)
    #expect(try await ring(house, at: "12-08 17:00") == 1)
    #expect(try await house.kinds(id).count { $0 == "ClockBreached" } == 3, "accepting, the whole, the whole again")
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func manyAreTakenInTurns(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    var ids: [Identifier] = []
    for _ in 0..<25 { ids.append(try await house.submit().id) }
    house.time.set(try SampleCity.local("11-25 10:00"))
    // Two processes at once, in bites of seven.
    let neighbour = try house.neighbour()
    try await withThrowingTaskGroup { group in
      for one in [house, neighbour] {
        group.addTask {
          while try await one.matters.tick(tenant: SampleCity.tenant, limit: 7) > 0 {}
        }
      }
      try await group.waitForAll()
    }
    for id in ids { #expect(try await house.kinds(id) == ["Submitted", "ClockBreached"]) }
    // What the first process remembers is not what counts.
    #expect(try await house.do(.accept, on: ids[0]).clock(.accept)?.breached == true)
    try await house.close()
  }
}
