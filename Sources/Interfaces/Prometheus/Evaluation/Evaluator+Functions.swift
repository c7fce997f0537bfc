// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

extension Evaluator {
  func call(_ function: Function, _ arguments: [Expression]) async throws -> Evaluated {
    if let place = function.parameters.firstIndex(of: .matrix) {
      return .vector(try await overTime(function, arguments, range: arguments[place]))
    }
    switch function {
    case .time: return .scalar(times)
    case .pi: return .scalar([Double](repeating: .pi, count: steps.count))
    case .vector: return .vector([Row(labels: Labels(), values: try await scalar(arguments[0]))])
    case .scalar: return .scalar(Self.only(try await vector(arguments[0]), steps.count))
    case .absence: return .vector(absence(of: try await vector(arguments[0]), arguments[0]))
    case .timestamp: return .vector(try await timestamps(arguments[0]))
    case .histogramQuantile:
      return .vector(try histogramQuantile(try await scalar(arguments[0]), try await vector(arguments[1])))
    case .labelReplace: return .vector(try await relabelled(arguments))
    case .labelJoin: return .vector(try await joined(arguments))
    case .sort, .sortDescending:
      let rows = try await vector(arguments[0])
      // Order means something where there is one instant.
      guard steps.count == 1 else { return .vector(rows) }
      return .vector(Self.sorted(rows, ascending: function == .sort))
    default:
      let rows =
        arguments.isEmpty ? [Row(labels: Labels(), values: times)] : try await vector(arguments[0])
      var bounds: [[Double]] = []
      for argument in arguments.dropFirst() { bounds.append(try await scalar(argument)) }
      return .vector(
        rows.map { row in
          var row = row
          row.labels = row.labels.withoutName
          for index in row.values.indices where !row.values[index].isAbsent {
            row.values[index] = function.value(row.values[index], bounds.map { $0[index] })
          }
          return row
        })
    }
  }

  private var times: [Double] { (0..<steps.count).map { Double(steps.instant($0)) / 1000 } }

  private func overTime(_ function: Function, _ arguments: [Expression], range: Expression) async throws -> [Row] {
    var parameters: [[Double]] = []
    for argument in arguments where argument.type == .scalar { parameters.append(try await scalar(argument)) }
    if function == .holtWinters {
      for (name, values) in zip(["smoothing", "trend"], parameters) {
        guard let wrong = values.first(where: { !($0 > 0 && $0 < 1) }) else { continue }
        throw QueryError(
          .execution, "invalid \(name) factor. Expected: 0 < factor < 1, got: \(GoNumber.text(wrong))",
          "\(name) 系数无效：应大于 0 且小于 1，而不是 \(GoNumber.text(wrong))")
      }
    }
    let isAbsence = function == .absentOverTime
    let function = isAbsence ? .presentOverTime : function
    let rows: [Row]
    switch range {
    case .range(let selector, let length):
      rows = try await self.rows(selector, length: length, function: function, parameters: parameters)
    case .subquery(let subquery):
      rows = try await self.rows(subquery, function: function, parameters: parameters)
    default:
      throw QueryError(
        .badData, "\(function.rawValue) needs a range vector", "\(function.rawValue) 要一个区间向量")
    }
    return isAbsence ? absence(of: rows, range) : rows
  }

  /// 1 at each step at which none of the rows has a value, with the labels that their expression demands.
  private func absence(of rows: [Row], _ expression: Expression) -> [Row] {
    var values = [Double](repeating: 1, count: steps.count)
    for row in rows {
      for step in values.indices where !row.values[step].isAbsent { values[step] = absent }
    }
    let row = Row(labels: expression.certainLabels, values: values)
    return row.isEmpty ? [] : [row]
  }

  /// When a reading was made; of what is computed, the time of the step.
  private func timestamps(_ expression: Expression) async throws -> [Row] {
    if case .selector(let selector) = expression {
      return try await rows(selector, length: settings.lookback.wholeMilliseconds, function: .timestamp)
    }
    return try await vector(expression).map { row in
      Row(
        labels: row.labels.withoutName,
        values: zip(row.values, times).map { value, time in value.isAbsent ? absent : time })
    }
  }

  func vector(_ expression: Expression) async throws -> [Row] {
    guard case .vector(let rows) = try await evaluate(expression) else {
      throw QueryError(.badData, "an instant vector is needed", "此处应为瞬时向量")
    }
    return rows
  }

  func scalar(_ expression: Expression) async throws -> [Double] {
    guard case .scalar(let values) = try await evaluate(expression) else {
      throw QueryError(.badData, "a scalar is needed", "此处应为标量")
    }
    return values
  }

  /// At each step the value of the only series that has one.
  private static func only(_ rows: [Row], _ count: Int) -> [Double] {
    (0..<count).map { step in
      let present = rows.lazy.map { $0.values[step] }.filter { !$0.isAbsent }
      var iterator = present.makeIterator()
      guard let first = iterator.next(), iterator.next() == nil else { return .nan }
      return first
    }
  }

  static func sorted(_ rows: [Row], ascending: Bool) -> [Row] {
    rows.enumerated().sorted { left, right in
      let (one, other) = (left.element.values[0], right.element.values[0])
      if one.isNaN || other.isNaN { return !one.isNaN || (other.isNaN && left.offset < right.offset) }
      return one == other ? left.offset < right.offset : (one < other) == ascending
    }.map(\.element)
  }

  static func negated(_ value: Evaluated) -> Evaluated {
    switch value {
    case .scalar(let values): .scalar(values.map { -$0 })
    case .vector(let rows):
      .vector(
        rows.map { row in
          Row(labels: row.labels.withoutName, values: row.values.map { $0.isAbsent ? $0 : -$0 })
        })
    case .string: value
    }
  }
}

extension Function {
  /// Of one value.
  fileprivate func value(_ value: Double, _ bounds: [Double]) -> Double {
    switch self {
    case .abs: Swift.abs(value)
    case .ceil: value.rounded(.up)
    case .floor: value.rounded(.down)
    case .exp: Foundation.exp(value)
    case .ln: Foundation.log(value)
    case .log2: Foundation.log2(value)
    case .log10: Foundation.log10(value)
    case .sqrt: value.squareRoot()
    case .sgn: value.isNaN ? value : value > 0 ? 1 : value < 0 ? -1 : 0
    case .round: Self.rounded(value, to: bounds.first ?? 1)
    case .clampMin: Self.greater(value, bounds[0])
    case .clampMax: Self.smaller(value, bounds[0])
    case .clamp: bounds[0] > bounds[1] ? absent : Self.smaller(Self.greater(value, bounds[0]), bounds[1])
    case .sin: Foundation.sin(value)
    case .cos: Foundation.cos(value)
    case .tan: Foundation.tan(value)
    case .asin: Foundation.asin(value)
    case .acos: Foundation.acos(value)
    case .atan: Foundation.atan(value)
    case .sinh: Foundation.sinh(value)
    case .cosh: Foundation.cosh(value)
    case .tanh: Foundation.tanh(value)
    case .asinh: Foundation.asinh(value)
    case .acosh: Foundation.acosh(value)
    case .atanh: Foundation.atanh(value)
    case .deg: value * 180 / .pi
    case .rad: value * .pi / 180
    case _ where isOfTime: UTCTime(seconds: value).map { Double($0[self]) } ?? .nan
    default: value
    }
  }

  /// Halves go up.
  private static func rounded(_ value: Double, to nearest: Double) -> Double {
    let inverse = 1 / nearest
    return (value * inverse + 0.5).rounded(.down) / inverse
  }

  private static func greater(_ one: Double, _ other: Double) -> Double {
    one.isNaN || other.isNaN ? .nan : Swift.max(one, other)
  }

  private static func smaller(_ one: Double, _ other: Double) -> Double {
    one.isNaN || other.isNaN ? .nan : Swift.min(one, other)
  }
}
