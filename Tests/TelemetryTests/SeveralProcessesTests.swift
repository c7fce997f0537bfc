// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

/// Several processes that write to one database, each with its own memory.
struct SeveralProcessesTests {
  /// Where the first value of an instant stays, only one of two writers is told that its value was kept, and it is.
  @Test(arguments: Engine.allCases) func keepTheFirstValueOfAnInstant(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a", policy: .firstWins)
    let other = Telemetry(
      database: fixture.database, identifiers: IdentifierSource(node: 2), time: fixture.time)
    let writers = [fixture.telemetry, other]
    var handles: [SeriesHandle] = []
    for writer in writers {
      handles.append(try #require(try await writer.handles(of: ["a"], tenant: here)[0]))
    }
    let start = fixture.start
    for second in 0..<60 {
      let at = start + .seconds(Int64(second))
      let stored = try await withThrowingTaskGroup(of: (Int, Int).self) { [writers, handles] group in
        for (number, writer) in writers.enumerated() {
          group.addTask {
            // In columns as doors do, and in a transaction of its own that looks first.
            if (second + number) % 3 > 0 {
              var columns = ReadingColumns()
              columns.append(handles[number], milliseconds: at.milliseconds, number: Double(number))
              return (number, try await writer.append(columns, tenant: here).stored)
            }
            let stored = try await fixture.database.write { transaction in
              try writer.lock([series.id], in: transaction)
              let known = try writer.range(
                of: series.id, from: at, to: at + .milliseconds(1), limit: 1, tenant: here, in: transaction)
              guard known.isEmpty else { return 0 }
              return try writer.append(
                [NewReading(series: "a", at: at, value: .number(Double(number)))], tenant: here, in: transaction
              ).stored
            }
            return (number, stored)
          }
        }
        return try await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
      }
      #expect(stored.values.reduce(0, +) == 1, "second \(second): \(stored)")
      let kept = try await fixture.telemetry.range(
        of: series.id, from: at, to: at + .milliseconds(1), tenant: here)
      #expect(kept.map(\.value) == [.number(stored[0] == 1 ? 0 : 1)], "second \(second)")
    }
    await fixture.database.close()
  }
}
