// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// The order in which readings of a series are listed.
public enum ReadingOrder: Sendable {
  case oldestFirst, newestFirst
}

extension SegmentStore {
  /// The readings of one series with `from` ≤ instant < `to`, as one run: at least the first `limit` of them in the
  /// order, where there are as many.
  func run(
    of series: Int64, from: Int64, to: Int64, order: ReadingOrder, limit: Int, policy: Series.Policy, tenant: Tenant,
    in transaction: Transaction
  ) throws -> ReadingRuns {
    // The log first: what is sealed in between is then seen twice, not missed.
    let logged = try log(tenant, in: transaction).compactMap { row -> RunMerge.Part? in
      guard row.start < to, row.end >= from, let run = row.runs.run(of: series) else { return nil }
      let range = row.runs.slice(of: run, from: from, to: to)
      return range.isEmpty ? nil : RunMerge.Part(source: row.runs, range: range)
    }
    var rows: [SegmentRow] = []
    for shard in try shards(of: [series], tenant: tenant, in: transaction).keys {
      rows += try segments(of: shard, from: from, to: to, in: transaction)
    }
    rows.sort { order == .oldestFirst ? $0.start < $1.start : $0.end > $1.end }
    let codec = SectionCodec()
    var sealed: [(position: Int64, part: RunMerge.Part)] = []
    var loaded = 0
    while true {
      let next = min(rows.count, max(4, 2 * loaded))
      for row in rows[loaded..<next] {
        guard let reader = try reader(row.id, codec: codec, in: transaction),
          let part = try Self.part(of: series, from: from, to: to, in: reader, segment: row.id)
        else { continue }
        sealed.append((row.position, part))
      }
      loaded = next
      let parts = sealed.sorted { $0.position < $1.position }.map(\.part) + logged
      var result = ReadingRuns()
      guard let kind = parts.first.flatMap({ part in part.source.runs.first { $0.series == series }?.kind }) else {
        if loaded == rows.count { return result }
        continue
      }
      RunMerge.append(parts, series: series, kind: kind, policy: policy, to: &result)
      if loaded == rows.count { return result }
      // What lies beyond the first segment that was not read is not complete.
      let range: Range<Int>
      switch order {
      case .oldestFirst: range = result.slice(of: result.runs[0], from: from, to: rows[loaded].start)
      case .newestFirst: range = result.slice(of: result.runs[0], from: rows[loaded].end &+ 1, to: to)
      }
      if range.count >= limit {
        result.runs[0].range = range
        return result
      }
    }
  }

  /// A page of readings of one series with `from` ≤ instant < `to`.
  ///
  /// - Parameter after: instant and, where it is known, number of the last reading of the page before.
  func page(
    of series: Int64, from: Int64, to: Int64, order: ReadingOrder, after: (at: Int64, sequence: Int?)?, limit: Int,
    tenant: Tenant, in transaction: Transaction
  ) throws -> [Reading] {
    var low = from
    var high = to
    if let after {
      let isWhole = after.sequence == nil
      switch order {
      case .oldestFirst: low = max(from, isWhole ? after.at &+ 1 : after.at)
      case .newestFirst: high = min(to, isWhole ? after.at : after.at &+ 1)
      }
    }
    guard low < high, limit > 0 else { return [] }
    let policy = try policies([series], tenant: tenant, in: transaction)[series] ?? .lastWins
    // As many more as the instant of the page before may have.
    let more = after?.sequence == nil ? 0 : 1000
    let runs = try run(
      of: series, from: low, to: high, order: order, limit: limit + more, policy: policy, tenant: tenant,
      in: transaction)
    guard let run = runs.runs.first else { return [] }
    var readings = runs.readings(of: run)
    if policy == .keepAll, let first = readings.first, let last = readings.last {
      let retired = try retired(
        of: series, from: first.at.milliseconds, through: last.at.milliseconds, tenant: tenant, in: transaction)
      if !retired.isEmpty { readings = runs.readings(of: run, without: retired) }
    }
    if order == .newestFirst { readings.reverse() }
    if let after, let sequence = after.sequence {
      readings.removeAll {
        $0.at.milliseconds == after.at
          && (order == .oldestFirst ? $0.sequence <= sequence : $0.sequence >= sequence)
      }
    }
    return Array(readings.prefix(limit))
  }

  /// The newest reading of each series that has any.
  func latest(of series: [Int64], tenant: Tenant, in transaction: Transaction) throws -> [Int64: Reading] {
    var latest: [Int64: Reading] = [:]
    latest.reserveCapacity(series.count)
    let log = try self.log(tenant, in: transaction)
    let wanted = Set(series)
    func take(_ row: Row) {
      guard wanted.contains(row[0]) else { return }
      let reading = Self.latest(row)
      latest[reading.series.rawValue] = reading
    }
    if try isGoodPart(series.count, tenant, in: transaction) {
      try transaction.forEach(Self.allLatestQuery, values: [tenant.sqlValue], take)
    } else {
      try transaction.forEachMany(Self.latestQuery, tenant: tenant, keys: series.map(\.sqlValue), take)
    }
    Self.overlay(log, of: wanted, on: &latest)
    return latest
  }

  /// Gives readings their numbers where their series keep several of one instant.
  func number(_ latest: inout [Int64: Reading], tenant: Tenant, in transaction: Transaction) throws {
    let policies = try policies(latest.keys.sorted(), tenant: tenant, in: transaction)
    for (series, policy) in policies where policy == .keepAll {
      guard let at = latest[series]?.at.milliseconds else { continue }
      let newest = try page(
        of: series, from: at, to: at &+ 1, order: .newestFirst, after: nil, limit: 1, tenant: tenant, in: transaction)
      if let newest = newest.first { latest[series] = newest }
    }
  }

  func sealedSeries(_ tenant: Tenant, in transaction: Transaction) throws -> Int {
    try transaction.row(
      "SELECT CAST(COALESCE(SUM(series), 0) AS BIGINT) FROM telemetry_shard WHERE tenant = ?", tenant)?[0] ?? 0
  }

  /// Puts what the log knows in the place of older readings.
  static func overlay(_ log: [LogRow], of wanted: Set<Int64>, on latest: inout [Int64: Reading]) {
    for row in log {
      func take(_ run: ReadingRuns.Run) {
        let last = run.range.upperBound - 1
        let known = latest[run.series]?.at.milliseconds ?? .min
        guard row.runs.instants[last] >= known else { return }
        latest[run.series] = row.runs.readings(of: run, last: last)
      }
      if wanted.count < row.runs.runs.count / 8 {
        for series in wanted { if let run = row.runs.run(of: series) { take(run) } }
      } else {
        for run in row.runs.runs where wanted.contains(run.series) { take(run) }
      }
    }
  }

  static func latest(_ row: Row) -> Reading {
    let value: ReadingValue
    if let number: Double = row[2] {
      value = .number(number)
    } else if let flag: Bool = row[4] {
      value = .bool(flag)
    } else {
      let text: String = row[3]
      value = (row[5] as Int) == Self.documentMark ? .document(text) : .text(text)
    }
    let decimals: Int = row[5]
    return Reading(
      series: row[0], at: row[1], value: value,
      decimals: decimals == 0 || decimals == documentMark ? nil : decimals - 1,
      quality: Quality(rawValue: UInt8(truncatingIfNeeded: row[6] as Int)))
  }

  /// Stands in `series_latest.decimals` where the text is that of a JSON value.
  static let documentMark = 255
  static let allLatestQuery =
    "SELECT series, at, number, text, flag, decimals, quality FROM series_latest WHERE tenant = ?"
  static let orderedLatestQuery = allLatestQuery + " ORDER BY series"
  static let latestQuery = """
    SELECT series, at, number, text, flag, decimals, quality FROM series_latest WHERE tenant = ? AND series IN (?)
    """
}

extension ReadingRuns {
  /// A run's last reading, numbered among those of its instant.
  func readings(of run: Run, last: Int) -> Reading {
    var first = last
    while first > run.range.lowerBound, instants[first - 1] == instants[last] { first -= 1 }
    return reading(last, of: run, sequence: last - first)
  }
}
