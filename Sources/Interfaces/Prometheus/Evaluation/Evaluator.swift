// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Telemetry
import Vocabulary

/// Evaluates an expression at all steps at once.
struct Evaluator {
  let telemetry: Telemetry
  let tenant: Tenant
  let index: SeriesIndex
  let settings: PrometheusSettings
  let steps: Steps
  let deadline: ContinuousClock.Instant

  /// - Throws: `QueryError`; `Problem`; `StorageError`.
  func evaluate(_ expression: Expression) async throws -> Evaluated {
    try checkTime()
    switch expression {
    case .number(let number): return .scalar([Double](repeating: number, count: steps.count))
    case .string(let text): return .string(text)
    case .selector(let selector):
      return .vector(
        try await rows(selector, length: settings.lookback.wholeMilliseconds, function: .lastOverTime))
    // Only as the argument of a function, or on its own, which the caller sees to.
    case .range: throw QueryError(.badData, "a range vector has no value at an instant")
    case .negation(let inner): return Self.negated(try await evaluate(inner))
    case .call(let function, let arguments): return try await call(function, arguments)
    case .aggregation(let aggregation): return .vector(try await aggregate(aggregation))
    case .binary(let binary):
      let left = try await evaluate(binary.left)
      return try operate(binary, left, try await evaluate(binary.right))
    }
  }

  func checkTime() throws {
    try Task.checkCancellation()
    guard ContinuousClock.now < deadline else {
      throw QueryError(.timeout, "query timed out in expression evaluation")
    }
  }

  // MARK: - Readings

  /// The value that a function has for each series of a selector.
  func rows(
    _ selector: Expression.Selector, length: Int64, function: Function, share: [Double] = []
  ) async throws -> [Row] {
    let end = steps.start - selector.offset
    let length = max(1, length)
    let windows = Windows(
      end: Instant(milliseconds: end), step: steps.step, count: steps.count, length: length)
    var rows: [Row] = []
    try await each(selector, windows, function.needs) { entry, summaries -> Row? in
      var values = [Double](repeating: absent, count: summaries.count)
      var isEmpty = true
      for (index, window) in summaries.enumerated() where window.count > 0 {
        values[index] = function.value(
          window, end: end + Int64(index) * windows.step, length: length, share: share.isEmpty ? 0 : share[index])
        isEmpty = isEmpty && values[index].isAbsent
      }
      guard !isEmpty else { return nil }
      return Row(labels: function.keepsName ? entry.labels : entry.labels.withoutName, values: values)
    } take: {
      rows.append($0)
    }
    return rows
  }

  /// Makes something of the windows of each series that a selector chooses, in the order of the series.
  func each<Made: Sendable>(
    _ selector: Expression.Selector, _ windows: Windows, _ needs: WindowNeeds,
    make: @escaping @Sendable (SeriesIndex.Entry, [WindowSummary]) -> Made?, take: (Made) -> Void
  ) async throws {
    let entries = index.select(selector.matchers)
    guard entries.count <= settings.series else {
      throw QueryError(
        .execution, "the selector chooses \(entries.count) series, \(settings.series) may be: choose by more labels")
    }
    guard entries.count * steps.count <= settings.values else {
      throw QueryError(
        .execution,
        "query processing would load too many samples into memory: \(entries.count) series at \(steps.count) steps")
    }
    var left = settings.samples
    for first in stride(from: 0, to: entries.count, by: Self.seriesAtOnce) {
      try checkTime()
      let some = entries[first..<min(entries.count, first + Self.seriesAtOnce)]
      let byId = Dictionary(some.map { ($0.id, $0) }) { first, _ in first }
      let found: [Identifier: (made: Made?, count: Int)]
      do {
        found = try await telemetry.windows(
          of: some.map(\.id), over: windows, needs: needs, limit: left, tenant: tenant
        ) { id, summaries in
          (byId[id].flatMap { make($0, summaries) }, summaries.reduce(0) { $0 + $1.count })
        }
      } catch let problem as Problem where problem.code == .tooLarge {
        throw QueryError(.execution, "query processing would load too many samples into memory: \(problem.detail)")
      }
      for entry in some {
        guard let its = found[entry.id] else { continue }
        left = max(1, left - its.count)
        if let made = its.made { take(made) }
      }
    }
  }

  private static let seriesAtOnce = 4096
}
