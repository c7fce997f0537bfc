// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Matters
@testable import Operations
import Spatial
import Testing
import TestSupport
import Vocabulary

@Suite struct OnTimeReportTests {
  private typealias House = OperationsHouse

  /// Fifty matters of all sorts, over three months.
  private func busy(_ engine: Engine, seed: UInt64) async throws -> House {
    var random = SeededGenerator(seed: seed)
    let house = try await House.make(engine)
    let reporters = [House.person("ann", Grant(.reporter)), House.person("bo", Grant(.reporter)), House.system]
    for _ in 0..<50 {
      house.time.advance(by: .seconds(Int64.random(in: 0...300_000, using: &random)))
      let places: [Position?] = [Position(0.5, 0.5), Position(1.5, 0.5), nil]
      let id = try await house.submit(
        Bool.random(using: &random) ? "lamp" : "tree", at: places.randomElement(using: &random)!,
        channel: Bool.random(using: &random) ? "phone" : "app", by: reporters.randomElement(using: &random)!)
      house.time.advance(by: .seconds(Int64.random(in: 0...7200, using: &random)))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: break
      case 1: try await house.perform(.reject(reason: "No", basis: nil), on: id)
      default: try await house.close(id, by: Bool.random(using: &random) ? "water" : "roads")
      }
    }
    return house
  }

  /// The same report, counted from the matters themselves.
  private func counted(
    _ house: House, _ query: OnTimeQuery, for principal: Principal
  ) async throws -> [[String?]: OnTimeReport.Line] {
    var list = MatterQuery()
    list.order = .newest
    list.limit = 1000
    let zone = house.matters.catalogue.calendars["always"]?[1]?.timeZone
    var lines: [[String?]: OnTimeReport.Line] = [:]
    for matter in try await house.matters.list(list, for: principal).matters {
      guard let outcome = MatterOutcome(matter), outcome.ending.map(query.endings.contains) ?? true else { continue }
      guard let at = query.basis == .opened ? outcome.openedAt : outcome.endedAt else { continue }
      guard query.from.map({ at >= $0 }) ?? true, query.to.map({ at < $0 }) ?? true else { continue }
      guard query.type.map({ $0 == matter.type }) ?? true, query.channel.map({ $0 == matter.channel }) ?? true else {
        continue
      }
      guard query.area.map({ $0 == matter.areas.district }) ?? true,
        query.department.map({ $0 == matter.department }) ?? true
      else { continue }
      let keys = query.dimensions.map { dimension -> String? in
        switch dimension {
        case .type: matter.type
        case .department: matter.department
        case .area: matter.areas.district
        case .street: matter.areas.street
        case .month: zone?.month(of: at)
        }
      }
      var line = lines[keys] ?? OnTimeReport.Line(keys: keys)
      line.matters += 1
      if outcome.ending != nil { line.closed += 1 }
      switch outcome.verdict {
      case .onTime: line.onTime += 1
      case .late: line.late += 1
      case .open:
        line.open += 1
        if let due = outcome.dueAt, due < house.time.now() { line.openLate += 1 }
      case .undated: break
      }
      line.due = line.onTime + line.late + line.openLate
      lines[keys] = line
    }
    return lines
  }

  @Test(arguments: Engine.allCases, [UInt64(11), 12]) func countsAsCountingByHandDoes(engine: Engine, seed: UInt64)
    async throws
  {
    let house = try await busy(engine, seed: seed)
    var random = SeededGenerator(seed: seed + 100)
    let start = OnTimeQuery()
    _ = try await house.report()
    for _ in 0..<40 {
      var query = start
      query.dimensions = OnTimeQuery.Dimension.allCases.shuffled(using: &random)
      query.dimensions.removeLast(Int.random(in: 0...5, using: &random))
      query.basis = Bool.random(using: &random) ? .opened : .ended
      if Bool.random(using: &random) { query.type = "lamp" }
      if Int.random(in: 0..<3, using: &random) == 0 { query.area = "west" }
      if Int.random(in: 0..<3, using: &random) == 0 { query.department = "roads" }
      if Int.random(in: 0..<3, using: &random) == 0 { query.channel = "app" }
      if Bool.random(using: &random) { query.from = house.time.now() - .seconds(4_000_000) }
      if Bool.random(using: &random) { query.to = house.time.now() - .seconds(1_000_000) }
      if Bool.random(using: &random) { query.endings = Set(MatterOutcome.Ending.allCases) }
      let principals = [
        House.system, House.person("x", Grant(.auditor, area: "west")),
        House.person("x", Grant(.handler, department: "roads")),
        House.person("ann", Grant(.reporter)), .anonymous(House.tenant),
      ]
      let principal = principals.randomElement(using: &random)!
      let report = try await house.reports.report(query, for: principal, at: house.time.now())
      let expected = try await counted(house, query, for: principal)
      #expect(Dictionary(uniqueKeysWithValues: report.lines.map { ($0.keys, $0) }) == expected)
      #expect(report.total.matters == expected.values.reduce(0) { $0 + $1.matters })
      #expect(report.total.onTime == expected.values.reduce(0) { $0 + $1.onTime })
    }
  }

  @Test(arguments: Engine.allCases) func monthsAreThoseOfTheCity(engine: Engine) async throws {
    let house = try await House.make(engine)
    // Midnight in Shanghai is 16:00 the day before in UTC.
    for text in ["2026-10-31T15:59:59.999Z", "2026-10-31T16:00:00Z", "2026-11-30T15:59:59Z", "2026-12-31T16:00:00Z"] {
      house.time.set(try #require(Instant(text)))
      _ = try await house.submit("tree")
    }
    let report = try await house.report { $0.dimensions = [.month] }
    #expect(report.lines.map(\.keys) == [["2026-10"], ["2026-11"], ["2027-01"]])
    #expect(report.lines.map(\.matters) == [1, 2, 1])
  }

  @Test func refusesNonsenseWithWords() async throws {
    let house = try await House.make(.sqlite)
    await #expect(throws: Problem.self) { try await house.report { $0.dimensions = [.type, .type] } }
    await #expect(throws: Problem.self) {
      try await house.report {
        $0.from = Instant(seconds: 10)
        $0.to = Instant(seconds: 9)
      }
    }
  }

  @Test func writesItselfAsJSON() async throws {
    let house = try await House.make(.sqlite)
    try await house.close(try await house.submit(at: Position(0.5, 0.5)))
    _ = try await house.submit()
    let report = try await house.report { $0.dimensions = [.type, .area] }
    var writer = JSONWriter()
    report.write(to: &writer)
    let json = try JSON(parsing: writer.bytes)
    #expect(json.bytes == writer.bytes)
    #expect(json["dimensions"] == ["type", "area"])
    #expect(json["lines"]?.array?.first?["keys"] == ["area": nil, "type": "lamp"])
    #expect(json["lines"]?.array?.first?["rate"] == .null)
    #expect(json["lines"]?.array?.last?["rate"]?.double == 1)
    #expect(json["total"]?["matters"] == 2)
  }

  @Test func readsOnlyThePeriodThatIsAskedFor() async throws {
    let database = try await House.make(.sqlite).database
    var query = OnTimeQuery()
    query.from = Instant(seconds: 0)
    query.to = Instant(seconds: 1)
    query.dimensions = [.type]
    for (basis, index) in [(OnTimeQuery.Basis.opened, "matter_outcomes_opened"), (.ended, "matter_outcomes_ended")] {
      query.basis = basis
      let statement = OnTimeReports.statement(query, for: House.system, at: Instant(seconds: 2))
      let plan = try await TestDatabase.plan(statement.text, in: database)
      #expect(plan.contains { $0.contains(index) }, "\(plan)")
    }
  }
}
