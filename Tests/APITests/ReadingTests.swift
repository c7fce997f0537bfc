// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import NIOHTTP1
import Packs
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Readings in and out: with what belongs to them, as files, and as a map shows them.
struct ReadingTests {
  @Test(arguments: Engine.allCases) func comeBackAsTheyWere(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let token = try await town.token(.administrator)
      let now = town.time.now()
      let sent: JSON = [
        ["series": "a,\"b\"", "at": .string("\(now)"), "value": 2.5, "decimals": 3, "quality": ["range", "gap"]],
        ["series": "words", "at": .string("\(now)"), "value": "one, \"two\"\nthree"],
        ["series": "door", "at": .string("\(now)"), "value": true],
      ]
      let path = "/api/v1/readings?createSeries=true"
      #expect(try await town.request(.POST, path, token: token, body: sent).status == 200)
      let wrong: JSON = [["series": "door", "at": .string("\(now)"), "value": true, "quality": ["bad"]]]
      #expect(try await town.request(.POST, path, token: token, body: wrong).status == 422)
      let one = try await town.request(.GET, "/api/v1/series/a%2C%22b%22/latest", token: token)
      #expect(one.text.contains("\"value\":2.500,\"decimals\":3,\"quality\":[\"range\",\"gap\"]"), "\(one.text)")

      let csv = try await town.request(.GET, "/api/v1/readings?from=\(now - .seconds(1))", token: token)
      #expect(csv.header("Content-Type") == "text/csv; charset=utf-8; header=present")
      #expect(
        csv.text == "series,at,value,decimals,quality,sequence\r\n\"a,\"\"b\"\"\",\(now),2.500,3,range gap,0\r\n"
          + "door,\(now),true,,,0\r\nwords,\(now),\"one, \"\"two\"\"\nthree\",,,0\r\n", "\(csv.text)")
      let lines = try await town.request(
        .GET, "/api/v1/readings.jsonl?series=door&series=words&to=\(now + .seconds(1))", token: token)
      #expect(lines.header("Content-Type") == "application/x-ndjson")
      #expect(
        try lines.text.split(separator: "\n").map { try JSON(parsing: String($0)) } == [
          ["series": "door", "at": .string("\(now)"), "value": true],
          ["series": "words", "at": .string("\(now)"), "value": "one, \"two\"\nthree"],
        ])
      #expect(try await town.request(.GET, "/api/v1/readings?series=nothing", token: token).status == 404)
      #expect(try await town.request(.GET, "/api/v1/readings", token: town.token(.reporter)).status == 403)

      // Where nothing is said of decimals, a number stays as it is written.
      let written = """
        [{"series": "w", "at": "\(now - .seconds(1))", "value": 1}, {"series": "w", "at": "\(now)", "value": 2.00}]
        """
      let kept = try await town.request(
        .POST, path, token: token, bytes: Array(written.utf8), headers: ["Content-Type": "application/json"])
      #expect(kept.status == 200, "\(kept.text)")
      let two = try await town.request(.GET, "/api/v1/series/w/latest", token: token)
      #expect(two.text.contains("\"value\":2.00,\"decimals\":2"), "\(two.text)")
    }
  }

  /// More than one page of a series that keeps several readings for one instant.
  @Test func exportsAllOfALongSeries() async throws {
    try await TestTown.api { town in
      let token = try await town.token(.auditor)
      let now = town.time.now()
      try await town.city.database.write { [city = town.city] in
        try city.telemetry.catalogue.define(
          NewSeries(code: "long", name: LocalizedText(["en": "Long"]), policy: .keepAll), at: now, tenant: city.tenant,
          in: $0)
      }
      for half in 0..<2 {
        let readings = (0..<12_500).map { index in
          NewReading(series: "long", at: now - .seconds(index / 5), value: .number(Double(half * 12_500 + index)))
        }
        try await town.city.telemetry.append(readings, tenant: town.city.tenant)
      }
      let lines = try await town.request(.GET, "/api/v1/readings.jsonl?series=long", token: token).text
        .split(separator: "\n").map { try JSON(parsing: String($0)) }
      #expect(lines.count == 25_000)
      #expect(Set(lines.compactMap { $0["value"]?.double }).count == 25_000)
      #expect(lines.first?["sequence"] == nil && lines[1]["sequence"] == 1 && lines[9]["sequence"] == 9)
      // The list pages through them too.
      var found = 0
      var cursor: String?
      repeat {
        let more = cursor.map { "&cursor=\($0)" } ?? ""
        let page = try await town.request(
          .GET, "/api/v1/series/long/readings?limit=7\(more)&from=\(now - .seconds(3))", token: token)
        found += page.json["items"]?.array?.count ?? 0
        cursor = page.json["next"]?.string
      } while cursor != nil
      #expect(found == 40)
    }
  }

  /// Readings of 0 to 9, an hour apart from 08:00 on of a day in Shanghai, with a gap of two hours.
  @Test(arguments: Engine.allCases) func comeInBuckets(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let token = try await town.token(.auditor)
      let start = Instant("2026-03-01T00:00:00Z")!
      let readings = (0..<10).filter { $0 != 4 && $0 != 5 }.map {
        NewReading(series: "b", at: start + .seconds(3600 * $0), value: .number(Double($0)))
      }
      try await town.city.telemetry.append(
        readings + [NewReading(series: "words", at: start, value: .text("x"))], createSeries: true,
        tenant: town.city.tenant)
      func buckets(_ query: String) async throws -> [JSON] {
        let answer = try await town.request(.GET, "/api/v1/buckets?series=b&" + query, token: token)
        #expect(answer.status == 200, "\(query): \(answer.text)")
        return answer.json["items"]?.array?.first?["buckets"]?.array ?? []
      }
      let hours = "from=2026-03-01T00:00:00Z&to=2026-03-01T08:00:00Z&step=PT2H"
      let all = try await buckets("\(hours)&functions=count,min,max,sum,mean,first,last,standardDeviation,p50,p100")
      #expect(
        all[1] == [
          "start": "2026-03-01T02:00:00.000Z", "count": 2, "min": 2, "max": 3, "sum": 5, "mean": 2.5, "first": 2,
          "last": 3,
          "standardDeviation": 0.5, "p50": 2.5, "p100": 3,
        ], "\(all)")
      #expect(all[2]["mean"] == .null && all[2]["count"]?.double ?? 0 == 0)
      #expect(try await buckets("\(hours)&fill=previous").map { $0["mean"]?.double } == [0.5, 2.5, 2.5, 6.5])
      #expect(try await buckets("\(hours)&fill=linear").map { $0["mean"]?.double } == [0.5, 2.5, 4.5, 6.5])
      // A reading stands until the next one: 3 from 3 to 6 o'clock.
      #expect(
        try await buckets("from=2026-03-01T02:00:00Z&to=2026-03-01T06:00:00Z&step=PT2H&functions=timeWeightedMean,rate")
          .map { $0["timeWeightedMean"]?.double } == [2.5, 3])
      // A day of the town begins at 16:00 in UTC.
      let days = try await buckets("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=day&functions=count")
      #expect(days.map { $0["start"] } == ["2026-02-28T16:00:00.000Z", "2026-03-01T16:00:00.000Z"], "\(days)")
      #expect(days.first?["count"] == 8)
      let utc = try await buckets(
        "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=month&zone=UTC&functions=count")
      #expect(utc.map { $0["start"] } == ["2026-03-01T00:00:00.000Z"])
      for (query, detail) in [
        ("series=b&from=2026-03-01T00:00:00Z&step=soon", "step"),
        ("series=b&from=2026-03-01T00:00:00Z&step=PT0S", "step"),
        ("series=b&from=2026-03-01T00:00:00Z&step=day&zone=Mars/One", "zone"),
        ("series=b&from=2026-03-01T00:00:00Z&step=day&functions=p101", "functions"),
        ("series=words&from=2026-03-01T00:00:00Z&step=day", "text"),
        ("series=b&from=2000-01-01T00:00:00Z&step=PT1S", "bucket"),
        ("series=b&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z&step=day", "lies before from"),
      ] {
        let answer = try await town.request(.GET, "/api/v1/buckets?" + query, token: token)
        #expect(answer.status == 422 && answer.text.contains(detail), "\(query): \(answer.status) \(answer.text)")
      }
      #expect(
        try await town.request(.GET, "/api/v1/buckets?series=none&from=2026-03-01T00:00:00Z&step=day", token: token)
          .status
          == 404)
    }
  }

  @Test(arguments: Engine.allCases) func areCorrectedAndDeleted(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let token = try await town.token(.supervisor)
      let at = town.time.now() - .seconds(60)
      try await town.city.telemetry.append(
        [
          NewReading(series: "c", at: at, value: .number(5)),
          NewReading(series: "c", at: at + .seconds(1), value: .number(6)),
        ],
        createSeries: true, tenant: town.city.tenant)
      let path = "/api/v1/series/c/readings/\(at)"
      let corrected = try await town.request(.PUT, path, token: token, body: ["value": 7.5])
      #expect(corrected.status == 200 && corrected.json["value"] == 7.5, "\(corrected.text)")
      let text = try await town.request(.PUT, path, token: token, body: ["value": "text"])
      #expect(text.status == 422 && text.json["errors"]?.array?.first?["pointer"] == "/value", "\(text.text)")
      // As it was written, or as the body says that it was.
      for (body, text) in [
        ("{\"value\": 2.00}", "\"value\":2.00,\"decimals\":2"),
        ("{\"value\":2,\"decimals\":1}", "\"value\":2.0,\"decimals\":1"), ("{\"value\":2}", "\"value\":2,\"quality\""),
      ] {
        let written = try await town.request(
          .PUT, path, token: token, bytes: Array(body.utf8), headers: ["Content-Type": "application/json"])
        #expect(written.text.contains(text), "\(body): \(written.text)")
      }
      #expect(try await town.request(.DELETE, path, token: token).status == 204)
      #expect(try await town.request(.DELETE, path, token: token).status == 404)
      #expect(try await town.request(.DELETE, path + "?sequence=3", token: token).status == 404)
      let left = try await town.request(.GET, "/api/v1/series/c/readings", token: token)
      #expect(left.json["items"]?.array?.map { $0["value"] } == [6])
      let events = try await town.request(
        .GET, "/api/v1/journal/events?limit=200", token: try await town.token(.auditor))
      for kind in ["ReadingCorrected", "ReadingDeleted"] {
        #expect(events.text.contains(kind), "\(events.text.suffix(500))")
      }
      let retention = try await town.request(.GET, "/api/v1/retention", token: token)
      #expect(retention.status == 200 && retention.json["items"]?.array != nil, "\(retention.text)")
    }
  }

  /// A value of JSON is corrected as it is written, to any other, and comes back so.
  @Test(arguments: Engine.allCases) func ofJSONAreCorrected(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let token = try await town.token(.supervisor)
      let at = town.time.now() - .seconds(60)
      try await town.city.telemetry.append(
        [NewReading(series: "j", at: at, value: .document("{\"a\":\n2.00}"))], createSeries: true,
        tenant: town.city.tenant)
      let first = try await town.request(.GET, "/api/v1/readings.jsonl?series=j", token: token)
      #expect(first.text.hasSuffix(",\"value\":{\"a\": 2.00}}\n"), "\(first.text)")
      for value in ["[1, 3.50]", "2.00", "null", "\"x\"", "{\"b\": {}}"] {
        let changed = try await town.request(
          .PUT, "/api/v1/series/j/readings/\(at)", token: token, bytes: Array("{\"value\": \(value)}".utf8),
          headers: ["Content-Type": "application/json"])
        #expect(changed.status == 200 && changed.text.contains("\"value\":\(value),"), "\(value): \(changed.text)")
      }
    }
  }

  /// A change that is sent twice is made once; what came after it is another reading.
  @Test(arguments: Engine.allCases) func areChangedOnce(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let token = try await town.token(.supervisor)
      let at = town.time.now() - .seconds(60)
      try await town.city.database.write { [city = town.city] in
        try city.telemetry.catalogue.define(
          NewSeries(code: "k", name: LocalizedText(["en": "K"]), policy: .keepAll), at: at, tenant: city.tenant, in: $0)
      }
      try await town.city.telemetry.append(
        [1, 2, 3].map { NewReading(series: "k", at: at, value: .number($0)) }, tenant: town.city.tenant)
      let path = "/api/v1/series/k/readings/\(at)"
      func values() async throws -> [JSON] {
        let found = try await town.request(.GET, "/api/v1/series/k/readings", token: token)
        return (found.json["items"]?.array ?? []).map { [$0["sequence"] ?? 0, $0["value"] ?? .null] }
      }
      let key = ["Idempotency-Key": "one"]
      for isReplay in [false, true] {
        let gone = try await town.request(.DELETE, path + "?sequence=0", token: token, headers: key)
        #expect(gone.status == 204 && gone.header("Idempotent-Replayed") == (isReplay ? "true" : nil))
        #expect(try await values() == [[1, 2], [2, 3]])
      }
      #expect(try await town.request(.DELETE, path + "?sequence=0", token: token).status == 404)
      #expect(try await town.request(.DELETE, path + "?sequence=1", token: token, headers: key).status == 422)
      #expect(
        try await town.request(.PUT, path + "?sequence=1", token: token, body: ["value": 3]).status == 409)
      for round in 0..<2 {
        let changed = try await town.request(
          .PUT, path + "?sequence=1", token: token, body: ["value": 5], headers: ["Idempotency-Key": "two"])
        #expect(changed.status == 200 && changed.json["value"] == 5 && changed.json["sequence"] == 1, "\(changed.text)")
        if round == 0 {
          let other = try await town.request(.PUT, path + "?sequence=1", token: token, body: ["value": 6])
          #expect(other.status == 200)
        }
      }
      #expect(try await values() == [[1, 6], [2, 3]])
      let latest = try await town.request(.GET, "/api/v1/series/k/latest", token: token)
      #expect(latest.json["reading"]?["sequence"] == 2, "\(latest.text)")
    }
  }

  @Test(arguments: Engine.allCases) func showWhatIsNewInABox(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let token = try await town.token(.handler)
      let now = town.time.now()
      let city = town.city
      try await city.database.write { transaction in
        for (index, longitude) in [120.001, 120.002, 120.9].enumerated() {
          let id = "urn:ngsi-ld:Device:box-\(index)"
          try city.entities.create(
            NewEntity(id: id, type: "Device", location: .point(Position(longitude: longitude, latitude: 30.5))),
            by: .system(city.tenant), at: now, in: transaction)
          try city.telemetry.catalogue.define(
            NewSeries(code: "box-\(index)", name: LocalizedText(["en": "Box"]), unit: "Cel", entity: id), at: now,
            tenant: city.tenant, in: transaction)
        }
      }
      let readings = (0..<3).flatMap { index in
        (0..<2).map {
          NewReading(series: "box-\(index)", at: now - .seconds(1 - $0), value: .number(Double(10 * index + $0)))
        }
      }
      try await city.telemetry.append(Array(readings[..<4]), tenant: city.tenant)
      try await city.telemetry.seal()
      try await city.telemetry.append(Array(readings[4...]), tenant: city.tenant)
      func items(_ box: String) async throws -> [JSON] {
        let answer = try await town.request(.GET, "/api/v1/latest?bbox=\(box)", token: token)
        #expect(answer.status == 200, "\(answer.text)")
        return (answer.json["items"]?.array ?? []).sorted {
          ($0["series"]?.string ?? "") < ($1["series"]?.string ?? "")
        }
      }
      let near = try await items("120.0005,30.4,120.003,30.6")
      #expect(
        near == [
          [
            "series": "box-0", "unit": "Cel", "entity": "urn:ngsi-ld:Device:box-0", "position": [120.001, 30.5],
            "at": .string("\(now)"), "value": 1,
          ],
          [
            "series": "box-1", "unit": "Cel", "entity": "urn:ngsi-ld:Device:box-1", "position": [120.002, 30.5],
            "at": .string("\(now)"), "value": 11,
          ],
        ], "\(near)")
      #expect(try await items("120.5,30.4,121,30.6").compactMap { $0["value"]?.double } == [21])
      #expect(try await items("10,10,11,11").isEmpty)
      for box in ["120,30,119,31", "1,2,3", "a,b,c,d", "0,0,0,91"] {
        #expect(try await town.request(.GET, "/api/v1/latest?bbox=\(box)", token: token).status == 422, "\(box)")
      }
      #expect(try await town.request(.GET, "/api/v1/latest", token: token).status == 422)
    }
  }
}
