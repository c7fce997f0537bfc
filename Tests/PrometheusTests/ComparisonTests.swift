// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Telemetry
import Vocabulary

@testable import Prometheus

/// The same questions about the same readings, answered by Prometheus and by the city.
struct ComparisonTests {
  private static let span: Int64 = 6 * 3600
  private static let start: Int64 = 1_795_480_000

  /// Series with even and uneven times, gaps, counters that begin anew, and one that ends early.
  private static func readings() -> [NewReading] {
    var generator = SeededGenerator(seed: 7)
    var readings: [NewReading] = []
    for sensor in 0..<12 {
      let code = "city,kind=\(["temp", "hum", "count"][sensor % 3]),sid=s\(sensor):v"
      var value = Double(sensor)
      var tick: Int64 = 0
      while tick < span * 1000 {
        let at = start * 1000 + tick + Int64.random(in: 1..<2000, using: &generator)
        tick += sensor % 4 == 3 ? Int64.random(in: 20_000..<900_000, using: &generator) : 15_000
        if sensor == 5, tick > span * 400, tick < span * 600 { continue }
        if sensor == 7, tick > span * 500 { break }
        switch sensor % 3 {
        case 2:
          value =
            Int.random(in: 0..<200, using: &generator) == 0
            ? 0 : value + Double.random(in: 0..<3, using: &generator).rounded()
        default: value += (Double.random(in: -1..<1, using: &generator) * 10).rounded() / 10
        }
        readings.append(NewReading(series: code, at: Instant(milliseconds: at), value: .number(value)))
      }
    }
    return readings
  }

  /// Sensors as buckets with the bounds 0 to 7 and infinity.
  private static let histogram = """
    sum by (kind, le) (label_replace(label_replace(abs(city_v), "le", "$1", "sid", "s(.*)"), "le", "+Inf", "sid", "s(8|9|1.)"))
    """

  private static let questions = [
    "city_v", "city_v{kind=\"temp\"}", "city_v{kind!=\"temp\",sid=~\"s1|s2|s.\"}", "city_v{sid!~\"s[0-4]\"}",
    "{__name__=~\"city.+\",kind=~\"t.*\"}", "city_v offset 17m", "city_v - city_v offset 1h", "city_v{nothing=\"\"}",
    "rate(city_v{kind=\"count\"}[5m])", "increase(city_v{kind=\"count\"}[1h])",
    "rate(city_v{kind=\"count\"}[37m] offset 3m)",
    "irate(city_v{kind=\"count\"}[5m])", "idelta(city_v[10m])", "delta(city_v{kind=\"temp\"}[20m])",
    "avg_over_time(city_v[10m])", "min_over_time(city_v[90s])", "max_over_time(city_v[1h])",
    "sum_over_time(city_v[5m])",
    "count_over_time(city_v[7m])", "last_over_time(city_v[30m])", "stddev_over_time(city_v[15m])",
    "stdvar_over_time(city_v[15m])", "quantile_over_time(0.9, city_v[20m])", "quantile_over_time(1.5, city_v[20m])",
    "present_over_time(city_v[2m])", "changes(city_v[30m])", "resets(city_v{kind=\"count\"}[2h])",
    "sum(city_v)", "sum by (kind) (city_v)", "avg by (kind) (avg_over_time(city_v[10m]))",
    "min without (sid, series) (city_v)",
    "max(city_v) by (kind)", "count by (kind) (city_v > 5)", "stddev by (kind) (city_v)", "stdvar(city_v)",
    "quantile by (kind) (0.25, city_v)", "quantile(0.5, city_v)", "group by (sid) (city_v)",
    "topk(3, city_v)", "bottomk by (kind) (1, city_v)", "topk(0, city_v)",
    "city_v * 2 + 1", "2 ^ 3 ^ 0.5 + city_v % 4", "-city_v", "- 2 ^ 2", "1 + 2 * 3 - 4 / 8", "city_v > 10",
    "10 < city_v",
    "city_v > bool 10", "1 > bool 2", "city_v == city_v", "city_v / on (sid) city_v", "city_v - ignoring (kind) city_v",
    "sum by (kind) (city_v) / count by (kind) (city_v)", "city_v and city_v > 10", "city_v > 10 or city_v < 3",
    "city_v unless city_v{kind=\"temp\"}", "city_v and on (kind) (city_v{sid=\"s0\"} > -1000)",
    "abs(city_v)", "ceil(city_v)", "floor(city_v / 3)", "round(city_v, 5)", "round(city_v)", "clamp(city_v, 1, 4)",
    "clamp_min(city_v, 3)", "clamp_max(city_v, 3)", "sqrt(abs(city_v))", "exp(city_v / 100)", "ln(abs(city_v) + 1)",
    "log2(abs(city_v) + 1)", "log10(abs(city_v) + 1)", "sgn(city_v)", "scalar(city_v{sid=\"s0\"})", "scalar(city_v)",
    "vector(1.5)", "time()", "time() - 1e3", "sort(city_v)", "sort_desc(sum by (kind) (city_v))", "0x1F + .5e1", "Inf",
    "-inf",
    // No instant of a subquery is at the beginning of a range, of which the versions of Prometheus think differently.
    "max_over_time(city_v[1h1ms:5m])", "avg_over_time(rate(city_v{kind=\"count\"}[5m])[30m1ms:1m] offset 7m)",
    "max_over_time(city_v[20m1ms:])", "quantile_over_time(0.5, (city_v + 1)[15m1ms:1m])",
    "min_over_time(sum by (kind) (city_v)[30m1ms:2m])", "increase(city_v{kind=\"count\"}[30m1ms:30s])",
    "stddev_over_time(city_v[30m1ms:1m])", "changes(city_v[30m1ms:1m])", "sum_over_time((city_v / 0)[10m1ms:1m])",
    "min_over_time(((city_v - city_v) / (city_v - city_v))[10m1ms:1m])",
    "absent_over_time(city_v{sid=\"s7\"}[10m1ms:1m])", "last_over_time(city_v[1h1ms:7m] @ 1795490000)",
    "max_over_time(max_over_time(city_v[10m1ms:1m])[20m1ms:90s])", "city_v @ 1795490000",
    "city_v @ 1795490000.5 offset 5m", "city_v offset 5m @ start()", "rate(city_v{kind=\"count\"}[10m] @ end())",
    "city_v - city_v @ start()", "sum_over_time(city_v[5m] @ 1795490000)",
    "quantile_over_time(0.4, city_v[9m] @ end())",
    "label_replace(city_v, \"place\", \"$1-x\", \"sid\", \"s(.*)\")",
    "label_replace(city_v, \"kind\", \"\", \"sid\", \"s[0-3]\")",
    "label_replace(city_v, \"sid\", \"${n}$$$1\", \"kind\", \"(?P<n>.).*\")", "label_join(city_v, \"both\", \"\")",
    "label_join(city_v, \"both\", \"/\", \"kind\", \"sid\", \"none\")",
    "sum by (half) (label_replace(city_v, \"half\", \"$2\", \"sid\", \"(s)([0-4]).*\"))", "absent(city_v)",
    "absent(city_v{kind=\"none\",sid=~\"x\"})", "absent(nothing{a=\"b\",a=\"c\",d=\"e\"})", "absent(sum(nothing))",
    "absent_over_time(city_v{sid=\"s7\"}[10m])", "city_v * on (kind) group_left sum by (kind) (city_v)",
    "sum by (kind) (city_v) / on (kind) group_right city_v",
    "city_v - on (kind) group_left (sid) topk by (kind) (1, city_v)",
    "city_v > on (kind) group_left avg by (kind) (city_v)",
    "city_v >= bool ignoring (sid, series) group_left () avg by (kind, value_kind) (city_v)",
    "avg by (kind) (city_v) < on (kind) group_right city_v", "count_values(\"v\", round(city_v))",
    "count_values by (kind) (\"v\", city_v > bool 5)", "deriv(city_v[10m])", "predict_linear(city_v[10m], 3600)",
    "predict_linear(city_v[10m] offset 1h, -60)", "holt_winters(city_v[10m], 0.3, 0.6)", "timestamp(city_v)",
    "timestamp(city_v + 1)", "timestamp(city_v offset 10m)", "hour()", "hour(city_v * 1e6)", "minute(vector(time()))",
    "day_of_week(city_v * 1e6)", "day_of_month(city_v * 1e7)", "day_of_year(city_v * 1e7)", "month(city_v * 1e8)",
    "year(city_v * 1e8)", "days_in_month(city_v * 1e8)", "city_v and on () hour() >= 0", "sin(city_v)", "cos(city_v)",
    "tan(city_v / 10)", "asin(city_v / 100)", "acos(city_v / 100)", "atan(city_v)", "sinh(city_v / 10)",
    "cosh(city_v / 10)", "tanh(city_v)", "asinh(city_v)", "acosh(city_v)", "atanh(city_v / 100)", "deg(city_v)",
    "rad(city_v)", "pi() * 2",
    "histogram_quantile(0.5, \(histogram))", "histogram_quantile(0.97, \(histogram))",
    "histogram_quantile(0.5, \(histogram) < 3)", "histogram_quantile(2, \(histogram))",
    "histogram_quantile(0.5, city_v)",
    "histogram_quantile(scalar(city_v{sid=\"s0\"}) / 20, \(histogram))",
    "1 / 0", "sum(city_v) atan2 2", "(city_v)", "sum(rate(city_v{kind=\"count\"}[5m])) * 60 > 0",
  ]

  @Test(.timeLimit(.minutes(3)), arguments: Engine.allCases) func answersAsPrometheus(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let readings = Self.readings()
    try await TestTown.with(engine, endpoints: { prometheusEndpoints($0) }) { town in
      let token = try await town.token(.auditor)
      // One half is sealed, and comes in another order than the time.
      for (index, some) in [readings.count / 2..<readings.count, 0..<readings.count / 2].enumerated() {
        try await town.city.telemetry.append(Array(readings[some]), createSeries: true, tenant: town.city.tenant)
        if index == 0 { try await town.city.telemetry.seal() }
      }
      guard let peer = try await PeerServer.start(Self.openMetrics(readings), in: folder) else { return }
      for (index, question) in Self.questions.enumerated() {
        // Each question in one of the ways, on each engine in another.
        let (path, more) = Self.calls[(index + (engine == .sqlite ? 0 : 2)) % Self.calls.count]
        let query = "\(path)?query=\(PercentEncoding.encoded(question))&\(more)"
        let expected = try await peer.ask("/api/v1/\(query)")
        let answer = try await town.request(.GET, "/prometheus/api/v1/\(query)", token: token)
        #expect(answer.status == 200, "\(question) \(more): \(answer.text)")
        let difference = Self.difference(answer.json["data"] ?? .null, expected["data"] ?? .null)
        #expect(difference == nil, "\(question) \(more): \(difference ?? "")")
      }
      var generator = SeededGenerator(seed: engine == .sqlite ? 31 : 37)
      for number in 0..<ParserTests.inputs / 400 {
        let question = RandomExpression.vector(2, ["city_v", "city_v{kind=\"temp\"}", "nothing"], &generator)
        let (path, more) = Self.calls[number % 3]
        let query = "\(path)?query=\(PercentEncoding.encoded(question))&\(more)"
        let expected = try await peer.ask("/api/v1/\(query)")
        let answer = try await town.request(.GET, "/prometheus/api/v1/\(query)", token: token)
        #expect(
          answer.json["status"] == expected["status"],
          "\(question) \(more): \(answer.text.prefix(300)) \(expected.text.prefix(300))")
        guard answer.status == 200, expected["status"] == "success" else { continue }
        let difference = Self.difference(answer.json["data"] ?? .null, expected["data"] ?? .null)
        #expect(difference == nil, "\(question) \(more): \(difference ?? "")")
      }
    }
  }

  private static let calls = [
    ("query", "time=\(start + 3 * 3600)"), ("query", "time=\(start + 3 * 3600 + 1777).25"),
    ("query_range", "start=\(start)&end=\(start + span)&step=600"),
    ("query_range", "start=\(start + 7200)&end=\(start + 9000)&step=17s"),
    ("query_range", "start=\(start + 7200)&end=\(start + 9000)&step=5m"),
  ]

  private static func openMetrics(_ readings: [NewReading]) -> String {
    var lines: [String: [String]] = [:]
    for reading in readings {
      guard let code = LineProtocolCode(reading.series), let number = reading.value.number else { continue }
      let labels =
        code.tags.map { "\($0.name)=\"\($0.value)\"" } + ["series=\"\(reading.series)\"", "value_kind=\"number\""]
      lines[reading.series, default: []].append(
        "city_v{\(labels.joined(separator: ","))} \(number) \(GoNumber.seconds(reading.at.milliseconds))")
    }
    return "# TYPE city_v gauge\n" + lines.sorted { $0.key < $1.key }.flatMap(\.value).joined(separator: "\n")
      + "\n# EOF\n"
  }

  /// What differs between two answers, beyond the last digits of numbers and the order of series.
  private static func difference(_ ours: JSON, _ theirs: JSON) -> String? {
    guard ours["resultType"] == theirs["resultType"] else {
      return "\(ours["resultType"] ?? .null) \(theirs.text.prefix(300))"
    }
    let type = ours["resultType"]?.string ?? ""
    if type == "scalar" { return point(ours["result"] ?? .null, theirs["result"] ?? .null) }
    func keyed(_ json: JSON) -> [String: JSON] {
      Dictionary((json["result"]?.array ?? []).map { ($0["metric"]?.text ?? "", $0) }) { first, _ in first }
    }
    let (mine, other) = (keyed(ours), keyed(theirs))
    guard Set(mine.keys) == Set(other.keys) else {
      let more = Set(mine.keys).subtracting(other.keys).sorted().prefix(3)
      let less = Set(other.keys).subtracting(mine.keys).sorted().prefix(3)
      return "series too many \(more), missing \(less)"
    }
    for (key, row) in mine {
      guard let their = other[key] else { continue }
      if type == "vector" {
        if let difference = point(row["value"] ?? .null, their["value"] ?? .null) { return "\(key): \(difference)" }
        continue
      }
      let (values, others) = (row["values"]?.array ?? [], their["values"]?.array ?? [])
      guard values.count == others.count else { return "\(key): \(values.count) points, not \(others.count)" }
      for (one, two) in zip(values, others) {
        if let difference = point(one, two) { return "\(key): \(difference)" }
      }
    }
    return nil
  }

  private static func point(_ one: JSON, _ two: JSON) -> String? {
    let (mine, other) = (one.array ?? [], two.array ?? [])
    guard mine.count == 2, other.count == 2, mine[0].double == other[0].double else { return "\(one.text) \(two.text)" }
    guard let left = number(mine[1]), let right = number(other[1]) else { return "\(one.text) \(two.text)" }
    let isSame =
      left == right || (left.isNaN && right.isNaN) || abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    return isSame ? nil : "\(one.text), not \(two.text)"
  }

  private static func number(_ json: JSON) -> Double? {
    switch json.string {
    case "+Inf": .infinity
    case "-Inf": -.infinity
    case "NaN": .nan
    case let text?: Double(text)
    case nil: nil
    }
  }
}

enum PercentEncoding {
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
