// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Prometheus

/// The API as a data source of Grafana meets it, on both engines.
struct QueryTests {
  static func town<Result: Sendable>(
    _ engine: Engine = .sqlite, _ change: (inout PrometheusSettings) -> Void = { _ in },
    _ body: (TestTown) async throws -> Result
  ) async throws -> Result {
    var settings = PrometheusSettings()
    change(&settings)
    return try await TestTown.with(engine, endpoints: { prometheusEndpoints($0, settings: settings) }) { town in
      let now = town.time.now()
      var readings: [NewReading] = []
      for minute in 0..<60 {
        let at = now - .seconds(minute * 60)
        readings += [
          NewReading(series: "weather,station=no%201,unit=x:air%20temp", at: at, value: .number(Double(minute))),
          NewReading(series: "plain.code", at: at, value: .number(-1)),
          NewReading(series: "door", at: at, value: .bool(minute % 2 == 0)),
          NewReading(series: "words", at: at, value: .text("open")),
        ]
      }
      try await town.city.telemetry.append(readings, createSeries: true, tenant: town.city.tenant)
      return try await body(town)
    }
  }

  @Test(arguments: Engine.allCases) func namesSeriesByLabels(engine: Engine) async throws {
    try await Self.town(engine) { town in
      let token = try await town.token(.auditor)
      let all = try await town.data("series?match[]={__name__=~\".%2b\"}", token)
      let found = Dictionary((all.array ?? []).map { ($0["series"]?.string ?? "", $0) }) { first, _ in first }
      // Texts have no place in a chart.
      #expect(found["words"] == nil)
      #expect(
        found["weather,station=no%201,unit=x:air%20temp"] == [
          "__name__": "weather_air_temp", "series": "weather,station=no%201,unit=x:air%20temp", "station": "no 1",
          "unit": "x", "value_kind": "number",
        ])
      #expect(found["plain.code"] == ["__name__": "reading", "series": "plain.code", "value_kind": "number"])
      #expect(found["door"]?["value_kind"] == "boolean")
      let names = try await town.data("label/__name__/values", token)
      #expect(names.array?.contains("reading") == true && names.array?.contains("weather_air_temp") == true)
      #expect(try await town.data("label/station/values", token) == ["no 1"])
      #expect(try await town.data("label/station/values?match[]=reading", token) == [])
      #expect(
        try await town.data("labels?match[]=weather_air_temp", token)
          == ["__name__", "series", "station", "unit", "value_kind"])
      #expect(try await town.data("metadata?metric=reading", token)["reading"]?.array?.first?["type"] == "gauge")
      #expect(try await town.data("status/buildinfo", token)["version"] == "3.0.0")
      let cut = try await town.request(.GET, "/prometheus/api/v1/label/series/values?limit=1", token: token)
      #expect(cut.json["data"]?.array?.count == 1)
      #expect(cut.json["warnings"] == ["results truncated due to limit"])
    }
  }

  @Test(arguments: Engine.allCases) func answersGetAndForm(engine: Engine) async throws {
    try await Self.town(engine) { town in
      let token = try await town.token(.handler)
      let now = town.time.now().milliseconds / 1000
      let byGet = try await town.data("query?query=avg_over_time(weather_air_temp[10m])", token)
      // The readings of minutes 0 to 9 before now.
      #expect(byGet["result"]?.array?.first?["value"] == [.integer(now), "4.5"])
      #expect(byGet["result"]?.array?.first?["metric"]?["__name__"] == nil)
      let byForm = try await town.request(
        .POST, "/prometheus/api/v1/query", token: token,
        bytes: Array("query=avg_over_time%28weather_air_temp%5B10m%5D%29&time=\(now)".utf8),
        headers: ["Content-Type": "application/x-www-form-urlencoded"])
      #expect(byForm.json["data"] == byGet)
      let readings = try await town.data("query?query=reading{series=\"door\"}[3m]&time=\(now)", token)
      #expect(readings["resultType"] == "matrix")
      #expect(
        readings["result"]?.array?.first?["values"] == [
          [.integer(now - 120), "1"], [.integer(now - 60), "0"], [.integer(now), "1"],
        ])
      #expect(try await town.data("query?query=1%2b1", token)["result"]?.array?.last == "2")
      #expect(try await town.data("query?query=%22x%22", token)["result"]?.array?.last == "x")
      #expect(try await town.data("query?query=words", token)["result"] == [])
      // At each even minute the newest reading, those of the last five minutes.
      let minutes = try await town.data("query?query=reading{series=\"door\"}[3m:1m]&time=\(now / 60 * 60)", token)
      #expect(minutes["resultType"] == "matrix")
      #expect(
        minutes["result"]?.array?.first?["values"]?.array?.map { $0.array?.first ?? .null }
          == (0..<3).map { .integer(now / 60 * 60 - 120 + $0 * 60) })
      for (path, expected) in [
        ("rules?type=alert", ["groups": []]), ("alerts", ["alerts": []]), ("query_exemplars?query=a", []),
      ] as [(String, JSON)] {
        #expect(try await town.data(path, token) == expected, "\(path)")
      }
    }
  }

  /// In the form of Prometheus.
  @Test func saysWhatIsWrongInTheLanguageOfTheRequest() async throws {
    try await Self.town(.sqlite) { town in
      let token = try await town.token(.auditor)
      for (path, status, english, chinese) in [
        ("query?query=rate(", 400, "1:6: parse error: unexpected the end", "第 1 行第 6 列有误：此处不应有表达式的结尾"),
        ("query?query=a%5B5m%5D%2B1", 400, "binary expression must", "二元运算的两边"),
        ("query?query=sum(", 400, "parse error", "列有误"), ("query?query=1&time=x", 400, "cannot parse \"x\"", "不是时间戳"),
        ("query?query=%7Ba%3D~%22(%22%7D", 400, "missing closing )", "缺少 )"),
        ("series", 400, "no match[] parameter", "缺少参数 match[]"),
        ("query?query=label_replace(reading,%22a-b%22,%22%22,%22a%22,%22%22)", 422, "invalid", "标签名无效"),
      ] {
        for (language, expected) in [("en", english), ("zh-Hans", chinese)] {
          let answer = try await town.request(
            .GET, "/prometheus/api/v1/" + path, token: token, headers: ["Accept-Language": language])
          #expect(answer.status == status && answer.json["status"] == "error", "\(path): \(answer.text)")
          #expect(answer.header("Content-Language") == language, "\(path)")
          #expect(answer.json["error"]?.string?.contains(expected) == true, "\(path): \(answer.text)")
        }
      }
    }
  }

  @Test func keepsWithinItsLimits() async throws {
    try await Self.town(
      .sqlite,
      {
        $0.points = 100
        $0.series = 2
        $0.values = 150
        $0.samples = 100
      }
    ) { town in
      let token = try await town.token(.auditor)
      let now = town.time.now().milliseconds / 1000
      func failure(_ path: String) async throws -> (Int, String, String) {
        let answer = try await town.request(.GET, "/prometheus/api/v1/" + path, token: token)
        #expect(answer.json["status"] == "error", "\(path): \(answer.text)")
        return (answer.status, answer.json["errorType"]?.string ?? "", answer.json["error"]?.string ?? "")
      }
      for (path, status, kind, detail) in [
        (
          "query_range?query=reading&start=0&end=100&step=1", 400, "bad_data",
          "exceeded maximum resolution of 100 points"
        ),
        ("query_range?query=reading&start=0&end=1&step=0", 400, "bad_data", "zero or negative"),
        ("query_range?query=reading&start=2&end=1&step=1", 400, "bad_data", "end timestamp must not be before start"),
        ("query_range?query=reading&end=1&step=1", 400, "bad_data", "\"start\""),
        ("query_range?query=reading&start=soon&end=1&step=1", 400, "bad_data", "cannot parse \"soon\""),
        ("query_range?query=reading[5m]&start=0&end=1&step=1", 400, "bad_data", "invalid expression type"),
        ("query?query=rate(", 400, "bad_data", "1:6: parse error: unexpected the end"),
        ("query", 400, "bad_data", "no expression found"),
        ("query?query=1&time=1e300", 400, "bad_data", "cannot parse"),
        ("query?query={series!=\"\"}", 422, "execution", "the selector chooses"),
        (
          "query_range?query=sum(reading{series=~\"plain.code|door\"})&start=\(now - 90)&end=\(now)&step=1", 422,
          "execution", "2 series at 91 steps"
        ),
        (
          "query?query=stddev_over_time(reading{series=~\"plain.code|door\"}[2h])", 422, "execution",
          "more than 100 readings"
        ),
        ("query?query=vector(1)[1000y:1ms]", 422, "execution", "too many samples"),
        ("query?query=max_over_time(reading{series=\"door\"}[10m:1s])", 422, "execution", "a subquery of 600 steps"),
        (
          "query_range?query=count_values(\"v\",time())&start=0&end=99&step=1", 400, "bad_data",
          "expected type instant vector"
        ),
        (
          "query_range?query=count_values(\"v\",vector(time()))&start=0&end=99&step=1", 422, "execution",
          "2 series at 100 steps"
        ),
        (
          "query?query=label_replace(weather_air_temp,\"a\",\"\",\"b\",\"(\")", 422, "execution",
          "invalid regular expression in label_replace()"
        ),
        (
          "query?query=label_replace(weather_air_temp,\"5\",\"\",\"b\",\"\")", 422, "execution",
          "invalid destination label"
        ),
        ("query?query=holt_winters(weather_air_temp[5m],1,0.5)", 422, "execution", "invalid smoothing factor"),
        (
          "query?query=weather_air_temp%2bon()group_right()reading{series=~\"plain.code|door\"}%2bon()group_left()"
            + "reading{series=~\"plain.code|door\"}", 422, "execution", "on the right hand-side"
        ),
        ("series", 400, "bad_data", "no match[]"), ("series?match[]=1", 400, "bad_data", "no series selector"),
        ("labels?match[]={", 400, "bad_data", "parse error"),
        ("query?query=weather_air_temp%2bon()reading{series=~\"plain.code|door\"}", 422, "execution", "many-to-many"),
        ("query?query=reading{series=~\"plain.code|door\"}%2bon()weather_air_temp", 422, "execution", "many-to-one"),
      ] {
        let encoded = path.replacing("\"", with: "%22").replacing("|", with: "%7c").replacing("{", with: "%7b")
          .replacing("}", with: "%7d").replacing("[", with: "%5b").replacing("]", with: "%5d")
        let (gotStatus, gotKind, gotDetail) = try await failure(encoded)
        #expect(
          gotStatus == status && gotKind == kind && gotDetail.contains(detail), "\(path): \(gotStatus) \(gotDetail)")
      }
    }
  }

  /// Whatever can be read is answered, or refused in words.
  @Test func survivesAnyExpression() async throws {
    try await Self.town(.sqlite, { $0.values = 20_000 }) { town in
      let token = try await town.token(.auditor)
      let now = town.time.now().milliseconds / 1000
      var generator = SeededGenerator(seed: 23)
      var answered = 0
      for _ in 0..<ParserTests.inputs / 80 {
        let text = RandomExpression.vector(4, ["reading", "weather_air_temp", "nothing"], &generator)
        _ = try Parser.parse(text)
        let path =
          Bool.random(using: &generator)
          ? "query?time=\(now)"
          : "query_range?start=\(now - 600)&end=\(now)&step=\(Int.random(in: 1..<200, using: &generator))"
        let answer = try await town.request(
          .GET, "/prometheus/api/v1/\(path)&query=\(PercentEncoding.encoded(text))", token: token)
        #expect([200, 422].contains(answer.status), "\(text): \(answer.text)")
        if answer.status == 200 { answered += 1 }
      }
      #expect(answered > ParserTests.inputs / 200)
    }
  }

  @Test func asksOnlyForWhomMaySeeReadings() async throws {
    try await Self.town { town in
      let paths: [(HTTPMethod, String)] = [
        (.GET, "query?query=1"), (.POST, "query"), (.GET, "query_range?query=1&start=0&end=1&step=1"),
        (.POST, "query_range"),
        (.GET, "series?match[]=a"), (.POST, "series"), (.GET, "labels"), (.POST, "labels"), (.GET, "label/a/values"),
        (.GET, "metadata"), (.GET, "status/buildinfo"), (.GET, "rules"), (.GET, "alerts"), (.POST, "query_exemplars"),
      ]
      for (method, path) in paths {
        let full = "/prometheus/api/v1/" + path
        #expect(try await town.request(method, full).status == 401, "\(path)")
        for role in Role.allCases {
          let status = try await town.request(method, full, token: try await town.token(role)).status
          #expect((status == 403) == (role == .reporter), "\(path) as \(role): \(status)")
        }
      }
    }
  }
}

extension TestTown {
  fileprivate func data(_ path: String, _ token: String) async throws -> JSON {
    let encoded = path.replacing("[", with: "%5B").replacing("]", with: "%5D").replacing("{", with: "%7B")
      .replacing("}", with: "%7D").replacing("\"", with: "%22")
    let answer = try await request(.GET, "/prometheus/api/v1/" + encoded, token: token)
    #expect(answer.status == 200, "\(path): \(answer.text)")
    return answer.json["data"] ?? .null
  }
}
