// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import BulkImport
import Decisions
import Foundation
import Journaling
import Lifeline
import Matters
import Packs
import Storage
import Testing
import TestSupport
import Vocabulary

/// A real pump bench on which valves were closed on purpose: sixteen runs, in ten of which the flow fell below its limit.
@Suite(.serialized) struct SKABTests {
  private static let faulty = [3, 5, 7, 9, 10, 11, 12, 13, 14, 15]

  private static func files() -> [URL]? {
    // As a shell would list them: 0, 1, 10, 11 … 2.
    RealData.folder("skab/valve1").map { folder in
      (0..<16).map { folder.appending(path: "\($0).csv") }.sorted { $0.path < $1.path }
    }
  }

  @Test(arguments: Engine.allCases) func theFirstWarningOpensAMatterAndTheOthersJoinIt(engine: Engine) async throws {
    guard let files = Self.files() else { return }
    let house = try await ImportHouse.open(engine, pack: "demo")
    let reports = try await house.readings().run(files)
    #expect(reports.map(\.rows).reduce(0, +) == 18160)
    #expect(reports.map(\.counts.added).reduce(0, +) == 18160 * 8)
    #expect(reports[0].ignoredColumns == ["anomaly", "changepoint"])
    try await house.warnings().catchUp()
    let warnings = try await Warnings(database: house.city.database).list(for: house.system).warnings
    #expect(warnings.count == 10 && Set(warnings.map(\.rule)) == ["pump-bench-flow-low"])
    #expect(warnings.count { $0.peak == .red } == 2)
    #expect(warnings.allSatisfy { !$0.isActive })
    let all = try await house.allMatters()
    let matter = try #require(all.first)
    #expect(all.count == 1 && matter.type == "pump-fault" && matter.priority == .urgent)
    #expect(warnings.allSatisfy { $0.matter == matter.id })
    let notes = matter.notes.map(\.text)
    #expect(notes.count { $0.hasPrefix("Returned to normal") && $0.contains("恢复正常") } == 10)
    #expect(notes.count { $0.hasPrefix("Warning, level") } == 9)
    #expect(notes.allSatisfy { $0.contains(" · ") })
  }

  @Test func everyFaultIsOneMatterWhenTheOneBeforeIsClosed() async throws {
    guard let files = Self.files() else { return }
    let house = try await ImportHouse.open(.sqlite, pack: "demo")
    for run in 0..<16 {
      let file = try #require(files.first { $0.lastPathComponent == "\(run).csv" })
      _ = try await house.readings().run(file)
      try await house.warnings().catchUp()
      let open = try await house.allMatters().filter { !$0.state.isFinal }
      #expect(open.count == (Self.faulty.contains(run) ? 1 : 0), "run \(run)")
      for matter in open {
        #expect(matter.notes.last?.text.hasPrefix("Returned to normal") == true)
        _ = try await house.city.matters.perform(
          .cancel(reason: "The valve was closed on purpose"), on: matter.id, by: house.system)
      }
    }
    #expect(try await house.allMatters().count == Self.faulty.count)
  }

  @Test func nothingIsWrongWhenNothingIsWrong() async throws {
    guard let folder = RealData.folder("skab") else { return }
    let house = try await ImportHouse.open(.sqlite, pack: "demo")
    let report = try await house.readings().run(folder.appending(path: "anomaly-free.csv"))
    #expect(report.rows == 9405)
    #expect(try await Warnings(database: house.city.database).list(for: house.system).warnings.isEmpty)
  }
}
