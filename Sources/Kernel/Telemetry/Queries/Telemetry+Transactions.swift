// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// What is asked of readings in a transaction of the caller.
extension Telemetry {
  /// Makes other processes wait that append to these series, until the transaction ends: what is read of them stays
  /// true for that long. SQLite has one writer anyway.
  public func lock(_ series: [Identifier], in transaction: Transaction) throws {
    try store.lock(series.map(\.rawValue), in: transaction)
  }

  /// As the `range` that reads in a transaction of its own.
  public func range(
    of series: Identifier, from: Instant, to: Instant, order: ReadingOrder = .oldestFirst, limit: Int, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Reading] {
    try store.page(
      of: series.rawValue, from: from.milliseconds, to: to.milliseconds, order: order, after: nil, limit: limit,
      tenant: tenant, in: transaction)
  }

  /// The newest reading of each series that has any.
  public func latest(
    of series: [Identifier], tenant: Tenant, in transaction: Transaction
  ) throws -> [Identifier: Reading] {
    var found = try store.latest(of: series.map(\.rawValue), tenant: tenant, in: transaction)
    if series.count <= Self.mostNumbered { try store.number(&found, tenant: tenant, in: transaction) }
    return Dictionary(uniqueKeysWithValues: found.map { (Identifier(rawValue: $0), $1) })
  }

  private static let mostNumbered = 100

  /// About how many series a tenant has, at little cost: those of which readings are sealed.
  public func seriesEstimate(tenant: Tenant, in transaction: Transaction) throws -> Int {
    try store.sealedSeries(tenant, in: transaction)
  }

  /// How many readings of a series there are with `from` ≤ instant < `to`, of any kind. Segments that lie within the time
  /// and beside all others are not decoded.
  public func count(
    of series: Identifier, from: Instant, to: Instant, tenant: Tenant, in transaction: Transaction
  ) throws -> Int {
    try store.count(
      of: series.rawValue, from: from.milliseconds, to: to.milliseconds, tenant: tenant, in: transaction)
  }

  /// The spans of time, with `from` ≤ instant < `to`, in which a series may have numbers from `low` to `high`, in order and
  /// apart from each other; beside them it has none. Blocks are judged by their statistics, without being decoded.
  public func spans(
    of series: Identifier, from: Instant, to: Instant, between low: Double, and high: Double, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Range<Instant>] {
    try store.spans(
      of: series.rawValue, from: from.milliseconds, to: to.milliseconds, between: low, and: high, tenant: tenant,
      in: transaction
    ).map { Instant(milliseconds: $0.lowerBound)..<Instant(milliseconds: $0.upperBound) }
  }
}

extension SegmentStore {
  func spans(
    of series: Int64, from: Int64, to: Int64, between low: Double, and high: Double, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Range<Int64>] {
    var found: [Range<Int64>] = []
    // The log first: what is sealed in between is then seen twice, not missed.
    for row in try log(tenant, in: transaction) where row.start < to && row.end >= from {
      guard let run = row.runs.run(of: series) else { continue }
      let range = row.runs.slice(of: run, from: from, to: to)
      let fitting = range.filter { index in
        guard run.kind == .number else { return true }
        let value = Double(bitPattern: row.runs.values[index])
        return low <= value && value <= high
      }
      guard let first = fitting.first, let last = fitting.last else { continue }
      found.append(row.runs.instants[first]..<row.runs.instants[last] &+ 1)
    }
    let codec = SectionCodec()
    for shard in try shards(of: [series], tenant: tenant, in: transaction).keys {
      for row in try segments(of: shard, from: from, to: to, in: transaction) {
        guard let block = try reader(row.id, codec: codec, in: transaction)?.block(of: series), block.start < to,
          block.end >= from
        else { continue }
        if let summary = block.summary, summary.max < low || summary.min > high { continue }
        found.append(max(from, block.start)..<min(to, block.end &+ 1))
      }
    }
    found.sort { $0.lowerBound < $1.lowerBound }
    var spans: [Range<Int64>] = []
    for range in found {
      if let last = spans.last, range.lowerBound <= last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        spans.append(range)
      }
    }
    return spans
  }

  func count(of series: Int64, from: Int64, to: Int64, tenant: Tenant, in transaction: Transaction) throws -> Int {
    // Stretches of time with their readings; what lies alone is counted as it is.
    var stretches: [(start: Int64, end: Int64, count: Int)] = []
    for row in try log(tenant, in: transaction) where row.start < to && row.end >= from {
      guard let run = row.runs.run(of: series) else { continue }
      let range = row.runs.slice(of: run, from: from, to: to)
      guard !range.isEmpty else { continue }
      stretches.append(
        (row.runs.instants[range.lowerBound], row.runs.instants[range.upperBound - 1], range.count))
    }
    let codec = SectionCodec()
    for shard in try shards(of: [series], tenant: tenant, in: transaction).keys {
      for row in try segments(of: shard, from: from, to: to, in: transaction) {
        guard let reader = try reader(row.id, codec: codec, in: transaction), let block = reader.block(of: series),
          block.start < to, block.end >= from
        else { continue }
        if block.start >= from, block.end < to {
          stretches.append((block.start, block.end, block.count))
        } else if let part = try Self.part(of: series, from: from, to: to, in: reader, segment: row.id) {
          let instants = part.source.instants[part.range]
          stretches.append((instants.first ?? from, instants.last ?? from, part.range.count))
        }
      }
    }
    stretches.sort { $0.start < $1.start }
    var total = 0
    var index = 0
    let policy = try policies([series], tenant: tenant, in: transaction)[series] ?? .lastWins
    while index < stretches.count {
      var next = index + 1
      var end = stretches[index].end
      while next < stretches.count, stretches[next].start <= end {
        end = max(end, stretches[next].end)
        next += 1
      }
      if next == index + 1 {
        total += stretches[index].count
      } else {
        let runs = try run(
          of: series, from: stretches[index].start, to: end &+ 1, order: .oldestFirst, limit: .max, policy: policy,
          tenant: tenant, in: transaction)
        total += runs.runs.first?.range.count ?? 0
      }
      index = next
    }
    return total
  }
}
