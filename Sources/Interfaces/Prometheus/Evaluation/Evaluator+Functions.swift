// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Evaluator {
  func call(_ function: Function, _ arguments: [Expression]) async throws -> Evaluated {
    if function.isOverTime {
      guard case .range(let selector, let length)? = arguments.last else {
        throw QueryError(.badData, "\(function.rawValue) needs a range vector")
      }
      let share = arguments.count == 2 ? try await scalar(arguments[0]) : []
      return .vector(try await rows(selector, length: length, function: function, share: share))
    }
    switch function {
    case .time: return .scalar((0..<steps.count).map { Double(steps.instant($0)) / 1000 })
    case .vector: return .vector([Row(labels: Labels(), values: try await scalar(arguments[0]))])
    case .scalar: return .scalar(Self.only(try await vector(arguments[0]), steps.count))
    case .sort, .sortDescending:
      let rows = try await vector(arguments[0])
      // Order means something where there is one instant.
      guard steps.count == 1 else { return .vector(rows) }
      return .vector(Self.sorted(rows, ascending: function == .sort))
    default:
      let rows = try await vector(arguments[0])
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

  func vector(_ expression: Expression) async throws -> [Row] {
    guard case .vector(let rows) = try await evaluate(expression) else {
      throw QueryError(.badData, "an instant vector is needed")
    }
    return rows
  }

  func scalar(_ expression: Expression) async throws -> [Double] {
    guard case .scalar(let values) = try await evaluate(expression) else {
      throw QueryError(.badData, "a scalar is needed")
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
