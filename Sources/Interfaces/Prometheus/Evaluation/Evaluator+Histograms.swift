// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Evaluator {
  /// `histogram_quantile(share, vector)`: of series that count how many values are at most `le`, told apart by that label
  /// alone.
  func histogramQuantile(_ share: [Double], _ rows: [Row]) throws -> [Row] {
    var order: [Labels] = []
    var groups: [Labels: [(bound: Double, row: Int)]] = [:]
    for (index, row) in rows.enumerated() {
      guard let bound = Self.bound(row.labels["le"]) else { continue }
      let key = row.labels.without(["le"])
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append((bound, index))
    }
    let found = order.compactMap { key -> Row? in
      let members = (groups[key] ?? []).sorted { $0.bound < $1.bound }
      var result = Row(labels: key.withoutName, values: [Double](repeating: absent, count: steps.count))
      for step in 0..<steps.count {
        let buckets = members.compactMap { member in
          let count = rows[member.row].values[step]
          return count.isAbsent ? nil : Bucket(bound: member.bound, count: count)
        }
        if !buckets.isEmpty { result.values[step] = Bucket.quantile(share[step], buckets) }
      }
      return result.isEmpty ? nil : result
    }
    return try Self.joined(found, because: Self.duplicate)
  }

  private static func bound(_ text: String) -> Double? {
    switch text.lowercased() {
    case "+inf", "inf": .infinity
    default: Double(text)
    }
  }
}

/// How many values are at most a bound.
private struct Bucket {
  var bound: Double
  var count: Double

  /// Within a bucket in proportion, as if its values were spread evenly; the lowest begins at 0.
  ///
  /// - Parameter buckets: by bound; the last one must be without.
  static func quantile(_ share: Double, _ buckets: [Bucket]) -> Double {
    if share.isNaN { return .nan }
    if share < 0 { return -.infinity }
    if share > 1 { return .infinity }
    guard buckets.last?.bound == .infinity else { return .nan }
    var joined: [Bucket] = []
    for bucket in buckets {
      if let last = joined.last, last.bound == bucket.bound {
        joined[joined.count - 1].count += bucket.count
      } else {
        joined.append(bucket)
      }
    }
    // Counts that were not read at one instant may fall where they cannot.
    for index in joined.indices.dropFirst() { joined[index].count = max(joined[index].count, joined[index - 1].count) }
    let all = joined[joined.count - 1].count
    guard joined.count > 1, all != 0 else { return .nan }
    var rank = share * all
    guard let place = joined.dropLast().firstIndex(where: { $0.count >= rank }) else {
      return joined[joined.count - 2].bound
    }
    if place == 0, joined[0].bound <= 0 { return joined[0].bound }
    var (start, count) = (0.0, joined[place].count)
    if place > 0 {
      start = joined[place - 1].bound
      count -= joined[place - 1].count
      rank -= joined[place - 1].count
    }
    return start + (joined[place].bound - start) * (rank / count)
  }
}
