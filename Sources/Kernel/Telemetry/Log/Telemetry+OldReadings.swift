// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension Telemetry {
  /// Carries what an older program kept in the table `readings`, a row for each reading, into segments.
  ///
  /// To be called before the first append. Rows are removed in the transaction that keeps them anew: when it is broken
  /// off it goes on where it was.
  /// - Returns: how many readings were carried.
  @discardableResult
  public func carryOldReadings(atOnce limit: Int = 50_000) async throws -> Int {
    var count = 0
    while true {
      let carried = try await database.write { [store, time] transaction in
        try store.carry(limit, at: time.now(), in: transaction)
      }
      if carried == 0 { break }
      count += carried
      upkeep.noteRow(readings: carried)
    }
    if count > 0 { try await seal() }
    return count
  }
}

extension SegmentStore {
  fileprivate func carry(_ limit: Int, at now: Instant, in transaction: Transaction) throws -> Int {
    let rows = try transaction.rows(
      "SELECT tenant, series, at, number, text, flag FROM readings ORDER BY tenant, series, at LIMIT ?", limit)
    guard let last = rows.last else { return 0 }
    var byTenant: [Tenant: ReadingRuns] = [:]
    for row in rows { byTenant[row[0], default: ReadingRuns()].carry(row) }
    for (tenant, runs) in byTenant {
      let encoded = SegmentEncoder().encode(runs, summarized: false)
      _ = try append(runs, encoded: encoded, at: now, tenant: tenant, in: transaction)
    }
    try transaction.execute(
      "DELETE FROM readings WHERE (tenant, series, at) <= (?, ?, ?)", values: Array(last.values.prefix(3)))
    return rows.count
  }
}

extension ReadingRuns {
  /// Adds a row to the last run, or begins one; rows come by series and time.
  fileprivate mutating func carry(_ row: Row) {
    let series: Int64 = row[1]
    let kind: Series.Kind = row.values[3] != .null ? .number : row.values[4] != .null ? .text : .boolean
    if runs.last?.series != series { begin(series, kind) }
    instants.append(row[2])
    switch kind {
    case .number: values.append((row[3] as Double).bitPattern)
    case .boolean: values.append((row[5] as Bool) ? 1 : 0)
    case .text, .json:
      values.append(UInt64(texts.count))
      texts.append(row[4])
    }
    runs[runs.count - 1].range = runs[runs.count - 1].range.lowerBound..<count
  }
}
