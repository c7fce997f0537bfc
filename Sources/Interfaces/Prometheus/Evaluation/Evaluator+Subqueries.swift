// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension Evaluator {
  /// The value that a function has for each series of a subquery.
  func rows(
    _ subquery: Expression.Subquery, function: Function, parameters: [[Double]]
  ) async throws -> [Row] {
    let moments = moments(subquery.shift)
    return try await points(of: subquery).compactMap { points in
      try checkTime()
      let windows = points.windows(moments, length: subquery.length)
      return row(function, points.labels, windows, moments, subquery.length, parameters)
    }
  }

  /// What the expression of a subquery is at all instants that are in the range of any step. They are multiples of the
  /// subquery's step, whatever the steps of the query.
  func points(of subquery: Expression.Subquery) async throws -> [Points] {
    let moments = moments(subquery.shift)
    let step = subquery.step ?? Self.usualStep
    let before = moments.start - subquery.length
    var start = before / step * step
    if start <= before { start += step }
    guard start <= moments.end else { return [] }
    var inner = self
    inner.steps = Steps(start: start, step: step, count: Int((moments.end - start) / step) + 1)
    guard inner.steps.count <= settings.values / Self.share else {
      throw QueryError(
        .execution,
        "query processing would load too many samples into memory: a subquery of \(inner.steps.count) steps",
        "查询会把过多的读数载入内存：子查询有 \(inner.steps.count) 步")
    }
    return try await inner.vector(subquery.expression).map { Points($0, inner.steps) }
  }

  /// What is computed within a subquery has values at all of its steps, several at a time: they are a small part of what a
  /// selector may make.
  private static let share = 16

  /// The interval between evaluations of rules that Prometheus has by default, in milliseconds.
  private static let usualStep: Int64 = 60_000
}

/// The values that a series has, with their times.
struct Points: Sendable {
  var labels: Labels
  var values: [Double]
  /// Milliseconds since 1970.
  var instants: [Int64]

  init(labels: Labels, values: [Double], instants: [Int64]) {
    self.labels = labels
    self.values = values
    self.instants = instants
  }

  init(_ row: Row, _ steps: Steps) {
    self.init(labels: row.labels, values: [], instants: [])
    for (step, value) in row.values.enumerated() where !value.isAbsent {
      values.append(value)
      instants.append(steps.instant(step))
    }
  }

  /// The windows that end at some instants, without what is at their beginnings.
  func windows(_ moments: Steps, length: Int64) -> [WindowSummary] {
    var low = 0
    var high = 0
    return (0..<moments.count).map { index in
      let end = moments.instant(index)
      while high < instants.count, instants[high] <= end { high += 1 }
      while low < high, instants[low] <= end - length { low += 1 }
      return WindowSummary(values[low..<high], at: instants[low..<high])
    }
  }
}
