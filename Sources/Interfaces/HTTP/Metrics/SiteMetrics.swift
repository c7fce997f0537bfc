// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What the site counts about itself.
final class SiteMetrics: Sendable {
  let registry: Metrics
  let inFlight: Gauge
  let streams: Gauge
  let cutStreams: Counter
  let limited: Counter
  /// For requests that no endpoint takes.
  let unmatched: EndpointMetrics

  init(_ registry: Metrics) {
    self.registry = registry
    inFlight = registry.gauge("citywide_http_requests_in_flight", help: "Requests that are being answered.")
    streams = registry.gauge("citywide_http_event_streams", help: "Open streams of server-sent events.")
    cutStreams = registry.counter(
      "citywide_http_event_streams_cut_total", help: "Streams of events cut because their reader was too slow.")
    limited = registry.counter(
      "citywide_http_requests_limited_total", help: "Requests refused because their address sent too many.")
    unmatched = EndpointMetrics(registry, operation: "none", method: "any")
  }

  func endpoint(_ endpoint: Endpoint) -> EndpointMetrics {
    EndpointMetrics(registry, operation: endpoint.operationId, method: endpoint.method.name)
  }
}

/// What is counted of one endpoint.
final class EndpointMetrics: Sendable {
  /// By the first digit of the status, 1 to 5.
  private let requests: [Counter]
  private let duration: Histogram

  init(_ registry: Metrics, operation: String, method: String) {
    requests = (1...5).map { digit in
      registry.counter(
        "citywide_http_requests_total", help: "Answered requests by operation and class of status.",
        labels: ["operation": operation, "method": method, "status": "\(digit)xx"])
    }
    duration = registry.histogram(
      "citywide_http_request_duration_seconds", help: "From the head of a request to the end of its answer.",
      labels: ["operation": operation])
  }

  func record(status: Int, nanoseconds: UInt64) {
    requests[min(max(status / 100, 1), 5) - 1].add()
    duration.observe(nanoseconds)
  }
}
