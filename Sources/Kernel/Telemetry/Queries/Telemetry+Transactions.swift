// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// What is asked of readings in a transaction of the caller.
extension Telemetry {
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
    let found = try store.latest(of: series.map(\.rawValue), tenant: tenant, in: transaction)
    return Dictionary(uniqueKeysWithValues: found.map { (Identifier(rawValue: $0), $1) })
  }

  /// How many readings of a series there are with `from` ≤ instant < `to`, of any kind. Segments that lie within the time
  /// and beside all others are not decoded.
  public func count(
    of series: Identifier, from: Instant, to: Instant, tenant: Tenant, in transaction: Transaction
  ) throws -> Int {
    try store.count(
      of: series.rawValue, from: from.milliseconds, to: to.milliseconds, tenant: tenant, in: transaction)
  }
}

extension SegmentStore {
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
