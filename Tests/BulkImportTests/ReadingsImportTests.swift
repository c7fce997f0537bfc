// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import BulkImport
import Foundation
import Packs
import Storage
import Telemetry
import Testing
import TestSupport
import Vocabulary

@Suite struct ReadingsImportTests {
  private func values(_ house: ImportHouse, _ code: String) async throws -> [(at: String, value: Double?)] {
    let telemetry = house.city.telemetry
    let tenant = house.city.tenant
    let series = try await house.city.database.read {
      try telemetry.catalogue.series(code: code, tenant: tenant, in: $0)
    }
    guard let series else { return [] }
    return try await telemetry.range(
      of: series.id, from: Instant(milliseconds: 0), to: house.time.now() + .seconds(1_000_000), tenant: tenant
    ).map { ($0.at.description, $0.value.number) }
  }

  @Test(arguments: Engine.allCases) func readsColumnsAsSeries(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "demo")
    let url = try house.write(
      "datetime;Volume Flow RateRMS;Pressure;anomaly;Remark\r\n2020-03-09 10:14:33;32;;0.0;x\r\n2020-03-09T10:14:34.5+08:00;31.5;0.2;0.0;\r\n",
      to: "bench.csv")
    let report = try await house.readings().run(url)
    #expect(report.counts.added == 3 && report.rows == 2 && report.ignoredColumns == ["anomaly", "Remark"])
    let flow = try await values(house, "pump-bench-flow")
    // The city's clocks are eight hours ahead.
    #expect(flow.map(\.at) == ["2020-03-09T02:14:33.000Z", "2020-03-09T02:14:34.500Z"])
    #expect(flow.map(\.value) == [32, 31.5])
    #expect(try await values(house, "pump-bench-pressure").map(\.value) == [0.2])
    #expect(try await house.readings().run(url).wasFinished)
  }

  @Test(arguments: Engine.allCases) func makesSeriesUnderAPrefix(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "demo")
    let url = try house.write("datetime,Flow Rate,Noise\n2020-03-09 10:14:33,1,2\n", to: "new.csv")
    let unknown = await #expect(throws: Problem.self) { try await house.readings { $0.prefix = "lab." }.run(url) }
    #expect(
      unknown?.detail
        == "new.csv:1:Flow Rate: there is no series lab.FlowRate; --create-series makes those that the city does not know"
    )
    let importer = house.readings {
      $0.prefix = "lab."
      $0.createsSeries = true
    }
    let report = try await importer.run(url)
    #expect(report.counts.series == 2 && report.counts.added == 2)
    #expect(try await values(house, "lab.FlowRate").map(\.value) == [1])
    let nothing = await #expect(throws: Problem.self) { try await house.readings().run(url) }
    #expect(nothing?.detail.contains("none of the columns Flow Rate, Noise is a series") == true)
  }

  /// Recordings of the pump bench stay however old they are; of what will not stay, the import says how much that is.
  @Test(arguments: Engine.allCases) func saysWhatIsPastItsAge(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "demo")
    let url = try house.write(
      "datetime,Pressure,Noise\n2020-03-09 10:14:33,1,2\n2020-03-09 10:14:34,1,3\n2026-11-20 10:14:35,1,4\n",
      to: "old.csv")
    let report = try await house.readings {
      $0.prefix = "lab."
      $0.createsSeries = true
    }.run(url)
    #expect(report.counts.added == 6)
    #expect(
      report.expiring == [ImportReport.Expiring(retentionClass: "", keep: .seconds(1095 * 86_400), readings: 2)])
    let retired = try await house.city.telemetry.enforceRetention(tenant: house.city.tenant)
    #expect(retired.map(\.expired).reduce(0, +) == 2 && retired.allSatisfy { $0.coarsened == 0 })
    #expect(try await values(house, "pump-bench-pressure").count == 3)
    #expect(try await values(house, "lab.Noise").map(\.value) == [4])
  }

  @Test(arguments: Engine.allCases) func namesHeadingsThatAreNoCodes(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "demo")
    for (heading, detail) in [("a\u{1}b", "a series code has 1 to 256 bytes"), ("a\0b", "the character U+0000")] {
      let url = try house.write("datetime,\(heading)\n2020-03-09 10:14:33,1\n", to: "odd.csv")
      let problem = await #expect(throws: Problem.self) {
        try await house.readings {
          $0.prefix = "lab."
          $0.createsSeries = true
        }.run(url)
      }
      #expect(
        problem?.detail.hasPrefix("odd.csv:1:") == true && problem?.detail.contains(detail) == true, "\(problem as Any)"
      )
    }
  }

  @Test(arguments: Engine.allCases) func wrongRowsAreNamed(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "demo")
    var text = "datetime;Current;Pressure\n"
    for second in 10..<60 { text += "2020-03-09 10:14:\(second);1;2\n" }
    text = text.replacing("10:14:15;1", with: "10:14:15;one").replacing("10:14:20;1;2", with: "10:14:20;1;inf")
    text = text.replacing("2020-03-09 10:14:30", with: "2030-03-09 10:14:30").replacing("10:14:40", with: "10:14")
    text = text.replacing("2020-03-09 10:14:31", with: "2031-03-09 10:14:31")
    let url = try house.write(text, to: "wrong.csv")
    let stopped = await #expect(throws: Problem.self) { try await house.readings().run(url) }
    #expect(stopped?.detail == "wrong.csv:7:Current: \"one\" is no number; one looks like 31.5")
    #expect(try await values(house, "pump-bench-current").count == 5)
    var options = ImportOptions()
    options.onError = .skip
    let report = try await house.readings().run(url, options: options)
    #expect(
      Set(report.faults.map(\.place)) == [
        "wrong.csv:7:Current", "wrong.csv:12:Pressure", "wrong.csv:22:datetime", "wrong.csv:23:datetime",
        "wrong.csv:32:datetime",
      ])
    #expect(report.faults.first { $0.row == 22 }?.detail.contains("lies in the future") == true)
    #expect(report.refused == 5 && report.counts.added == 80)
    #expect(try await values(house, "pump-bench-current").count == 45)
  }

  /// A reading from the future ends an import there, and what came before is kept.
  @Test(arguments: Engine.allCases) func stopsBeforeTheFuture(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "demo")
    let url = try house.write(
      "datetime;Current\n2020-03-09 10:14:10;1\n2020-03-09 10:14:11;2\n2036-03-09 10:14:12;3\n2020-03-09 10:14:13;4\n",
      to: "future.csv")
    let problem = await #expect(throws: Problem.self) { try await house.readings().run(url) }
    #expect(problem?.detail.hasPrefix("future.csv:4:datetime: ") == true)
    #expect(try await values(house, "pump-bench-current").map(\.value) == [1, 2])
    // Ten years later it is no longer from the future, and the import goes on with it.
    house.time.set(try #require(Instant("2036-11-24T00:00:00Z")))
    let report = try await house.readings().run(url)
    #expect(report.resumedAtRow == 4 && report.counts.added == 2)
    #expect(try await values(house, "pump-bench-current").map(\.value) == [1, 2, 4, 3])
  }

  @Test(arguments: Engine.allCases, [UInt64(5), 6]) func goesOnWhereItWas(engine: Engine, seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var text = "datetime;Volume Flow RateRMS\n"
    for index in 0..<400 {
      let second = index % 60
      // Valves that close for half a minute and open again.
      let flow =
        (index / 30).isMultiple(of: 2)
        ? Int.random(in: 31...34, using: &random) : Int.random(in: 20...29, using: &random)
      text += "2020-03-09 10:\(10 + index / 60):\(second < 10 ? "0" : "")\(second);\(flow)\n"
    }
    func states(_ house: ImportHouse) async throws -> [String] {
      try await house.city.database.read { transaction in
        try transaction.rows("SELECT rule, state FROM threshold_states ORDER BY rule").map {
          "\($0[0] as String) \($0[1] as String)"
        }
          + transaction.rows("SELECT level, peak, at, cleared_at FROM warnings ORDER BY raised_at").map {
            "\($0.values)"
          }
      }
    }
    let whole = try await ImportHouse.open(engine, pack: "demo")
    _ = try await whole.readings().run(try whole.write(text, to: "all.csv"))
    let house = try await ImportHouse.open(engine, pack: "demo")
    let url = try house.write(text, to: "all.csv")
    var runs = 0
    while true {
      runs += 1
      let options = ImportOptions.cancelled(
        after: Int.random(in: 1...4, using: &random), rows: Int.random(in: 1...30, using: &random))
      let task = Task { try await house.readings().run(url, options: options) }
      do {
        _ = try await task.value
        break
      } catch is CancellationError { continue }
    }
    #expect(runs > 3)
    let flow = try await values(house, "pump-bench-flow").map(\.value)
    #expect(flow.count == 400)
    #expect(try await values(whole, "pump-bench-flow").map(\.value) == flow)
    #expect(try await states(house) == states(whole))
    #expect(try await states(house).count > 2)
  }

  @Test func filesGoInTheOrderOfTheirTimes() async throws {
    let house = try await ImportHouse.open(.sqlite, pack: "demo")
    let files = try [
      ("10.csv", "2020-03-09 10:00:00"), ("9.csv", "2020-03-09 09:00:00"), ("empty.csv", ""),
      ("1.csv", "2020-03-08 23:00:00"),
    ]
    .map { try house.write("datetime,Current\n" + ($0.1.isEmpty ? "" : "\($0.1),1\n"), to: $0.0) }
    #expect(
      try house.readings().inOrderOfTime(files).map(\.lastPathComponent) == ["1.csv", "9.csv", "10.csv", "empty.csv"])
  }
}
