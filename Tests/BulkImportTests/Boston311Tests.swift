// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import BulkImport
import Foundation
import Journaling
import Matters
import Operations
import Packs
import Spatial
import Storage
import Testing
import TestSupport
import Vocabulary

@Suite struct Boston311Tests {
  @Test(arguments: Engine.allCases) func aRowBecomesAMatterWithItsHistory(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "boston")
    var file = BostonFile()
    file.add(
      "101001000001", opened: "05 07", target: "09 07", closed: "08 15", status: "ONTIME",
      reason: "Case Closed. Sign, \"\"new\"\"",
      property: "7.0", at: (42.35, -71.06))
    file.add("101001000002", opened: "06 07", target: "09 07", status: "OVERDUE", neighborhood: "")
    let report = try await house.boston.run(try house.write(file.text, to: "one.csv"))
    #expect(report.counts.added == 2 && report.rows == 2 && report.refused == 0)
    let all = try await house.allMatters()
    let closed = try #require(all.first)
    #expect(closed.state == .closed && closed.type == "missing-sign" && closed.department == "BTDT")
    #expect(closed.channel == "boston311" && closed.externalID == "101001000001" && closed.text == "PRINTED")
    #expect(closed.areas.district == "beacon-hill" && closed.position == Position(-71.06, 42.35))
    #expect(closed.result == "Case Closed. Sign, \"new\"" && closed.address == "1 Main St")
    #expect(closed.createdAt.description == "2015-01-05T12:00:00.000Z")
    #expect(closed.closedAt?.description == "2015-01-08T20:00:00.000Z")
    let clock = try #require(closed.clock(.total))
    #expect(clock.dueAt?.description == "2015-01-09T12:00:00.000Z" && clock.stoppedAt == closed.closedAt)
    #expect(clock.onTime(at: house.time.now()) == true)
    let history = try await house.city.matters.history(of: closed.id, for: house.system).compactMap { MatterEvent($0) }
    #expect(
      history.map(\.kind) == [.submitted, .accepted, .dispatched, .started, .handled, .verificationStarted, .closed])
    #expect(
      history.map(\.at) == [Instant](repeating: closed.createdAt, count: 3)
        + [Instant](repeating: closed.closedAt!, count: 4))
    #expect(all[1].state == .dispatched && all[1].areas.isEmpty && all[1].position == nil)
    #expect(all[1].clock(.total)?.onTime(at: house.time.now()) == false)
  }

  @Test(arguments: Engine.allCases) func duplicatesAreMergedIntoTheCaseThatTheFileMeans(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "boston")
    var file = BostonFile()
    let duplicate = "Case Closed Duplicate of Existing Case"
    file.add("101001000001", opened: "01 08", target: "30 08", closed: "20 08", property: "7.0")
    file.add("101001000002", opened: "02 08", target: "30 08", property: "8.0")
    // By its number, which comes later in the file.
    file.add("101001000003", opened: "03 08", closed: "06 08", reason: duplicate + " see #1000006", property: "7.0")
    // By the address: the first, which is closed later; and again, closed before the one before.
    file.add("101001000004", opened: "03 09", closed: "05 08", reason: duplicate, property: "7.0")
    file.add("101001000005", opened: "03 10", closed: "04 08", reason: duplicate + " Duplicate CRM", property: "7.0")
    file.add("101001000006", opened: "04 08", property: "9.0", at: (42.36, -71.06))
    // By the place: 111 m to the north.
    file.add("101001000007", opened: "05 08", closed: "06 09", reason: duplicate, at: (42.361, -71.06))
    // Too far; and of one that was over; and of a number that is nowhere, although there is one at the address.
    file.add("101001000008", opened: "05 08", closed: "06 09", reason: duplicate, at: (42.37, -71.06))
    file.add("101001000009", opened: "21 08", closed: "22 08", reason: duplicate, property: "7.0")
    file.add("101001000010", opened: "05 08", closed: "06 09", reason: duplicate + " of 123456", property: "8.0")
    let report = try await house.boston.run(try house.write(file.text, to: "dup.csv"))
    #expect(report.counts.added == 10 && report.counts.merged == 4 && report.counts.duplicates == 3)
    let all = try await house.allMatters()
    let ids = Dictionary(uniqueKeysWithValues: all.map { ($0.id, Int($0.externalID!.suffix(2))!) })
    let merged = all.map { $0.mergedInto.flatMap { ids[$0] } }
    #expect(merged == [nil, nil, 6, 1, 1, nil, 6, nil, nil, nil])
    #expect(
      all.map(\.state)
        == [.closed, .dispatched, .merged, .merged, .merged, .dispatched, .merged, .closed, .closed, .closed])
    // In the order in which they were closed, and all before the case itself was.
    #expect(all[0].absorbed.compactMap { ids[$0] } == [5, 4])
    let history = try await house.city.matters.history(of: all[0].id, for: house.system)
    #expect(history.map(\.at) == history.map(\.at).sorted())
    #expect(all[0].closedAt?.description == "2015-01-20T13:00:00.000Z")
    #expect(all[3].clock(.total)?.stoppedAt?.description == "2015-01-05T13:00:00.000Z")
    #expect(all[2].attributes["duplicateOf"] == "101001000006")
  }

  @Test(arguments: Engine.allCases) func aFileThatGrewBringsOpenCasesToTheirEnd(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "boston")
    var first = BostonFile()
    first.add("101001000001", opened: "01 08", target: "30 08")
    first.add("101001000002", opened: "02 08", target: "30 08")
    var second = BostonFile()
    second.add("101001000001", opened: "01 08", target: "30 08", closed: "03 08")
    second.add("101001000002", opened: "02 08", target: "30 08")
    second.add("101001000003", opened: "03 08", target: "30 08")
    let url = try house.write(first.text, to: "grows.csv")
    #expect(try await house.boston.run(url).counts.added == 2)
    #expect(try await house.boston.run(url).wasFinished)
    _ = try house.write(second.text, to: "grows.csv")
    let report = try await house.boston.run(url)
    #expect(report.counts.added == 1 && report.counts.updated == 1 && report.counts.unchanged == 1)
    #expect(try await house.allMatters().map(\.state) == [.closed, .dispatched, .dispatched])
  }

  @Test(arguments: Engine.allCases) func aWrongRowIsNamed(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "boston")
    var file = BostonFile()
    file.add("101001000001", opened: "01 08")
    file.add("101001000002", opened: "02/30/2015 08:00:00 AM")
    file.add("101001000003", opened: "01 08", type: "Lost Cat")
    file.add("101001000004", opened: "01 08", department: "NASA")
    file.add("101001000005", opened: "01 08", neighborhood: "Atlantis")
    file.add("101001000001", opened: "01 08")
    file.add("101001000006", opened: "01 08", status: "PERHAPS")
    file.add("x", opened: "01 08")
    file.add("101001000007", opened: "01 08")
    let url = try house.write(file.text + "1,2,3\n", to: "wrong.csv")
    let stopped = await #expect(throws: Problem.self) { try await house.boston.run(url) }
    #expect(
      stopped?.detail
        == "wrong.csv:3:OPEN_DT: \"02/30/2015 08:00:00 AM\" is no time; one looks like 01/31/2015 04:40:58 PM")
    // What came before is kept.
    #expect(try await house.allMatters().map(\.externalID) == ["101001000001"])
    var options = ImportOptions()
    options.onError = .skip
    options.batchRows = 2
    let report = try await house.boston.run(url, options: options)
    #expect(report.resumedAtRow == 3 && report.refused == 8 && report.counts.added == 1)
    #expect(
      report.faults.map(\.place) == [
        "wrong.csv:3:OPEN_DT", "wrong.csv:4:TYPE", "wrong.csv:5:Department", "wrong.csv:6:neighborhood",
        "wrong.csv:7:CASE_ENQUIRY_ID", "wrong.csv:8:OnTime_Status", "wrong.csv:9:CASE_ENQUIRY_ID", "wrong.csv:11",
      ])
    #expect(report.faults[1].detail == "the pack has no matter type lost-cat for \"Lost Cat\"")
    #expect(report.faults[4].detail == "case 101001000001 is in row 2 already")
    #expect(report.faults[7].detail == "the row has 3 fields, there are 34 headings")
    #expect(try await house.allMatters().map(\.externalID) == ["101001000001", "101001000007"])
  }

  @Test func aFileWithoutItsColumnsIsRefused() async throws {
    let house = try await ImportHouse.open(.sqlite, pack: "boston")
    let url = try house.write("a,b\n1,2\n", to: "other.csv")
    let problem = await #expect(throws: Problem.self) { try await house.boston.run(url) }
    #expect(problem?.detail == "other.csv:1:CASE_ENQUIRY_ID: there is no such column; there are a, b")
  }

  /// Interrupted after any transaction and started again, as often as it takes: the same city, nothing twice.
  @Test(arguments: Engine.allCases, [UInt64(1), 2, 3]) func goesOnWhereItWas(engine: Engine, seed: UInt64) async throws
  {
    var random = SeededGenerator(seed: seed)
    var file = BostonFile()
    for index in 0..<120 {
      let opened = 1 + index / 10
      let closed = opened + Int.random(in: 0...12, using: &random)
      let isDuplicate = Int.random(in: 0..<4, using: &random) == 0
      file.add(
        String(101_001_000_000 + index), opened: "\(opened < 10 ? "0" : "")\(opened) 0\(index % 10)", target: "15 08",
        closed: Bool.random(using: &random) || isDuplicate ? "\(closed < 10 ? "0" : "")\(closed) 12" : nil,
        reason: isDuplicate ? "Case Closed Duplicate of Existing Case" : "Case Closed Case Resolved",
        property: "\(index % 7).0")
    }
    let whole = try await ImportHouse.open(engine, pack: "boston")
    let complete = try await whole.boston.run(try whole.write(file.text, to: "all.csv"))
    #expect(complete.counts.added == 120 && complete.counts.merged > 5)
    let house = try await ImportHouse.open(engine, pack: "boston")
    let url = try house.write(file.text, to: "all.csv")
    var counts = ImportCounts()
    var runs = 0
    while true {
      runs += 1
      let options = ImportOptions.cancelled(
        after: Int.random(in: 1...4, using: &random), rows: Int.random(in: 1...9, using: &random))
      let task = Task { try await house.boston.run(url, options: options) }
      do {
        counts = try await task.value.counts
        break
      } catch is CancellationError { continue }
    }
    #expect(runs > 5 && counts.added < 120)
    #expect(try await house.content() == whole.content())
    #expect(try await house.boston.run(url).wasFinished)
  }

  @Test(arguments: Engine.allCases) func noticesThatTheFileChanged(engine: Engine) async throws {
    let house = try await ImportHouse.open(engine, pack: "boston")
    var file = BostonFile()
    for index in 10..<40 { file.add("1010010000\(index)", opened: "01 08") }
    let url = try house.write(file.text, to: "all.csv")
    let task = Task { try await house.boston.run(url, options: .cancelled(after: 2, rows: 5)) }
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try house.write(file.text.replacing("101001000020", with: "101001000099"), to: "all.csv")
    let report = try await house.boston.run(url)
    #expect(report.wasChanged && report.resumedAtRow == nil)
    #expect(report.counts.added == 20 && report.counts.unchanged == 10)
    #expect(try await house.allMatters().count == 30)
  }
}
