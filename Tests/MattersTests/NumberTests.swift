// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct NumberTests {
  @Test(arguments: Engine.allCases) func areUniqueWhoeverAsks(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (database, now) = (house.database, house.time.now())
    // Small blocks, so that they run out often; three processes.
    let sources = try [4, 1, 7].map { MatterNumbers(database: database, zone: try SampleCity.zone, blockSize: $0) }
    let numbers = try await withThrowingTaskGroup { group in
      for index in 0..<30 {
        let source = sources[index % 3]
        group.addTask {
          var numbers: [String] = []
          for _ in 0..<10 { numbers.append(try await source.next(tenant: SampleCity.tenant, at: now)) }
          numbers.append(
            try await database.write { try source.next(tenant: SampleCity.tenant, at: now, in: $0) })
          return numbers
        }
      }
      return try await group.reduce(into: [String]()) { $0 += $1 }
    }
    #expect(numbers.count == 330 && Set(numbers).count == 330)
    #expect(numbers.allSatisfy { $0.hasPrefix("20261124-") && $0.count == 15 })
    try await house.close()
  }

  @Test func oneAfterAnotherTheyLeaveNoGap() async throws {
    let house = try await MattersHouse(.sqlite)
    let source = MatterNumbers(database: house.database, zone: try SampleCity.zone, blockSize: 3)
    for count in 1...10 {
      let number = try await source.next(tenant: SampleCity.tenant, at: house.time.now())
      #expect(number == "20261124-0000\(count < 10 ? "0" : "")\(count)")
    }
    try await house.close()
  }

  @Test func theDayIsTheCitys() async throws {
    let house = try await MattersHouse(.sqlite)
    let source = MatterNumbers(database: house.database, zone: try SampleCity.zone)
    for (time, number) in [
      ("11-24 23:59", "20261124-000001"), ("11-25 00:00", "20261125-000001"), ("11-24 23:59", "20261124-000002"),
      ("2027-01-01 07:59", "20270101-000001"),
    ] {
      #expect(try await source.next(tenant: SampleCity.tenant, at: SampleCity.local(time)) == number)
    }
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func mattersMadeAtOnceHaveTheirOwn(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let neighbour = try house.neighbour()
    let made = try await withThrowingTaskGroup { group in
      for index in 0..<40 {
        group.addTask { try await (index % 2 == 0 ? house : neighbour).submit("plain") }
      }
      return try await group.reduce(into: [Matter]()) { $0.append($1) }
    }
    #expect(Set(made.map(\.number)).count == 40 && Set(made.map(\.id)).count == 40)
    try await house.close()
  }
}
