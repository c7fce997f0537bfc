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

/// The six files that Boston published, whole.
@Suite(.serialized) struct Boston311DataTests {
  private static let names = [
    "Missing Sign", "Pothole Repair (Internal)", "Rodent Activity", "Street Light Outages", "Tree Emergencies",
    "Unsafe Dangerous Conditions",
  ]

  private static func files(_ names: [String] = names) -> [URL]? {
    RealData.folder("boston311").map { folder in names.map { folder.appending(path: "\($0).csv") } }
  }

  @Test func everyVerdictIsTheFiles() async throws {
    guard let files = Self.files() else { return }
    let house = try await ImportHouse.open(.sqlite, pack: "boston")
    let start = ContinuousClock.now
    let reports = try await house.boston.run(files)
    print("import: \(ContinuousClock.now - start)")
    #expect(reports.map(\.counts.added) == [1117, 5393, 2171, 7956, 785, 1429])
    #expect(reports.allSatisfy { $0.refused == 0 })
    let comparison = try await house.boston.compare(files)
    #expect(comparison.rows == 18851 && comparison.closedRows == 16975 && comparison.judged == 18760)
    #expect(comparison.equal == 13363 && comparison.different.isEmpty && comparison.missing.isEmpty)
    #expect(comparison.withoutTarget.count == 5397 && comparison.unjudged.count == 91)
    let measured = comparison.withoutTarget.map(\.detail).filter { !$0.isEmpty }
    #expect(measured.sorted() == ["closed late", "closed late", "closed late", "open late"])
    #expect(comparison.merged + comparison.duplicates.count == 250)
    #expect(comparison.asOf.description == "2016-01-13T03:22:40.000Z")
    try Self.compare(comparison.page, with: "docs/boston311.md")
    try await checkReport(house, at: comparison.asOf)
    // Imported again, nothing happens.
    let again = try await house.boston.run(files)
    #expect(again.allSatisfy { $0.wasFinished && $0.rows == 0 })
  }

  /// Numbers counted from the files by other means.
  private func checkReport(_ house: ImportHouse, at asOf: Instant) async throws {
    let start = ContinuousClock.now
    try await house.outcomes().catchUp()
    print("outcomes: \(ContinuousClock.now - start)")
    let reports = OnTimeReports(database: house.city.database)
    func lines(_ dimension: OnTimeQuery.Dimension?, _ basis: OnTimeQuery.Basis = .opened) async throws -> [String:
      [Int]]
    {
      var query = OnTimeQuery()
      query.dimensions = [dimension].compactMap { $0 }
      query.basis = basis
      let report = try await reports.report(query, for: house.system, at: asOf)
      return Dictionary(
        uniqueKeysWithValues: report.lines.map {
          ($0.keys.first.flatMap { $0 } ?? "", [$0.matters, $0.closed, $0.onTime, $0.late, $0.open, $0.openLate])
        })
    }
    let types = try await lines(.type)
    #expect(types["pothole-repair-internal"] == [5393, 5393, 0, 0, 0, 0])
    #expect(types["rodent-activity"] == [2171, 1744, 1322, 422, 427, 392])
    #expect(types["tree-emergencies"] == [785, 771, 730, 41, 14, 14])
    #expect(types["unsafe-dangerous-conditions"] == [1429, 1208, 98, 1110, 221, 221])
    // The added ones have no target in the file and passed the limit of their type.
    #expect(types["missing-sign"] == [1117, 1091, 813, 276 + 2, 26, 26])
    #expect(types["street-light-outages"] == [7956, 6768, 5158, 1609 + 1, 1188, 1135 + 1])
    #expect(try await lines(nil)[""] == [18851, 16975, 8121, 3458 + 3, 1876, 1788 + 1])
    #expect(try await lines(.department)["ISD"] == [3609, 2961, 1426, 1535, 648, 613])
    #expect(try await lines(.department)["PARK"] == [780, 774, 732, 42, 6, 6])
    #expect(try await lines(.month)["2015-01"] == [1062, 1016, 451, 346, 46, 43])
    #expect(try await lines(.area)["beacon-hill"] == [817, 733, 539, 156, 84, 79])
    #expect(try await lines(.month, .ended)["2015-03"] == [2654, 2654, 620, 450, 0, 0])
  }

  private static func compare(_ page: String, with path: String) throws {
    let url = RealData.packageRoot.appending(path: path)
    if ProcessInfo.processInfo.environment["CITYWIDE_WRITE_DOCS"] == "1" { try Data(page.utf8).write(to: url) }
    let written = try String(contentsOf: url, encoding: .utf8)
    #expect(
      written == page,
      "\(path) is out of date; CITYWIDE_WRITE_DOCS=1 swift test --filter everyVerdictIsTheFiles writes it")
  }

  /// Two of the files, interrupted at random moments, on both engines.
  @Test(arguments: Engine.allCases) func interruptedImportsComeToTheSame(engine: Engine) async throws {
    guard let files = Self.files(["Missing Sign", "Tree Emergencies"]) else { return }
    var random = SeededGenerator(seed: 2015)
    let whole = try await ImportHouse.open(engine, pack: "boston")
    _ = try await whole.boston.run(files)
    let house = try await ImportHouse.open(engine, pack: "boston")
    var interruptions = 0
    while true {
      let options = ImportOptions.cancelled(after: Int.random(in: 1...4, using: &random), rows: 60)
      let task = Task { try await house.boston.run(files, options: options) }
      do {
        _ = try await task.value
        break
      } catch is CancellationError { interruptions += 1 }
    }
    #expect(interruptions >= 3)
    #expect(try await house.content() == whole.content())
    let comparison = try await house.boston.compare(files)
    #expect(comparison.rows == 1902 && comparison.different.isEmpty && comparison.missing.isEmpty)
  }
}
