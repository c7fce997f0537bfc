// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension Telemetry {
  /// Answers a question about the readings of many series, on all cores.
  ///
  /// - Returns: a row for each group.
  /// - Throws: `Problem` of code `invalid` for a step that makes too many buckets, or a series that holds texts;
  ///   `StorageError`.
  public func aggregate(_ query: AggregateQuery, tenant: Tenant) async throws -> [AggregateRow] {
    var query = query
    query.from = max(query.from, Self.oldest)
    query.to = min(query.to, Self.newest)
    let edges = try query.buckets.edges(from: query.from, to: query.to, most: settings.maxBuckets)
    guard edges.count > 1 else { return query.groups.map { _ in AggregateRow(starts: [], values: []) } }
    guard query.groups.count * (edges.count - 1) <= settings.maxBins else {
      throw Problem.invalid(
        "step", "\(query.groups.count) groups of \(edges.count - 1) buckets are more than \(settings.maxBins) values",
        "\(query.groups.count) 组、每组 \(edges.count - 1) 个时段，超过 \(settings.maxBins) 个值")
    }
    let aggregation = Aggregation(
      store: store, query: query, edges: edges, tenant: tenant, standing: min(time.now(), query.to).milliseconds)
    let bins = try await aggregation.run(database)
    return query.groups.indices.map { bins.row($0, query.functions, query.fill) }
  }

  /// The years 1 to 9999: beyond, there are no readings, and no calendar.
  private static let oldest = Instant(milliseconds: -62_135_596_800_000)
  private static let newest = Instant(milliseconds: 253_402_300_800_000)
}
