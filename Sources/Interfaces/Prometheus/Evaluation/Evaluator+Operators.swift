// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Evaluator {
  func operate(_ binary: Expression.Binary, _ left: Evaluated, _ right: Evaluated) throws -> Evaluated {
    let operation = binary.operation
    switch (left, right) {
    case (.scalar(let one), .scalar(let other)):
      return .scalar(zip(one, other).map { operation.value($0, $1, returnsBool: true) ?? absent })
    case (.vector(let rows), .scalar(let other)):
      return .vector(
        rows.compactMap { row in
          operated(row, binary) { step, value in operation.value(value, other[step], returnsBool: binary.returnsBool) }
        })
    case (.scalar(let one), .vector(let rows)):
      return .vector(
        rows.compactMap { row in
          operated(row, binary) { step, value in
            let found = operation.value(one[step], value, returnsBool: binary.returnsBool)
            // What is kept of a comparison is the vector's value.
            return operation.isComparison && !binary.returnsBool ? found.map { _ in value } : found
          }
        })
    case (.vector(let one), .vector(let other)):
      return .vector(operation.isSet ? try combined(binary, one, other) : try matched(binary, one, other))
    default:
      throw QueryError(
        .badData, "binary expression must contain only scalar and instant vector types", "二元运算的两边只能是标量或瞬时向量")
    }
  }

  private func operated(
    _ row: Row, _ binary: Expression.Binary, _ value: (Int, Double) -> Double?
  ) -> Row? {
    var result = row
    for step in row.values.indices where !row.values[step].isAbsent {
      result.values[step] = value(step, row.values[step]) ?? absent
    }
    if !binary.operation.isComparison || binary.returnsBool { result.labels = row.labels.withoutName }
    return result.isEmpty ? nil : result
  }

  private func signature(_ labels: Labels, _ matching: Expression.Binary.Matching) -> Labels {
    matching.isOn
      ? labels.keeping(Set(matching.labels)) : labels.without(Set(matching.labels).union([Labels.metricName]))
  }

  /// Pairs of series, one from each side; with `group_left` and `group_right` several series of one side may have the
  /// same partner.
  private func matched(_ binary: Expression.Binary, _ left: [Row], _ right: [Row]) throws -> [Row] {
    let isSwapped = binary.matching.many == .right
    let (many, one) = isSwapped ? (right, left) : (left, right)
    let partners = Dictionary(grouping: one.indices) { signature(one[$0].labels, binary.matching) }
    var rows: [Row] = []
    for row in many {
      try checkTime()
      let key = signature(row.labels, binary.matching)
      guard let candidates = partners[key] else { continue }
      // By the partner, which may give labels; 0 where it gives none.
      var made: [Int: Row] = [:]
      for step in 0..<steps.count where !row.values[step].isAbsent {
        let present = candidates.filter { !one[$0].values[step].isAbsent }
        guard present.count <= 1 else {
          let names = present.prefix(2).map { Self.text(one[$0].labels) }.joined(separator: ", ")
          throw QueryError(
            .execution,
            "found duplicate series for the match group \(Self.text(key)) on the \(isSwapped ? "left" : "right") "
              + "hand-side of the operation: [\(names)];"
              + "many-to-many matching not allowed: matching labels must be unique on one side",
            "运算\(isSwapped ? "左" : "右")侧在匹配组 \(Self.text(key)) 中有重复的序列：[\(names)]；不允许多对多匹配：匹配标签在一侧必须唯一")
        }
        guard let partner = present.first else { continue }
        let (mine, other) = (row.values[step], one[partner].values[step])
        guard
          let value = binary.operation.value(
            isSwapped ? other : mine, isSwapped ? mine : other, returnsBool: binary.returnsBool)
        else { continue }
        let place = binary.matching.included.isEmpty ? 0 : partner
        made[
          place,
          default: Row(
            labels: labels(binary, row.labels, one[partner].labels),
            values: [Double](repeating: absent, count: steps.count))
        ].values[step] = value
      }
      rows += made.sorted { $0.key < $1.key }.map(\.value)
    }
    return try Self.joined(
      rows,
      because: binary.matching.many == nil
        ? (
          english: "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
          chinese: "标签有多个匹配：多对一匹配须写明（group_left/group_right）"
        )
        : (
          english: "multiple matches for labels: grouping labels must ensure unique matches",
          chinese: "标签有多个匹配：分组标签须使匹配唯一"
        ))
  }

  /// The labels of what comes of two series.
  private func labels(_ binary: Expression.Binary, _ mine: Labels, _ partner: Labels) -> Labels {
    let matching = binary.matching
    var labels = !binary.operation.isComparison || binary.returnsBool ? mine.withoutName : mine
    guard matching.many != nil else {
      return matching.isOn ? labels.keeping(Set(matching.labels)) : labels.without(Set(matching.labels))
    }
    for name in matching.included { labels = labels.with(name, partner[name]) }
    return labels
  }

  /// `and`, `or`, `unless`.
  private func combined(_ binary: Expression.Binary, _ left: [Row], _ right: [Row]) throws -> [Row] {
    let lefts = Dictionary(grouping: left.indices) { signature(left[$0].labels, binary.matching) }
    let rights = Dictionary(grouping: right.indices) { signature(right[$0].labels, binary.matching) }
    func masked(_ row: Row, _ others: [Int], _ side: [Row], keepsWherePresent: Bool) -> Row? {
      var row = row
      for step in row.values.indices where !row.values[step].isAbsent {
        let isThere = others.contains { !side[$0].values[step].isAbsent }
        if isThere != keepsWherePresent { row.values[step] = absent }
      }
      return row.isEmpty ? nil : row
    }
    switch binary.operation {
    case .and, .unless:
      return left.compactMap { row in
        masked(
          row, rights[signature(row.labels, binary.matching)] ?? [], right, keepsWherePresent: binary.operation == .and)
      }
    default:
      return try Self.joined(
        left
          + right.compactMap { row in
            masked(row, lefts[signature(row.labels, binary.matching)] ?? [], left, keepsWherePresent: false)
          }, because: Self.duplicate)
    }
  }

  static let duplicate = (
    english: "vector cannot contain metrics with the same labelset", chinese: "向量中不能有标签完全相同的指标"
  )

  /// Rows of the same labels become one.
  /// - Throws: `QueryError` where two of them have a value at one step.
  static func joined(_ rows: [Row], because reason: (english: String, chinese: String)) throws -> [Row] {
    var places: [Labels: Int] = [:]
    var result: [Row] = []
    for row in rows {
      guard let place = places[row.labels] else {
        places[row.labels] = result.count
        result.append(row)
        continue
      }
      for step in row.values.indices where !row.values[step].isAbsent {
        guard result[place].values[step].isAbsent else {
          throw QueryError(.execution, reason.english, reason.chinese)
        }
        result[place].values[step] = row.values[step]
      }
    }
    return result
  }

  private static func text(_ labels: Labels) -> String {
    "{" + labels.labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ", ") + "}"
  }
}

extension Expression.Binary.Operation {
  /// `nil` where a comparison does not hold and is no boolean.
  fileprivate func value(_ left: Double, _ right: Double, returnsBool: Bool) -> Double? {
    switch self {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide: return left / right
    case .remainder: return fmod(left, right)
    case .power: return pow(left, right)
    case .arcTangent: return atan2(left, right)
    default: break
    }
    let holds =
      switch self {
      case .equal: left == right
      case .notEqual: left != right
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      default: false
      }
    return returnsBool ? (holds ? 1 : 0) : holds ? left : nil
  }
}
