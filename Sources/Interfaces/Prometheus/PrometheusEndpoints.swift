// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP
public import Packs
import Vocabulary

/// The query API of Prometheus below `/prometheus`, so that Grafana charts the city by the data source it has. To be
/// made once for a process.
///
/// Who may see series and readings may ask; a token comes as `Authorization: Bearer`.
public func prometheusEndpoints(_ city: City, settings: PrometheusSettings = PrometheusSettings()) -> [Endpoint] {
  let door = PrometheusDoor(city, settings: settings)
  let asked = [
    ask("query", "prometheusQuery", "The value of an expression at an instant", instantParameters) {
      try await door.query($0)
    },
    ask("query_range", "prometheusQueryRange", "The values of an expression over time", rangeParameters) {
      try await door.queryRange($0)
    },
    ask("series", "prometheusSeries", "The series that fit selectors, by their labels", selectionParameters) {
      try await door.series($0)
    },
    ask("labels", "prometheusLabels", "The names of labels", selectionParameters) { try await door.labelNames($0) },
    ask(
      "query_exemplars", "prometheusExemplars", "Examples for values: there are none",
      [text("query", "Without effect."), text("start", "Without effect."), text("end", "Without effect.")]
    ) { _ in PrometheusAnswer.success { $0.value([]) } },
  ].flatMap(\.self)
  return asked + [
    .labelValues(door),
    answered(
      .get, "metadata", "prometheusMetadata", "The metrics",
      [text("metric", "Only this one."), text("limit", "Most metrics."), text("limit_per_metric", "Without effect.")]
    ) { call in try await door.metadata(PrometheusRequest(call)) },
    answered(
      .get, "rules", "prometheusRules", "Rules of Prometheus: there are none; the city has rules of its own",
      ["type", "rule_name[]", "rule_group[]", "file[]", "match[]"].map { text($0, "Without effect.") }
    ) { _ in PrometheusAnswer.success { $0.value(["groups": []]) } },
    answered(.get, "alerts", "prometheusAlerts", "Alerts of Prometheus: there are none", []) { _ in
      PrometheusAnswer.success { $0.value(["alerts": []]) }
    },
    answered(.get, "status/buildinfo", "prometheusBuild", "Which version of the API it is", []) { _ in
      PrometheusAnswer.success { writer in
        writer.beginObject()
        // Clients choose by it what they ask for.
        writer.member("version", "3.0.0")
        writer.member("application", "Citywide")
        for name in ["revision", "branch", "buildUser", "buildDate", "goVersion"] {
          writer.key(named: name)
          writer.string("")
        }
        writer.endObject()
      }
    },
  ]
}

private let staff = Set(Role.allCases).subtracting([.reporter])

private func text(_ name: String, _ description: String) -> Parameter {
  .query(name, .stringSchema(length: 0...32_768), description)
}

private let selectionParameters = [
  Parameter.query("match[]", .arraySchema(of: .stringSchema(length: 0...32_768)), "Selectors; one of them must fit."),
  text("start", "Without effect: a series is named however old its readings."), text("end", "Without effect."),
  text("limit", "Most entries in the answer."),
]

private let commonParameters = [
  text("query", "The expression, in PromQL."), text("timeout", "How long it may take, as in 30s."),
  text("limit", "Most series in the answer."), text("lookback_delta", "How old a value may be."),
  text("stats", "Without effect."), text("dedup", "Without effect."), text("partial_response", "Without effect."),
]

private let instantParameters =
  commonParameters + [text("time", "The instant, in seconds or RFC 3339; now by default.")]

private let rangeParameters =
  commonParameters + [
    text("start", "The first instant, in seconds or RFC 3339."), text("end", "No instant is later."),
    text("step", "From one instant to the next, in seconds or as in 5m."),
  ]

/// GET with a query, and POST with a form.
private func ask(
  _ path: String, _ operationId: String, _ summary: String, _ parameters: [Parameter],
  _ body: @escaping @Sendable (PrometheusRequest) async throws -> Answer
) -> [Endpoint] {
  let handler: Endpoint.Handler = { call in try await body(PrometheusRequest(call)) }
  var posted = answered(.post, path, operationId + "Form", summary, parameters, handler)
  posted.requestBody = BodySpecification(
    [.init("application/x-www-form-urlencoded", as: .form, schema: ["type": "object"])], limit: 1 << 18,
    isRequired: false)
  return [answered(.get, path, operationId, summary, parameters, handler), posted]
}

private func answered(
  _ method: HTTP.Method, _ path: String, _ operationId: String, _ summary: String, _ parameters: [Parameter],
  _ handler: @escaping Endpoint.Handler
) -> Endpoint {
  Endpoint(
    method, "/prometheus/api/v1/\(path)", operationId: operationId, summary: summary,
    description: "As the HTTP API of Prometheus has it; what of PromQL is understood is in docs/prometheus.md.",
    tag: "Prometheus", access: .roles(staff), parameters: parameters,
    responses: [
      200: .json("The answer.", PrometheusAnswer.schema),
      400: .json("The question cannot be read.", PrometheusAnswer.schema),
      422: .json("It cannot be answered, such as for its size.", PrometheusAnswer.schema),
      503: .json("It took too long.", PrometheusAnswer.schema),
    ], isHeavy: true
  ) { call in
    do { return try await handler(call) } catch {
      return try PrometheusAnswer.failure(error, in: call.head.language)
    }
  }
}

extension Endpoint {
  fileprivate static func labelValues(_ door: PrometheusDoor) -> Endpoint {
    answered(
      .get, "label/{name}/values", "prometheusLabelValues", "The values of a label",
      [.path("name", .stringSchema(length: 1...256), "The name of the label.")] + selectionParameters
    ) { call in try await door.labelValues(call.path("name"), PrometheusRequest(call)) }
  }
}
