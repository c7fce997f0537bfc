// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import NIOHTTP1
import Testing
import Vocabulary

@Suite struct HealthTests {
  private struct Broken: Error {}

  @Test func tellsWhatWorks() async throws {
    let health = Health(
      [
        HealthCheck("database") { "3 connections" },
        HealthCheck("space", isPrivate: true) { "52 GB" },
        HealthCheck("mail", isCritical: false) { throw Problem(.unavailable, "no answer from the relay") },
      ])
    try await TestServer.with(Endpoint.health(health)) { server in
      let answer = try await server.request(.GET, "/health")
      #expect(answer.status == 200)
      let json = try answer.json
      #expect(json["status"] == "degraded")
      #expect(json["checks"]?["database"]?["status"] == "ok")
      #expect(json["checks"]?["database"]?["detail"] == "3 connections")
      #expect(json["checks"]?["mail"]?["status"] == "failing")
      #expect(json["checks"]?["mail"]?["detail"] == "no answer from the relay")
      // Whoever runs the city is told more than everybody is.
      #expect(json["checks"]?["space"]?["status"] == "ok" && json["checks"]?["space"]?["detail"] == nil)
      #expect(await health.report().details["space"]?.text(in: "en") == "52 GB")
      let live = try await server.request(.GET, "/health/live")
      #expect(live.text == #"{"status":"ok"}"#)
    }
  }

  @Test func failsWithSomethingCritical() async throws {
    let health = Health([HealthCheck("database") { throw Broken() }, HealthCheck("mail", isCritical: false) { nil }])
    try await TestServer.with(Endpoint.health(health)) { server in
      let answer = try await server.request(.GET, "/health")
      #expect(answer.status == 503)
      #expect(try answer.json["status"] == "failing")
      // What is in an error that was not made for people from outside stays inside.
      #expect(!answer.text.contains("Broken"))
      #expect(await health.report().details["database"]?.text(in: "en").contains("Broken") == true)
      let live = try await server.request(.GET, "/health/live")
      #expect(live.status == 200)
    }
  }

  @Test func doesNotWaitForACheckThatHangs() async {
    let health = Health(
      [
        HealthCheck("stuck") {
          await withCheckedContinuation { (never: CheckedContinuation<Void, Never>) in
            Task {
              try await Task.sleep(for: .seconds(30)); never.resume()
            }
          }
          return nil
        }
      ], timeout: .milliseconds(50))
    let started = ContinuousClock.now
    let report = await health.report()
    #expect(!report.isHealthy)
    #expect(ContinuousClock.now - started < .seconds(10))
    #expect(report.json["checks"]?["stuck"]?["detail"]?.string?.hasPrefix("no answer within") == true)
  }

  @Test func servesMetrics() async throws {
    let metrics = Metrics()
    metrics.counter("demo_total", help: "A\nb", labels: ["b": "x\"y", "a": "1"]).add(3)
    metrics.counter("demo_total", help: "", labels: ["a": "1", "b": "x\"y"]).add()
    metrics.gauge("demo_level", help: "Level").set(1.5)
    metrics.gauge("demo_read", help: "Read") { 7 }
    let histogram = metrics.histogram("demo_seconds", help: "Time", bounds: [.milliseconds(5), .seconds(1)])
    histogram.observe(.milliseconds(5))
    histogram.observe(.milliseconds(6))
    histogram.observe(.seconds(2))
    try await TestServer.with([.metrics(metrics)]) { server in
      let answer = try await server.request(.GET, "/metrics")
      #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
      #expect(
        answer.text == """
          # HELP demo_level Level
          # TYPE demo_level gauge
          demo_level 1.5
          # HELP demo_read Read
          # TYPE demo_read gauge
          demo_read 7
          # HELP demo_seconds Time
          # TYPE demo_seconds histogram
          demo_seconds_bucket{le="0.005"} 1
          demo_seconds_bucket{le="1"} 2
          demo_seconds_bucket{le="+Inf"} 3
          demo_seconds_sum 2.011
          demo_seconds_count 3
          # HELP demo_total A\\nb
          # TYPE demo_total counter
          demo_total{a="1",b="x\\"y"} 4

          """)
    }
  }
}
