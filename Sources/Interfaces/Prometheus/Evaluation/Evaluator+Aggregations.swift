// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Evaluator {
  func aggregate(_ aggregation: Expression.Aggregation) async throws -> [Row] {
    let rows = try await vector(aggregation.expression)
    var parameter: [Double] = []
    if let expression = aggregation.parameter, expression.type == .scalar { parameter = try await scalar(expression) }
    let names = Set(aggregation.labels)
    var order: [Labels] = []
    var groups: [Labels: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      let key =
        aggregation.isWithout ? row.labels.without(names.union([Labels.metricName])) : row.labels.keeping(names)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    switch aggregation.operation {
    case .topk, .bottomk:
      if let wrong = parameter.first(where: { !($0.magnitude < 0x1p63) }) {
        throw QueryError(
          .execution, "Scalar value \(GoNumber.text(wrong)) overflows int64",
          "标量值 \(GoNumber.text(wrong)) 超出 int64")
      }
      return chosen(rows, order.compactMap { groups[$0] }, parameter, largest: aggregation.operation == .topk)
    case .countValues:
      guard case .string(let label)? = aggregation.parameter else { return [] }
      return try counted(rows, order.map { ($0, groups[$0] ?? []) }, label)
    default:
      return order.map { key in
        let members = groups[key] ?? []
        return Row(
          labels: key,
          values: Self.values(aggregation.operation, members.map { rows[$0].values }, parameter, steps.count))
      }
    }
  }

  /// How many series of each group have a value, with the value as a label.
  private func counted(_ rows: [Row], _ groups: [(Labels, [Int])], _ label: String) throws -> [Row] {
    try Self.check(label, "label name")
    var found: [Row] = []
    for (key, members) in groups {
      var places: [String: Int] = [:]
      for step in 0..<steps.count {
        for member in members where !rows[member].values[step].isAbsent {
          let text = GoNumber.text(rows[member].values[step])
          if places[text] == nil {
            places[text] = found.count
            found.append(
              Row(labels: key.with(label, text), values: [Double](repeating: absent, count: steps.count)))
            try checkSize(series: found.count)
          }
          guard let place = places[text] else { continue }
          let before = found[place].values[step]
          found[place].values[step] = before.isAbsent ? 1 : before + 1
        }
      }
    }
    return found
  }

  private static func values(
    _ operation: Expression.Aggregation.Operation, _ members: [[Double]], _ parameter: [Double], _ count: Int
  ) -> [Double] {
    var result = [Double](repeating: absent, count: count)
    if operation == .quantile {
      for step in 0..<count {
        let values = members.map { $0[step] }.filter { !$0.isAbsent }
        if !values.isEmpty { result[step] = Quantile.of(values, parameter[step]) }
      }
      return result
    }
    var groups = [Moments](repeating: Moments(), count: count)
    for values in members {
      for step in 0..<count where !values[step].isAbsent { groups[step].add(values[step]) }
    }
    for step in 0..<count where groups[step].count > 0 { result[step] = groups[step].value(operation) }
    return result
  }

  /// The largest or smallest of each group, at each step.
  private func chosen(_ rows: [Row], _ groups: [[Int]], _ parameter: [Double], largest: Bool) -> [Row] {
    var kept = rows.map { Row(labels: $0.labels, values: [Double](repeating: absent, count: steps.count)) }
    var order: [Int] = []
    for members in groups {
      for step in 0..<steps.count {
        let wish = parameter[step]
        guard wish >= 1 else { continue }
        let ranked = members.filter { !rows[$0].values[step].isAbsent }.sorted { left, right in
          let (one, other) = (rows[left].values[step], rows[right].values[step])
          if one.isNaN || other.isNaN { return !one.isNaN || (other.isNaN && left < right) }
          return one == other ? left < right : (one > other) == largest
        }
        for index in ranked.prefix(wish < Double(ranked.count) ? Int(wish) : ranked.count) {
          kept[index].values[step] = rows[index].values[step]
          if steps.count == 1 { order.append(index) }
        }
      }
    }
    return (steps.count == 1 ? order : Array(kept.indices)).map { kept[$0] }.filter { !$0.isEmpty }
  }
}

/// What is gathered of the values of a group at one step.
private struct Moments {
  var count = 0.0
  private var sum = 0.0
  private var low = Double.nan
  private var high = Double.nan
  private var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    sum += value
    if !(low <= value) { low = value.isNaN && !low.isNaN ? low : value }
    if !(high >= value) { high = value.isNaN && !high.isNaN ? high : value }
    // One value alone does not deviate, not even an infinite one.
    guard count > 1 else {
      mean = value
      return
    }
    // Welford: the squares without a second pass.
    let difference = value - mean
    mean += difference / count
    squares += difference * (value - mean)
  }

  func value(_ operation: Expression.Aggregation.Operation) -> Double {
    switch operation {
    case .sum: sum
    case .avg: sum / count
    case .min: low
    case .max: high
    case .count: count
    case .group: 1
    case .stddev: (squares / count).squareRoot()
    case .stdvar: squares / count
    case .topk, .bottomk, .quantile, .countValues: absent
    }
  }
}
