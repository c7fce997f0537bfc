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
  var steps: Steps
  /// From where to where the query goes, of which `start()` and `end()` tell.
  let span: ClosedRange<Int64>
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
    case .range, .subquery:
      throw QueryError(
        .badData, "a range vector has no value at an instant", "区间向量没有瞬时值")
    case .negation(let inner): return Self.negated(try await evaluate(inner))
    case .call(let function, let arguments): return try await call(function, arguments)
    case .aggregation(let aggregation): return .vector(try await aggregate(aggregation))
    case .binary(let binary):
      let left = try await evaluate(binary.left)
      return try operate(binary, left, try await evaluate(binary.right))
    }
  }

  /// - Throws: `QueryError` where so many series have more values at all steps than are allowed.
  func checkSize(series: Int) throws {
    guard steps.count <= settings.values / max(1, series) else {
      throw QueryError(
        .execution,
        "query processing would load too many samples into memory: \(series) series at \(steps.count) steps",
        "查询会把过多的读数载入内存：\(series) 个序列，各 \(steps.count) 步")
    }
  }

  func checkTime() throws {
    try Task.checkCancellation()
    guard ContinuousClock.now < deadline else {
      throw QueryError(.timeout, "query timed out in expression evaluation", "查询超时")
    }
  }

  // MARK: - Readings

  /// When a selector or a subquery looks: once for each step, or once alone where it names its time.
  func moments(_ shift: Expression.Shift) -> Steps {
    let offset = shift.offset ?? 0
    return switch shift.anchor {
    case nil: Steps(start: steps.start - offset, step: steps.step, count: steps.count)
    case .instant(let instant): Steps(start: instant - offset, step: 1, count: 1)
    case .start: Steps(start: span.lowerBound - offset, step: 1, count: 1)
    case .end: Steps(start: span.upperBound - offset, step: 1, count: 1)
    }
  }

  /// The value that a function has for each series of a selector.
  ///
  /// - Parameter parameters: the other arguments of the function, at each step.
  func rows(
    _ selector: Expression.Selector, length: Int64, function: Function, parameters: [[Double]] = []
  ) async throws -> [Row] {
    let moments = moments(selector.shift)
    let length = max(1, length)
    let windows = Windows(
      end: Instant(milliseconds: moments.start), step: moments.step, count: moments.count, length: length)
    var rows: [Row] = []
    try await each(selector, windows, function.needs) { [self] entry, summaries -> Row? in
      row(function, entry.labels, summaries, moments, length, parameters)
    } take: {
      rows.append($0)
    }
    return rows
  }

  /// What a function makes of the windows of one series; `nil` where that is nothing.
  func row(
    _ function: Function, _ labels: Labels, _ windows: [WindowSummary], _ moments: Steps, _ length: Int64,
    _ parameters: [[Double]]
  ) -> Row? {
    var values = [Double](repeating: absent, count: steps.count)
    var isEmpty = true
    var known: (arguments: [Double], value: Double)?
    for step in values.indices {
      let isAlone = moments.count == 1
      let window = windows[isAlone ? 0 : step]
      guard window.count > 0 else { continue }
      let arguments = parameters.map { $0[step] }
      if isAlone, !function.dependsOnStep, let known, known.arguments == arguments {
        values[step] = known.value
      } else {
        let place = WindowPlace(
          end: moments.instant(isAlone ? 0 : step), length: length, at: steps.instant(step))
        values[step] = function.value(window, place, arguments)
        known = (arguments, values[step])
      }
      isEmpty = isEmpty && values[step].isAbsent
    }
    guard !isEmpty else { return nil }
    return Row(labels: function.keepsName ? labels : labels.withoutName, values: values)
  }

  /// Makes something of the windows of each series that a selector chooses, in the order of the series.
  func each<Made: Sendable>(
    _ selector: Expression.Selector, _ windows: Windows, _ needs: WindowNeeds,
    make: @escaping @Sendable (SeriesIndex.Entry, [WindowSummary]) -> Made?, take: (Made) -> Void
  ) async throws {
    let entries = index.select(selector.matchers)
    guard entries.count <= settings.series else {
      throw QueryError(
        .execution, "the selector chooses \(entries.count) series, \(settings.series) may be: choose by more labels",
        "选择器选中 \(entries.count) 个序列，最多 \(settings.series) 个：请用更多标签缩小范围")
    }
    try checkSize(series: entries.count)
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
        throw QueryError(
          .execution, "query processing would load too many samples into memory: \(problem.detail)",
          "查询会把过多的读数载入内存：\(problem.detail(in: "zh-Hans"))")
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
