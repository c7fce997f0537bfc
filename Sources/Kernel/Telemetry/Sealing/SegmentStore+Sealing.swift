// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension SegmentStore {
  /// The log of one tenant as it is being sealed.
  struct SealPlan: Sendable {
    var tenant: Tenant
    var ids: [Int64]
    /// The highest position of the rows.
    var position: Int64
    var rows: [LogRow]
    /// The merged readings of each series.
    var runs: ReadingRuns
    /// The shard in which each series is, of those that are in one.
    var shards: [Int64: Int64]
    var classes: [Int64: String]
    var sealed: Int64
  }

  /// One segment to be written; its shard may still have to be made.
  struct NewSegment: Sendable {
    var shard: Int64?
    /// Those of one group go into one shard.
    var group: Int
    var retentionClass: String
    var series: [Int64]
    var start: Int64
    var end: Int64
    var readings: Int
    var data: [UInt8]
  }

  /// Moves the log into segments.
  ///
  /// - Returns: how many readings were sealed.
  /// - Throws: `StorageError.conflict` when another process sealed meanwhile; nothing was changed then.
  @discardableResult
  func seal(_ database: Database, at now: Instant) async throws -> Int {
    let tenants: [Tenant] = try await database.read { transaction in
      try transaction.rows("SELECT DISTINCT tenant FROM telemetry_log").map { $0[0] }
    }
    var count = 0
    for tenant in tenants {
      guard let plan = try await database.read({ try self.plan(tenant, in: $0) }) else { continue }
      let segments = try await segments(of: plan)
      let shards = try await database.write { try self.write(plan, segments, at: now, in: $0) }
      cache.forget(plan.ids)
      cache.forget(before: Self.mark(now - .seconds(3600)))
      count += plan.runs.count
      try await compact(database, shards: shards.sorted(), tenant: tenant, at: now)
    }
    return count
  }

  /// The smallest identifier of an instant.
  private static func mark(_ instant: Instant) -> Int64 { IdentifierSource().next(at: instant).rawValue }

  private func plan(_ tenant: Tenant, in transaction: Transaction) throws -> SealPlan? {
    let positions = try transaction.rows("SELECT id, position FROM telemetry_log WHERE tenant = ?", tenant)
    let rows = try log(tenant, in: transaction)
    guard let position: Int64 = positions.map({ $0[1] }).max() else { return nil }
    var series: Set<Int64> = []
    for row in rows { series.formUnion(row.runs.runs.map(\.series)) }
    let ordered = series.sorted()
    let policies = try policies(ordered, tenant: tenant, in: transaction)
    var classes: [Int64: String] = [:]
    try transaction.forEachMany(Self.classQuery, tenant: tenant, keys: ordered.map(\.sqlValue)) {
      classes[$0[0]] = $0[1]
    }
    return SealPlan(
      tenant: tenant, ids: rows.map(\.id), position: position, rows: rows,
      runs: Self.merged(rows.map(\.runs), ordered, policies),
      shards: try currentShards(ordered, tenant, classes, transaction),
      classes: classes, sealed: try transaction.row("SELECT sealed FROM telemetry_state")?[0] ?? 0)
  }

  /// The readings of all sources, one run for each series; a later source came later.
  static func merged(_ sources: [ReadingRuns], _ series: [Int64], _ policies: [Int64: Series.Policy]) -> ReadingRuns {
    var runs = ReadingRuns()
    let count = sources.reduce(0) { $0 + $1.count }
    runs.instants.reserveCapacity(count)
    runs.values.reserveCapacity(count)
    var places = [Int](repeating: 0, count: sources.count)
    for series in series {
      var parts: [RunMerge.Part] = []
      var kind = Series.Kind.number
      for (number, source) in sources.enumerated() {
        // All hold their series in the same order.
        guard places[number] < source.runs.count else { continue }
        let run = source.runs[places[number]]
        guard run.series == series else { continue }
        places[number] += 1
        kind = run.kind
        parts.append(RunMerge.Part(source: source, range: run.range))
      }
      RunMerge.append(parts, series: series, kind: kind, policy: policies[series] ?? .lastWins, to: &runs)
    }
    return runs
  }

  /// The shard of each series that is of its present class.
  private func currentShards(
    _ series: [Int64], _ tenant: Tenant, _ classes: [Int64: String], _ transaction: Transaction
  ) throws -> [Int64: Int64] {
    var shards: [Int64: Int64] = [:]
    try transaction.forEachMany(Self.currentShardQuery, tenant: tenant, keys: series.map(\.sqlValue)) { row in
      let series: Int64 = row[0]
      if row[2] == classes[series] ?? "" { shards[series] = row[1] }
    }
    return shards
  }

  // MARK: - Writing

  private func segments(of plan: SealPlan) async throws -> [NewSegment] {
    let groups = Self.groups(plan)
    let workers = min(groups.count, 4)
    return await withTaskGroup(of: [NewSegment].self) { tasks in
      for worker in 0..<workers {
        tasks.addTask {
          let encoder = SegmentEncoder()
          return stride(from: worker, to: groups.count, by: workers).map { number in
            let group = groups[number]
            var runs = ReadingRuns()
            for run in group.runs {
              runs.begin(run.series, run.kind)
              runs.add(run.range, of: plan.runs)
            }
            return NewSegment(
              shard: group.shard, group: group.number, retentionClass: group.retentionClass,
              series: group.runs.map(\.series),
              start: runs.instants.min() ?? 0, end: runs.instants.max() ?? 0, readings: runs.count,
              data: encoder.encode(runs, summarized: true))
          }
        }
      }
      return await tasks.reduce(into: []) { $0 += $1 }
    }
  }

  private struct Group: Sendable {
    var shard: Int64?
    var number = 0
    var retentionClass: String
    var runs: [ReadingRuns.Run]
  }

  /// The runs by shard; those that are in none yet by class, as many as a shard takes together.
  private static func groups(_ plan: SealPlan) -> [Group] {
    wholeGroups(plan).enumerated().flatMap { number, group in
      split(group.runs, of: plan.runs).map {
        Group(shard: group.shard, number: number, retentionClass: group.retentionClass, runs: $0)
      }
    }
  }

  /// Parts of some `readingsPerSegment` readings at most. Those of one instant are in one part: in their order they came.
  static func split(_ runs: [ReadingRuns.Run], of columns: ReadingRuns) -> [[ReadingRuns.Run]] {
    var parts: [[ReadingRuns.Run]] = [[]]
    var count = 0
    for run in runs {
      var first = run.range.lowerBound
      while first < run.range.upperBound {
        var end = min(run.range.upperBound, first + readingsPerSegment)
        while end < run.range.upperBound, columns.instants[end] == columns.instants[end - 1] { end += 1 }
        var part = run
        part.range = first..<end
        first = end
        if count + part.range.count > readingsPerSegment {
          parts.append([])
          count = 0
        }
        parts[parts.count - 1].append(part)
        count += part.range.count
      }
    }
    return parts
  }

  private static func wholeGroups(_ plan: SealPlan) -> [Group] {
    var known: [Int64: [ReadingRuns.Run]] = [:]
    var new: [String: [ReadingRuns.Run]] = [:]
    for run in plan.runs.runs {
      if let shard = plan.shards[run.series] {
        known[shard, default: []].append(run)
      } else {
        new[plan.classes[run.series] ?? "", default: []].append(run)
      }
    }
    var groups = known.sorted { $0.key < $1.key }.map { shard, runs in
      Group(shard: shard, retentionClass: plan.classes[runs[0].series] ?? "", runs: runs)
    }
    for (retentionClass, runs) in new.sorted(by: { $0.key < $1.key }) {
      for first in stride(from: 0, to: runs.count, by: seriesPerShard) {
        groups.append(
          Group(
            shard: nil, retentionClass: retentionClass,
            runs: Array(runs[first..<min(runs.count, first + seriesPerShard)])))
      }
    }
    return groups
  }

  /// Returns the shards that were written to.
  private func write(
    _ plan: SealPlan, _ segments: [NewSegment], at now: Instant, in transaction: Transaction
  ) throws -> Set<Int64> {
    let lock = "SELECT sealed, shards FROM telemetry_state WHERE id = 1" + transaction.dialect.forUpdate
    guard let state = try transaction.row(lock), state[0] == plan.sealed else {
      throw StorageError.conflict("another process sealed the log of telemetry")
    }
    // First, so that the segments go where the rows were.
    try transaction.remove(plan.ids, from: "telemetry_log")
    var shards: Int64 = state[1]
    var made: [Int: Int64] = [:]
    var written: Set<Int64> = []
    for segment in segments {
      let shard: Int64
      if let known = segment.shard ?? made[segment.group] {
        shard = known
      } else {
        shards += 1
        shard = shards
        made[segment.group] = shard
        try transaction.execute(
          "INSERT INTO telemetry_shard (shard, tenant, retention_class, series) VALUES (?, ?, ?, ?)",
          shard, plan.tenant, segment.retentionClass, segment.series.count)
      }
      if segment.shard == nil {
        for series in segment.series {
          try transaction.post(
            "INSERT INTO series_shard (tenant, series, shard) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", plan.tenant,
            series, shard)
        }
      }
      written.insert(shard)
      try insert(segment, shard: shard, position: plan.position, step: 0, at: now, in: transaction)
    }
    for run in plan.runs.runs { try writeLatest(plan.runs, run, plan.tenant, transaction) }
    try transaction.execute("UPDATE telemetry_state SET sealed = sealed + 1, shards = ? WHERE id = 1", shards)
    return written
  }

  /// Writes the newest reading of a run where none is newer.
  func writeLatest(
    _ runs: ReadingRuns, _ run: ReadingRuns.Run, _ tenant: Tenant, _ transaction: Transaction
  ) throws {
    let reading = runs.reading(run.range.upperBound - 1, of: run)
    var (number, text, flag) = (SQLValue.null, SQLValue.null, SQLValue.null)
    var decimals = reading.decimals.map { $0 + 1 } ?? 0
    switch reading.value {
    case .number(let value): number = .real(value)
    case .bool(let value): flag = .integer(value ? 1 : 0)
    case .text(let value): text = .text(value)
    case .document(let value):
      text = .text(value)
      decimals = Self.documentMark
    }
    try transaction.post(
      Self.latestUpsert[run.kind] ?? "",
      values: [
        tenant.sqlValue, .integer(run.series), .integer(reading.at.milliseconds),
        run.kind == .number ? number : run.kind == .boolean ? flag : text, .integer(Int64(decimals)),
        .integer(Int64(reading.quality.rawValue)),
      ])
  }

  /// So that segments are neither many nor large.
  static let seriesPerShard = 64
  static let readingsPerSegment = 262_144
  private static let classQuery =
    "SELECT id, retention_class FROM series WHERE tenant = ? AND id IN (?) AND retention_class <> ''"
  private static let currentShardQuery = """
    SELECT s.series, s.shard, t.retention_class FROM series_shard s JOIN telemetry_shard t ON t.shard = s.shard
    WHERE s.tenant = ? AND s.series IN (?)
    """
  private static let latestUpsert = Dictionary(
    uniqueKeysWithValues: Series.Kind.allCases.map { kind in
      let column = kind == .number ? "number" : kind == .boolean ? "flag" : "text"
      return (
        kind,
        """
        INSERT INTO series_latest (tenant, series, at, \(column), decimals, quality) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, series) DO UPDATE SET
          at = excluded.at, \(column) = excluded.\(column), decimals = excluded.decimals, quality = excluded.quality
        WHERE series_latest.at <= excluded.at
        """
      )
    })
}
