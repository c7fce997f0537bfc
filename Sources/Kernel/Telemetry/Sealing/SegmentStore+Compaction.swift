// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension SegmentStore {
  /// Puts the many small segments of shards together, so that a question reads a few large ones.
  ///
  /// Segments that follow each other and are of about one size are merged when there are eight: each reading is written
  /// anew as often as its segment grows eightfold.
  func compact(_ database: Database, shards: [Int64], tenant: Tenant, at now: Instant) async throws {
    for shard in shards {
      while try await database.write({ try self.compactOnce(shard, tenant: tenant, at: now, in: $0) }) {}
    }
  }

  /// Returns whether segments were merged.
  private func compactOnce(
    _ shard: Int64, tenant: Tenant, at now: Instant, in transaction: Transaction
  ) throws -> Bool {
    let rows = try segments(of: shard, from: .min, to: .max, in: transaction)
    // Coarse readings stay apart, so that they are not taken for new ones.
    guard let some = Self.mergeable(rows.filter { $0.step == 0 }) else { return false }
    let codec = SectionCodec()
    let sources = try some.compactMap { row -> ReadingRuns? in
      guard let reader = try reader(row.id, codec: codec, in: transaction) else { return nil }
      do { return try reader.runs() } catch {
        throw StorageError.corrupt("segment \(row.id) of telemetry_segment cannot be read: \(error)")
      }
    }
    let series = Set(sources.flatMap { $0.runs.map(\.series) }).sorted()
    let policies = try policies(series, tenant: tenant, in: transaction)
    let merged = Self.merged(sources, series, policies)
    try replace(some, by: merged, at: now, in: transaction)
    return true
  }

  /// The first eight or more segments, one after the other, of which none is eight times another.
  static func mergeable(_ rows: [SegmentRow]) -> [SegmentRow]? {
    for tier in 0..<tiers {
      let limit = smallest << (3 * tier)
      var some: [SegmentRow] = []
      for row in rows {
        if row.readings < limit {
          some.append(row)
          continue
        }
        if some.count >= mergedAtOnce { return some }
        some = []
      }
      if some.count >= mergedAtOnce { return some }
    }
    return nil
  }

  /// Writes readings in the place of segments of one shard.
  func replace(_ rows: [SegmentRow], by runs: ReadingRuns, at now: Instant, in transaction: Transaction) throws {
    try replace(rows, by: [(runs, rows.map(\.step).max() ?? 0)], at: now, in: transaction)
  }

  /// The same for readings of several steps.
  func replace(
    _ rows: [SegmentRow], by parts: [(runs: ReadingRuns, step: Int64)], at now: Instant, in transaction: Transaction
  ) throws {
    guard let shard = rows.first?.shard, let position = rows.map(\.position).max() else { return }
    try transaction.remove(rows.map(\.id), from: "telemetry_segment")
    let encoder = SegmentEncoder()
    for (runs, step) in parts {
      for part in Self.split(runs.runs, of: runs) where !part.isEmpty {
        var own = ReadingRuns()
        for run in part {
          own.begin(run.series, run.kind)
          own.add(run.range, of: runs)
        }
        try insert(
          NewSegment(
            shard: shard, group: 0, retentionClass: "", series: [], start: own.instants.min() ?? 0,
            end: own.instants.max() ?? 0, readings: own.count, data: encoder.encode(own, summarized: true)),
          shard: shard, position: position, step: step, at: now, in: transaction)
      }
    }
  }

  func insert(
    _ segment: NewSegment, shard: Int64, position: Int64, step: Int64, at now: Instant, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO telemetry_segment (id, position, shard, start_at, end_at, readings, step, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, identifiers.next(at: now), position, shard, segment.start, segment.end, segment.readings, step, segment.data)
  }

  private static let mergedAtOnce = 8
  private static let smallest = 512
  /// Segments of 32,768 readings and more stay as they are.
  private static let tiers = 3
}
