// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Telemetry
import Vocabulary

/// What the endpoints share.
final class PrometheusDoor: Sendable {
  let city: City
  let settings: PrometheusSettings
  private let shelf: SeriesShelf

  init(_ city: City, settings: PrometheusSettings) {
    self.city = city
    self.settings = settings
    shelf = SeriesShelf(city)
  }

  // MARK: - Values

  func query(_ request: PrometheusRequest) async throws -> Answer {
    let expression = try Parser.parse(try request.query())
    let at = try request.instant("time") ?? city.time.now().milliseconds
    let steps = Steps(start: at, step: 1, count: 1)
    let evaluator = try await evaluator(steps, at...at, request)
    switch expression {
    case .range(let selector, let length): return try await readings(selector, length, evaluator, request)
    case .subquery(let subquery): return try await points(subquery, evaluator, request)
    default: break
    }
    switch try await evaluator.evaluate(expression) {
    case .scalar(let values):
      return result("scalar") { PrometheusAnswer.write(values[0], at: at, to: &$0) }
    case .string(let text):
      return result("string") { writer in
        writer.beginArray()
        writer.raw(GoNumber.seconds(at).utf8)
        writer.string(text)
        writer.endArray()
      }
    case .vector(let rows):
      let found = try Evaluator.joined(rows, because: Evaluator.duplicate).filter { !$0.values[0].isAbsent }
      return result("vector", of: found, request) { row, writer in
        writer.key("value")
        PrometheusAnswer.write(row.values[0], at: at, to: &writer)
      }
    }
  }

  func queryRange(_ request: PrometheusRequest) async throws -> Answer {
    let text = try request.query()
    let steps = try request.steps(settings)
    let expression = try Parser.parse(text)
    guard expression.type == .scalar || expression.type == .vector else {
      throw QueryError(
        .badData,
        "invalid parameter \"query\": invalid expression type \"\(expression.type.rawValue)\" for range query, must be "
          + "Scalar or instant Vector",
        "参数 \"query\" 无效：\"\(expression.type.rawValue)\" 类型的表达式不能用于区间查询，应为标量或瞬时向量")
    }
    var rows: [Row] = []
    let span = steps.start...max(steps.end, try request.instant("end") ?? steps.end)
    switch try await evaluator(steps, span, request).evaluate(expression) {
    case .scalar(let values): rows = [Row(labels: Labels(), values: values)]
    case .vector(let found):
      rows = try Evaluator.joined(found, because: Evaluator.duplicate).filter { !$0.isEmpty }
      rows.sort { $0.labels < $1.labels }
    case .string: break
    }
    return result("matrix", of: rows, request) { row, writer in
      writer.key("values")
      writer.beginArray()
      for (step, value) in row.values.enumerated() where !value.isAbsent {
        PrometheusAnswer.write(value, at: steps.instant(step), to: &writer)
      }
      writer.endArray()
    }
  }

  /// A selector with a range, on its own: the readings as they are.
  private func readings(
    _ selector: Expression.Selector, _ length: Int64, _ evaluator: Evaluator, _ request: PrometheusRequest
  ) async throws -> Answer {
    let windows = Windows(
      end: Instant(milliseconds: evaluator.moments(selector.shift).start), step: 1, count: 1, length: length)
    var found: [Points] = []
    var count = 0
    try await evaluator.each(selector, windows, .readings) { entry, summaries -> Points? in
      Points(labels: entry.labels, values: summaries[0].values, instants: summaries[0].instants)
    } take: { made in
      count += made.values.count
      if count <= settings.values { found.append(made) }
    }
    guard count <= settings.values else {
      throw QueryError(
        .execution, "query processing would load too many samples into memory: \(count) readings",
        "查询会把过多的读数载入内存：\(count) 条读数")
    }
    return matrix(found, request)
  }

  /// A subquery on its own.
  private func points(
    _ subquery: Expression.Subquery, _ evaluator: Evaluator, _ request: PrometheusRequest
  ) async throws -> Answer {
    matrix(try await evaluator.points(of: subquery).filter { !$0.values.isEmpty }, request)
  }

  private func matrix(_ rows: [Points], _ request: PrometheusRequest) -> Answer {
    result("matrix") { writer in
      writer.beginArray()
      for row in rows.prefix(request.limit) {
        writer.beginObject()
        writer.key("metric")
        PrometheusAnswer.write(row.labels, to: &writer)
        writer.key("values")
        writer.beginArray()
        for (instant, value) in zip(row.instants, row.values) {
          PrometheusAnswer.write(value, at: instant, to: &writer)
        }
        writer.endArray()
        writer.endObject()
      }
      writer.endArray()
    }
  }

  private func evaluator(
    _ steps: Steps, _ span: ClosedRange<Int64>, _ request: PrometheusRequest
  ) async throws -> Evaluator {
    var allowed = settings.timeout
    if let wished = try request.timeout { allowed = min(allowed, .milliseconds(wished)) }
    var settings = settings
    if let lookback = try request.lookback { settings.lookback = .milliseconds(lookback) }
    return Evaluator(
      telemetry: city.telemetry, tenant: city.tenant, index: try await shelf.index(), settings: settings, steps: steps,
      span: span, deadline: ContinuousClock.now + allowed)
  }

  private func result(_ type: String, _ write: (inout JSONWriter) -> Void) -> Answer {
    PrometheusAnswer.success { writer in
      writer.beginObject()
      writer.member("resultType", type)
      writer.key("result")
      write(&writer)
      writer.endObject()
    }
  }

  private func result(
    _ type: String, of rows: [Row], _ request: PrometheusRequest, _ write: (Row, inout JSONWriter) -> Void
  ) -> Answer {
    result(type) { writer in
      writer.beginArray()
      for row in rows.prefix(request.limit) {
        writer.beginObject()
        writer.key("metric")
        PrometheusAnswer.write(row.labels, to: &writer)
        write(row, &writer)
        writer.endObject()
      }
      writer.endArray()
    }
  }

  // MARK: - Series and labels

  func series(_ request: PrometheusRequest) async throws -> Answer {
    let lists = try request.matchers()
    guard !lists.isEmpty else { throw QueryError(.badData, "no match[] parameter provided", "缺少参数 match[]") }
    let found = try await shelf.index().select(any: lists)
    return PrometheusAnswer.success(warnings: request.warnings(found.count)) { writer in
      writer.beginArray()
      for entry in found.prefix(request.limit) { PrometheusAnswer.write(entry.labels, to: &writer) }
      writer.endArray()
    }
  }

  func labelNames(_ request: PrometheusRequest) async throws -> Answer {
    let entries = try await shelf.index().select(any: try request.matchers())
    var names: Set<String> = []
    for entry in entries { for label in entry.labels.labels { names.insert(label.name) } }
    return list(names.sorted(), request)
  }

  func labelValues(_ name: String, _ request: PrometheusRequest) async throws -> Answer {
    let lists = try request.matchers()
    let index = try await shelf.index()
    guard name != Labels.metricName || !lists.isEmpty else { return list(index.metricNames, request) }
    var values: Set<String> = []
    for entry in index.select(any: lists) {
      let value = entry.labels[name]
      if !value.isEmpty { values.insert(value) }
    }
    return list(values.sorted(), request)
  }

  func metadata(_ request: PrometheusRequest) async throws -> Answer {
    let wanted = request["metric"]
    let names = try await shelf.index().metricNames.filter { wanted == nil || $0 == wanted }
    return PrometheusAnswer.success { writer in
      writer.beginObject()
      for name in names.prefix(request.limit) {
        writer.key(named: name)
        writer.beginArray()
        writer.beginObject()
        // Nobody says of a series of line protocol whether it only grows.
        writer.member("type", name == SeriesLabels.general ? "gauge" : "unknown")
        writer.member(
          "help", name == SeriesLabels.general ? "Readings of the city's series, told apart by their labels." : "")
        writer.member("unit", "")
        writer.endObject()
        writer.endArray()
      }
      writer.endObject()
    }
  }

  private func list(_ texts: [String], _ request: PrometheusRequest) -> Answer {
    PrometheusAnswer.success(warnings: request.warnings(texts.count)) { writer in
      writer.beginArray()
      for text in texts.prefix(request.limit) { writer.string(text) }
      writer.endArray()
    }
  }
}
