// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

extension Telemetry {
  /// Removes readings of a series with `from` ≤ instant < `to`, and journals how many there were.
  ///
  /// - Parameters:
  ///   - isWhole: remove the series itself too; then all of its readings go, whatever their time.
  ///   - others: how many that are kept elsewhere go with them.
  /// - Returns: how many readings are gone, those with them.
  @discardableResult
  public func remove(
    _ series: Identifier, from: Instant = Instant(milliseconds: .min), to: Instant = Instant(milliseconds: .max),
    isWhole: Bool = false, with others: Int = 0, by principal: Principal, in transaction: Transaction
  ) throws -> Int {
    let tenant = principal.tenant
    let now = time.now()
    guard let known = try catalogue.series(series, tenant: tenant, in: transaction) else {
      throw Problem(.notFound, "There is no series \(series).", "没有序列 \(series)。")
    }
    let from = isWhole ? Int64.min : from.milliseconds
    let to = isWhole ? Int64.max : to.milliseconds
    let count = try others + store.remove(known, from: from, to: to, tenant: tenant, now: now, in: transaction)
    if isWhole {
      for table in ["series_shard", "series_latest", "series_quality", "series_state", "retired_numbers"] {
        try transaction.execute("DELETE FROM \(table) WHERE tenant = ? AND series = ?", tenant, series)
      }
      try transaction.execute("DELETE FROM series WHERE tenant = ? AND id = ?", tenant, series)
    }
    guard count > 0 || isWhole else { return 0 }
    let payload: [String: JSON] = ["series": .string(known.code), "readings": .integer(Int64(count))]
    try Journal().append(
      NewEvent(
        isWhole ? "SeriesRemoved" : "ReadingsRemoved", subjectKind: "series", subject: series.description,
        payload: .object(payload)), by: principal, at: now, in: transaction)
    return count
  }
}

extension SegmentStore {
  fileprivate func remove(
    _ series: Series, from: Int64, to: Int64, tenant: Tenant, now: Instant, in transaction: Transaction
  ) throws -> Int {
    let id = series.id.rawValue
    let count = try count(of: id, from: from, to: to, tenant: tenant, in: transaction)
    for row in try log(tenant, in: transaction) where row.start < to && row.end >= from {
      guard let run = row.runs.run(of: id), !row.runs.slice(of: run, from: from, to: to).isEmpty else { continue }
      try replace(row, by: row.runs.without(id, from: from, to: to), at: now, tenant: tenant, in: transaction)
    }
    let codec = SectionCodec()
    for shard in try shards(of: [id], tenant: tenant, in: transaction).keys {
      for row in try segments(of: shard, from: from, to: to, in: transaction) {
        guard let reader = try reader(row.id, codec: codec, in: transaction), reader.block(of: id) != nil else {
          continue
        }
        let runs: ReadingRuns
        do { runs = try reader.runs() } catch { throw Self.broken(id, in: row.id, error) }
        try replace([row], by: runs.without(id, from: from, to: to), at: now, in: transaction)
      }
    }
    try renewLatest(of: series, tenant: tenant, in: transaction)
    return count
  }

  private func renewLatest(of series: Series, tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM series_latest WHERE tenant = ? AND series = ?", tenant, series.id)
    let runs = try run(
      of: series.id.rawValue, from: .min, to: .max, order: .newestFirst, limit: 1, policy: series.policy,
      tenant: tenant, in: transaction)
    if let run = runs.runs.first, !run.range.isEmpty { try writeLatest(runs, run, tenant, transaction) }
  }
}

extension ReadingRuns {
  /// The same without the readings of a series with `from` ≤ instant < `to`.
  fileprivate func without(_ series: Int64, from: Int64, to: Int64) -> ReadingRuns {
    var result = ReadingRuns()
    for run in runs {
      result.begin(run.series, run.kind)
      if run.series == series {
        let gone = slice(of: run, from: from, to: to)
        result.add(run.range.lowerBound..<gone.lowerBound, of: self)
        result.add(gone.upperBound..<run.range.upperBound, of: self)
      } else {
        result.add(run.range, of: self)
      }
      if result.runs[result.runs.count - 1].range.isEmpty { result.runs.removeLast() }
    }
    return result
  }
}
