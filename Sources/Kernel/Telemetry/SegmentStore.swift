// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Vocabulary

/// Keeps readings: the newest in a log, whose rows are the batches as they came, all others in compressed segments.
///
/// Both are tables of the database. An append writes its readings as one row of the log, in the transaction of whoever
/// observes them; the commit of that transaction is the fsync that the acknowledgement waits for. When the log has
/// grown, its rows are sealed: in one transaction they are removed, and their readings written as segments. So there
/// is nothing to recover after a crash, and several processes share one database without knowing of each other.
final class SegmentStore: Sendable {
  let identifiers: IdentifierSource
  let cache = LogCache()

  init(identifiers: IdentifierSource) { self.identifiers = identifiers }

  // MARK: - Log

  /// The rows of a tenant's log that the transaction sees, the oldest first.
  func log(_ tenant: Tenant, in transaction: Transaction) throws -> [LogRow] {
    let ids: [Int64] = try transaction.rows(Self.logQuery, tenant).map { $0[0] }
    let known = cache.rows(ids)
    let missing = zip(ids, known).filter { $1 == nil }.map(\.0)
    guard !missing.isEmpty else { return known.compactMap(\.self) }
    var loaded: [Int64: LogRow] = [:]
    let codec = SectionCodec()
    try transaction.forEachMany("SELECT id, data FROM telemetry_log WHERE id IN (?)", keys: missing.map(\.sqlValue)) {
      let id: Int64 = $0[0]
      guard loaded[id] == nil else { return }
      do { loaded[id] = LogRow(id: id, runs: try SegmentReader($0[1], codec: codec).runs()) } catch {
        throw StorageError.corrupt("row \(id) of telemetry_log cannot be read: \(error)")
      }
    }
    cache.remember(Array(loaded.values))
    // One that another process sealed since is found in the segments, which are read after the log.
    return zip(ids, known).compactMap { $1 ?? loaded[$0] }
  }

  /// Writes a row of the log.
  ///
  /// - Parameters:
  ///   - position: that of the row in whose place it comes; `nil` for a new one.
  ///   - last: the position after which a new one comes, whatever the clocks of other processes say.
  func write(
    _ runs: ReadingRuns, encoded: [UInt8], position: Int64? = nil, after last: Int64? = nil, at now: Instant,
    tenant: Tenant, in transaction: Transaction
  ) throws {
    let id = identifiers.next(at: now).rawValue
    let position = position ?? max(id, (last ?? .min) &+ 1)
    try transaction.execute(
      "INSERT INTO telemetry_log (id, position, tenant, readings, size, data) VALUES (?, ?, ?, ?, ?, ?)",
      id, position, tenant, runs.count, encoded.count, encoded)
    cache.remember([LogRow(id: id, runs: runs)])
  }

  // MARK: - Segments

  /// A row of `telemetry_segment` without its bytes.
  struct SegmentRow: Sendable {
    var id: Int64
    var position: Int64
    var shard: Int64
    var start: Int64
    var end: Int64
    var readings: Int
    /// Milliseconds for each of which there is one reading; 0 for readings as they came.
    var step: Int64 = 0
  }

  /// The series of each shard that holds readings of any of these.
  func shards(of series: [Int64], tenant: Tenant, in transaction: Transaction) throws -> [Int64: [Int64]] {
    var shards: [Int64: [Int64]] = [:]
    if try isGoodPart(series.count, tenant, in: transaction) {
      let wanted = Set(series)
      try transaction.forEach(Self.allShardsQuery, values: [tenant.sqlValue]) { row in
        if wanted.contains(row[0]) { shards[row[1], default: []].append(row[0]) }
      }
      return shards
    }
    var seen: Set<[Int64]> = []
    try transaction.forEachMany(Self.shardQuery, tenant: tenant, keys: series.map(\.sqlValue)) { row in
      let pair: [Int64] = [row[0], row[1]]
      if seen.insert(pair).inserted { shards[pair[1], default: []].append(pair[0]) }
    }
    return shards
  }

  /// Whether so many series are that many of all that to look at all is quicker than to look them up one by one.
  func isGoodPart(_ count: Int, _ tenant: Tenant, in transaction: Transaction) throws -> Bool {
    try count > 1000 && count * 4 > sealedSeries(tenant, in: transaction)
  }

  /// The policies of these series, the usual one left out.
  func policies(
    _ series: [Int64], tenant: Tenant, in transaction: Transaction
  ) throws -> [Int64: Series.Policy] {
    var found: [Int64: Series.Policy] = [:]
    func take(_ row: Row) { found[row[0]] = Series.Policy(rawValue: row[1]) }
    // Most cities have few series of another policy, or none.
    let unusual = try transaction.rows(Self.unusualPolicyQuery, tenant, series.count + 1)
    if unusual.count <= series.count {
      let wanted = Set(series)
      for row in unusual where wanted.contains(row[0]) { take(row) }
    } else {
      try transaction.forEachMany(Self.policyQuery, tenant: tenant, keys: series.map(\.sqlValue), take)
    }
    return found
  }

  /// The segments of a shard that hold readings of `from` ≤ instant < `to`, the oldest position first.
  func segments(
    of shard: Int64, from: Int64, to: Int64, in transaction: Transaction
  ) throws -> [SegmentRow] {
    try transaction.rows(Self.segmentQuery, shard, from, to).map {
      SegmentRow(id: $0[0], position: $0[1], shard: shard, start: $0[2], end: $0[3], readings: $0[4], step: $0[5])
    }.sorted { $0.position < $1.position }
  }

  func reader(_ id: Int64, codec: SectionCodec, in transaction: Transaction) throws -> SegmentReader? {
    guard let row = try transaction.row("SELECT data FROM telemetry_segment WHERE id = ?", id) else { return nil }
    return try Self.reader(row[0], id: id, codec: codec)
  }

  static func reader(_ data: [UInt8], id: Int64, codec: SectionCodec) throws -> SegmentReader {
    do { return try SegmentReader(data, codec: codec) } catch {
      throw StorageError.corrupt("segment \(id) of telemetry_segment cannot be read: \(error)")
    }
  }

  /// The part of a segment that is of one series and `from` ≤ instant < `to`; `nil` when there is none.
  static func part(
    of series: Int64, from: Int64, to: Int64, in reader: SegmentReader, segment: Int64
  ) throws -> RunMerge.Part? {
    guard let block = reader.block(of: series), block.start < to, block.end >= from else { return nil }
    var runs = ReadingRuns()
    do { try reader.append(block, to: &runs) } catch {
      throw StorageError.corrupt(
        "series \(Identifier(rawValue: series)) in segment \(segment) cannot be read: \(error)")
    }
    let range = runs.slice(of: runs.runs[0], from: from, to: to)
    return range.isEmpty ? nil : RunMerge.Part(source: runs, range: range)
  }

  static func broken(_ series: Int64, in segment: Int64, _ error: SegmentError) -> StorageError {
    StorageError.corrupt("series \(Identifier(rawValue: series)) in segment \(segment) cannot be read: \(error)")
  }

  static let logQuery = "SELECT id FROM telemetry_log WHERE tenant = ? ORDER BY position"
  static let allShardsQuery = "SELECT series, shard FROM series_shard WHERE tenant = ?"
  static let unusualPolicyQuery =
    "SELECT id, policy FROM series WHERE tenant = ? AND policy <> 'lastWins' LIMIT ?"
  static let policyQuery = "SELECT id, policy FROM series WHERE tenant = ? AND id IN (?) AND policy <> 'lastWins'"
  static let shardQuery = "SELECT series, shard FROM series_shard WHERE tenant = ? AND series IN (?)"
  static let segmentQuery = """
    SELECT id, position, start_at, end_at, readings, step FROM telemetry_segment
    WHERE shard = ? AND end_at >= ? AND start_at < ?
    """
}
