// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Synchronization
public import Vocabulary

extension Telemetry {
  /// What each series tells in windows of time, on all cores. A block of readings that lies within one window is not
  /// decoded where its summary is enough.
  ///
  /// - Parameters:
  ///   - limit: readings that may be decoded.
  ///   - make: makes what is wanted of the windows of one series; called on several threads.
  /// - Returns: by series; those without a reading in any window are missing.
  /// - Throws: `Problem` of code `tooLarge` beyond the limit, `invalid` for a series that holds texts; `StorageError`.
  public func windows<Result: Sendable>(
    of series: [Identifier], over windows: Windows, needs: WindowNeeds = [], limit: Int = .max, tenant: Tenant,
    make: @escaping @Sendable (Identifier, [WindowSummary]) throws -> Result
  ) async throws -> [Identifier: Result] {
    precondition(windows.step > 0 && windows.length > 0 && windows.count > 0, "windows have a length and a step")
    let edges = windows.edges
    let query = AggregateQuery(
      groups: series.map { [$0] }, from: Instant(milliseconds: edges[0]),
      to: Instant(milliseconds: edges[edges.count - 1]), buckets: .fixed(.milliseconds(windows.step)), functions: [])
    var aggregation = Aggregation(store: store, query: query, edges: edges, tenant: tenant, standing: 0)
    aggregation.budget = ReadingBudget(limit)
    let found = try await aggregation.each(database, Needs(needs)) { series, bins in
      try make(Identifier(rawValue: series), bins.summaries(of: windows))
    }
    return Dictionary(found.map { (Identifier(rawValue: $0), $1) }) { first, _ in first }
  }
}

extension Aggregation {
  /// Gathers the bins of each series on its own.
  func each<Result: Sendable>(
    _ database: Database, _ needs: Needs, _ body: @escaping @Sendable (Int64, Bins) throws -> Result
  ) async throws -> [(Int64, Result)] {
    let units = try await units(query.groups.flatMap { $0.map(\.rawValue) }, database)
    var results: [(Int64, Result)] = []
    try await withThrowingTaskGroup(of: [(Int64, Result)].self) { [self] tasks in
      var running = 0
      var next = 0
      while next < units.count {
        try Task.checkCancellation()
        let some = units[next..<min(units.count, next + Self.unitsAtOnce)]
        next += some.count
        let loads = try await load(Array(some), needs, database)
        tasks.addTask { try self.results(loads, needs, body) }
        running += 1
        if running > Self.tasksAtOnce, let some = try await tasks.next() {
          results += some
          running -= 1
        }
      }
      for try await some in tasks { results += some }
    }
    return results
  }

  private func results<Result>(
    _ loads: [Load], _ needs: Needs, _ body: (Int64, Bins) throws -> Result
  ) throws -> [(Int64, Result)] {
    var bins = Bins(groups: 1, edges: edges, needs: needs)
    var results: [(Int64, Result)] = []
    let decoder = BlockDecoder()
    for load in loads {
      let readers = try readers(load, decoder)
      for series in load.unit.series {
        try gather(series, load, readers, 0, &bins, decoder)
        guard bins.bins.contains(where: { $0.count > 0 }) else { continue }
        results.append((series, try body(series, bins)))
        bins.reset()
      }
    }
    return results
  }
}

/// How many readings may still be decoded for one question.
final class ReadingBudget: Sendable {
  private let limit: Int
  private let taken = Atomic(0)

  init(_ limit: Int) { self.limit = limit }

  func take(_ count: Int) throws(Problem) {
    guard taken.add(count, ordering: .relaxed).newValue > limit else { return }
    throw Problem(
      .tooLarge, "The question needs more than \(limit) readings to be looked at: ask for less at once.",
      "该查询需要查看超过 \(limit) 条读数，请缩小每次查询的范围。")
  }
}
