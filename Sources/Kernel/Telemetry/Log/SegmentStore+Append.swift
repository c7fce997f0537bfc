// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension SegmentStore {
  /// Keeps readings.
  ///
  /// - Parameters:
  ///   - runs: in each run the instants rise, or stay the same where the policy keeps all.
  ///   - encoded: the runs as a row of the log, made before the transaction began.
  /// - Returns: what is new or changed a value.
  func append(
    _ runs: ReadingRuns, encoded: [UInt8], at now: Instant, tenant: Tenant, in transaction: Transaction
  ) throws -> ReadingRuns {
    let log = try self.log(tenant, in: transaction)
    let start = runs.instants.min() ?? 0
    let end = runs.instants.max() ?? 0
    let rows = log.filter { $0.start <= end && $0.end >= start }
    let sealed = try newestSealed(runs.runs.map(\.series), tenant: tenant, in: transaction)
    var suspects: [Int: [RunMerge.Part]] = [:]
    for (index, run) in runs.runs.enumerated() {
      let first = runs.instants[run.range.lowerBound]
      let last = runs.instants[run.range.upperBound - 1]
      var parts: [RunMerge.Part] = []
      for row in rows where row.start <= last && row.end >= first {
        guard let known = row.runs.run(of: run.series) else { continue }
        let range = row.runs.slice(of: known, from: first, to: last &+ 1)
        if !range.isEmpty { parts.append(RunMerge.Part(source: row.runs, range: range)) }
      }
      if !parts.isEmpty || first <= sealed[index] { suspects[index] = parts }
    }
    if suspects.isEmpty {
      try write(runs, encoded: encoded, at: now, tenant: tenant, in: transaction)
      return runs
    }
    let late = suspects.keys.filter { runs.instants[runs.runs[$0].range.lowerBound] <= sealed[$0] }
    try addSealed(late, of: runs, to: &suspects, tenant: tenant, in: transaction)
    let policies = try policies(suspects.keys.map { runs.runs[$0].series }, tenant: tenant, in: transaction)
    let fresh = Self.fresh(runs, suspects, policies)
    // A further reading of an instant is numbered after those that are there.
    var last: Int64?
    if policies.values.contains(.keepAll) {
      last = try transaction.row("SELECT MAX(position) FROM telemetry_log WHERE tenant = ?", tenant).flatMap { $0[0] }
    }
    if fresh.count == runs.count {
      try write(runs, encoded: encoded, after: last, at: now, tenant: tenant, in: transaction)
    } else if fresh.count > 0 {
      let bytes = SegmentEncoder().encode(fresh, summarized: false)
      try write(fresh, encoded: bytes, after: last, at: now, tenant: tenant, in: transaction)
    }
    return fresh
  }

  /// The instant of the newest sealed reading of each series.
  private func newestSealed(_ series: [Int64], tenant: Tenant, in transaction: Transaction) throws -> [Int64] {
    let sealed: Int64 = try transaction.row("SELECT sealed FROM telemetry_state")?[0] ?? 0
    let known = cache.newest(series, sealed: sealed)
    let missing = zip(series, known).filter { $1 == nil }.map(\.0)
    guard !missing.isEmpty else { return known.map { $0 ?? .min } }
    var loaded = Dictionary(missing.map { ($0, Int64.min) }) { first, _ in first }
    try transaction.forEachMany(Self.newestQuery, tenant: tenant, keys: missing.map(\.sqlValue)) {
      loaded[$0[0]] = $0[1]
    }
    cache.remember(newest: loaded, sealed: sealed)
    return zip(series, known).map { $1 ?? loaded[$0] ?? .min }
  }

  /// Adds what is sealed within the time of these runs, which is read once for each segment.
  private func addSealed(
    _ late: [Int], of runs: ReadingRuns, to suspects: inout [Int: [RunMerge.Part]], tenant: Tenant,
    in transaction: Transaction
  ) throws {
    guard !late.isEmpty else { return }
    let indices = Dictionary(late.map { (runs.runs[$0].series, $0) }) { first, _ in first }
    let codec = SectionCodec()
    for (shard, series) in try shards(of: Array(indices.keys), tenant: tenant, in: transaction) {
      let some = series.compactMap { indices[$0] }
      let from = some.map { runs.instants[runs.runs[$0].range.lowerBound] }.min() ?? 0
      let to = (some.map { runs.instants[runs.runs[$0].range.upperBound - 1] }.max() ?? 0) &+ 1
      var sealed: [Int: [RunMerge.Part]] = [:]
      for row in try segments(of: shard, from: from, to: to, in: transaction) {
        guard let reader = try reader(row.id, codec: codec, in: transaction) else { continue }
        for index in some {
          let run = runs.runs[index]
          let part = try Self.part(
            of: run.series, from: runs.instants[run.range.lowerBound],
            to: runs.instants[run.range.upperBound - 1] &+ 1, in: reader, segment: row.id)
          if let part { sealed[index, default: []].append(part) }
        }
      }
      // What is sealed came before what is in the log.
      for (index, parts) in sealed { suspects[index] = parts + (suspects[index] ?? []) }
    }
  }

  /// What of the runs is not known yet, or changes what is.
  private static func fresh(
    _ runs: ReadingRuns, _ suspects: [Int: [RunMerge.Part]], _ policies: [Int64: Series.Policy]
  ) -> ReadingRuns {
    var fresh = ReadingRuns()
    for (number, run) in runs.runs.enumerated() {
      let policy = policies[run.series] ?? .lastWins
      var known = ReadingRuns()
      RunMerge.append(suspects[number] ?? [], series: run.series, kind: run.kind, policy: policy, to: &known)
      fresh.begin(run.series, run.kind)
      if known.count == 0 {
        fresh.add(run.range, of: runs)
      } else {
        for index in run.range {
          let same = known.slice(of: known.runs[0], from: runs.instants[index], to: runs.instants[index] &+ 1)
          let isNew: Bool =
            switch policy {
            case .firstWins: same.isEmpty
            case .lastWins, .keepAll: !same.contains { runs.says(index, sameAs: known, $0, kind: run.kind) }
            }
          if isNew { fresh.add(index..<index + 1, of: runs) }
        }
      }
      if fresh.runs[fresh.runs.count - 1].range.isEmpty { fresh.runs.removeLast() }
    }
    return fresh
  }

  static let newestQuery = "SELECT series, at FROM series_latest WHERE tenant = ? AND series IN (?)"
}
