// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Definitions, readings, things, warnings and the journal over HTTP.
@Suite struct CityTests {
  @Test func tellsItsDefinitions() async throws {
    try await TestTown.api { town in
      let token = try await town.token(.reporter)
      let types = try await town.request(.GET, "/api/v1/matter-types", token: token)
      #expect(types.json["items"]?.array?.compactMap { $0["code"]?.string } == ["leak", "permit", "pothole"])
      #expect(
        types.json["items"]?.array?.last?["limits"]?["normal"]?["handle"]?["limit"] == ["working": "PT8H"])
      let departments = try await town.request(.GET, "/api/v1/departments", token: token)
      #expect(departments.json["items"]?.array?.compactMap { $0["code"]?.string } == ["roads", "water"])
      let areas = try await town.request(.GET, "/api/v1/areas?limit=2", token: token)
      #expect(areas.json["items"]?.array?.compactMap { $0["code"]?.string } == ["01", "02"])
      let rest = try await town.request(
        .GET, "/api/v1/areas?limit=2&cursor=\(areas.json["next"]?.string ?? "")", token: token)
      #expect(rest.json["items"]?.array?.compactMap { $0["code"]?.string } == ["0101"] && rest.json["next"] == .null)
      let features = try await town.request(.GET, "/api/v1/areas.geojson?level=district", token: token)
      #expect(features.header("Content-Type") == "application/geo+json")
      #expect(features.json["features"]?.array?.count == 2)
      let located = try await town.request(.GET, "/api/v1/areas/locate?lon=120.2&lat=30.5", token: token)
      #expect(located.json["street"]?["name"]?["zh-Hans"] == "大街" && located.json["cell"] == nil)
    }
  }

  /// 2026-11-24 is a Tuesday; the office is open from 9 to 17 in Shanghai, which is 1 to 9 in UTC.
  @Test func computesWorkingTime() async throws {
    try await TestTown.api { town in
      let token = try await town.token(.reporter)
      let calendars = try await town.request(.GET, "/api/v1/calendars", token: token)
      #expect(
        calendars.json["items"] == [
          [
            "code": "office", "version": 1, "name": ["en": "Office", "zh-Hans": "办公时间"], "timeZone": "Asia/Shanghai",
            "holidaysKnownUntil": .null,
          ]
        ], "\(calendars.text)")
      let due = try await town.request(
        .GET, "/api/v1/calendars/office/due?start=2026-11-24T08:00:00Z&working=PT3H", token: token)
      #expect(due.json["dueAt"] == "2026-11-25T03:00:00.000Z" && due.json["holidaysKnownUntil"] == .some(.null))
      let measured = try await town.request(
        .GET, "/api/v1/calendars/office/working-time?from=2026-11-24T08:00:00Z&to=2026-11-25T03:00:00Z", token: token)
      #expect(measured.json["milliseconds"] == 10_800_000)
      let both = try await town.request(
        .GET, "/api/v1/calendars/office/due?start=2026-11-24T08:00:00Z&working=PT3H&elapsed=P1D", token: token)
      #expect(both.status == 422)
      let unknown = try await town.request(
        .GET, "/api/v1/calendars/none/due?start=2026-11-24T08:00:00Z&working=PT3H", token: token)
      #expect(unknown.status == 404)
    }
  }

  @Test(arguments: Engine.allCases) func turnsAReadingIntoAWarningAndAMatter(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let gateway = try await town.token("Gateway", [Grant(.reporter)], kind: .service)
      let staff = try await town.token(.supervisor)
      func send(_ readings: JSON, as token: String, status: Int = 200) async throws -> TownAnswer {
        let answer = try await town.request(.POST, "/api/v1/readings", token: token, body: readings)
        #expect(answer.status == status, "\(answer.text)")
        return answer
      }
      func reading(_ minute: Int, _ value: JSON, series: JSON = "pipe-1") -> JSON {
        ["series": series, "at": .string("2026-11-24T07:0\(minute):00Z"), "value": value]
      }
      let sent = try await send([reading(0, 3), reading(1, 1.5), reading(1, 1.5)], as: gateway)
      #expect(sent.json == ["received": 3, "stored": 2, "createdSeries": 0])
      let refused = try await send(
        [reading(2, 3), reading(3, "odd"), ["series": "pipe-1", "at": "2027-01-01T00:00:00Z", "value": 1]], as: gateway,
        status: 422)
      #expect(refused.json["errors"]?.array?.compactMap { $0["pointer"]?.string } == ["/1/value", "/2/at"])
      _ = try await send([reading(0, 3, series: "new")], as: gateway, status: 422)
      let reporter = try await town.token(.reporter)
      let person = try await send([reading(0, 3)], as: reporter, status: 403)
      #expect(
        person.json["detail"] == "Sending readings needs the role administrator or supervisor for the whole city.")
      let bounded = try await town.token("Part", [Grant(.supervisor, area: "01")])
      let part = try await send([reading(0, 3)], as: bounded, status: 403)
      #expect(
        part.json["detail"]
          == "Sending readings needs the role administrator or supervisor for the whole city; yours is bound to a part of it."
      )
      for (token, words) in [(reporter, "此操作需要全市范围的角色：管理员或督办。"), (bounded, "此操作需要全市范围的角色：管理员或督办；您的角色仅限部分范围。")] {
        let chinese = try await town.request(
          .POST, "/api/v1/readings", token: token, body: [reading(0, 3)], headers: ["Accept-Language": "zh-CN"])
        #expect(chinese.json["detail"]?.string == words, "\(chinese.text)")
      }
      let created = try await town.request(
        .POST, "/api/v1/readings?createSeries=true", token: staff, body: [reading(0, 3, series: "new")])
      #expect(created.json["createdSeries"] == 1)

      let latest = try await town.request(.GET, "/api/v1/series/pipe-1/latest", token: staff)
      #expect(latest.json["reading"] == ["at": "2026-11-24T07:01:00.000Z", "value": 1.5])
      let page = try await town.request(.GET, "/api/v1/series/pipe-1/readings?limit=1", token: staff)
      #expect(page.json["items"]?.array?.first?["value"] == 3)
      let next = try await town.request(
        .GET, "/api/v1/series/pipe-1/readings?limit=1&cursor=\(page.json["next"]?.string ?? "")", token: staff)
      #expect(next.json["items"]?.array?.first?["value"] == 1.5 && next.json["next"] == .null)
      let series = try await town.request(.GET, "/api/v1/series", token: staff)
      #expect(series.json["items"]?.array?.compactMap { $0["code"]?.string } == ["new", "pipe-1"])
      #expect(try await town.request(.GET, "/api/v1/series/none", token: staff).status == 404)

      let warnings = try await town.request(.GET, "/api/v1/warnings?active=true", token: staff)
      let warning = try #require(warnings.json["items"]?.array?.first)
      #expect(warning["level"] == "yellow" && warning["series"] == "pipe-1" && warning["rule"] == "leak-rule@1")
      try await town.follow()
      let one = try await town.request(.GET, "/api/v1/warnings/\(warning["id"]?.string ?? "")", token: staff)
      #expect(one.json["condition"] == "< 2" && one.json["limit"] == 2)
      let raised = try #require(one.json["history"]?.array?.first)
      #expect(raised["kind"] == "WarningRaised" && raised["decision"] == "leak-rule@1#2" && raised["value"] == 1.5)
      let explain = "/api/v1/decisions/\(raised["id"]?.string ?? "")/explain"
      let why = try await town.request(.GET, explain, token: staff)
      #expect(why.status == 200 && why.json["decision"] == "leak-rule@1" && why.json["version"] == 1, "\(why.text)")
      #expect(why.json["output"] == ["level": "yellow"] && why.json["subjectKind"] == "warning")
      #expect(
        why.json["inputs"]
          == ["value": 1.5, "previous": 3, "elapsed": "PT1M", "rate": -90, "series": "pipe-1"])
      let level = why.json["tables"]?.array?.first?["rules"]?.array?.first
      #expect(level?["rule"] == 2 && level?["inputs"]?.array?.map { $0["text"] } == ["< 2", ">= 2.5"])
      #expect(why.json["name"]?["en"] == "Pressure low" && why.json["today"] == nil && why.json["matter"] == nil)
      let handler = try await town.token("Water", [Grant(.handler, department: "water")])
      #expect(try await town.request(.GET, explain, token: handler).status == 200)
      let other = try await town.token("Roads", [Grant(.handler, department: "roads")])
      #expect(try await town.request(.GET, explain, token: other).status == 404)
      #expect(try await town.request(.GET, explain, token: gateway).status == 404)
      let matter = try await town.request(.GET, "/api/v1/matters/\(one.json["matter"]?.string ?? "")", token: staff)
      #expect(matter.json["channel"] == "sensor" && matter.json["department"] == "water")
      let east = try await town.token("East", [Grant(.supervisor, area: "02")])
      #expect(try await town.request(.GET, "/api/v1/warnings", token: east).json["items"] == [])
    }
  }

  @Test(arguments: Engine.allCases) func keepsEntities(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let staff = try await town.token(.supervisor)
      let entity: JSON = [
        "id": "urn:ngsi-ld:Bridge:7", "type": "Bridge",
        "attributes": ["span": ["value": 42.5, "unitCode": "MTR"], "department": ["value": "roads"]],
        "location": ["type": "Point", "coordinates": [120.7, 30.5]],
      ]
      let made = try await town.request(.POST, "/api/v1/entities", token: staff, body: entity)
      #expect(made.status == 201 && made.json["areas"] == ["01"], "\(made.text)")
      let path = made.header("Location") ?? ""
      #expect(path == "/api/v1/entities/urn%3Angsi-ld%3ABridge%3A7")
      #expect(try await town.request(.POST, "/api/v1/entities", token: staff, body: entity).status == 409)
      let auditor = try await town.token(.auditor)
      let read = try await town.request(.GET, path, token: auditor)
      #expect(read.json == made.json)
      func ids(_ query: String, _ token: String) async throws -> [String] {
        let answer = try await town.request(.GET, "/api/v1/entities?\(query)", token: token)
        #expect(answer.status == 200, "\(query): \(answer.text)")
        return answer.json["items"]?.array?.compactMap { $0["id"]?.string } ?? []
      }
      #expect(try await ids("type=Bridge&where=span%3E%3D42", auditor) == ["urn:ngsi-ld:Bridge:7"])
      #expect(try await ids("where=span%3C42", auditor) == [])
      #expect(try await ids("where=department%3Droads&bbox=120,30,121,31", auditor) == ["urn:ngsi-ld:Bridge:7"])
      #expect(try await ids("where=!span", auditor) == ["urn:ngsi-ld:Pipe:1"])
      #expect(try await ids("where=span", try await town.token("East", [Grant(.auditor, area: "02")])) == [])
      #expect(
        try await ids("type=Bridge", try await town.token("Roads", [Grant(.handler, department: "roads")])).count == 1)

      let patched = try await town.request(
        .PATCH, path, token: staff, body: ["attributes": ["span": ["value": 43], "department": .null]],
        headers: ["If-Match": "\"1\""])
      #expect(patched.status == 200 && patched.json["attributes"] == ["span": ["value": 43]], "\(patched.text)")
      let late = try await town.request(
        .PATCH, path, token: staff, body: ["location": .null], headers: ["If-Match": "\"1\""])
      #expect(late.status == 412)
      let east = try await town.token("EastChief", [Grant(.supervisor, area: "02")])
      #expect(try await town.request(.PATCH, path, token: east, body: ["location": .null]).status == 404)
      let west = try await town.token("WestChief", [Grant(.supervisor, area: "01")])
      // Nobody moves a thing out of their own bounds.
      #expect(try await town.request(.PATCH, path, token: west, body: ["location": .null]).status == 403)
      #expect(try await town.request(.DELETE, path, token: west).status == 204)
      #expect(try await town.request(.GET, path, token: auditor).status == 404)
    }
  }

  @Test(arguments: Engine.allCases) func pagesTheJournal(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let intake = try await town.token(.intake)
      for _ in 0..<9 { _ = try await town.request(.POST, "/api/v1/matters", token: intake, body: ["type": "permit"]) }
      let auditor = try await town.token(.auditor)
      let all = try await town.request(.GET, "/api/v1/journal?limit=200", token: auditor)
      let names = all.json["items"]?.array?.compactMap { $0["id"]?.string } ?? []
      #expect(names.count > 9 && Set(names).count == names.count && all.json["next"] == .null)
      var seen: [String] = []
      var path: String? = "/api/v1/journal?limit=4"
      while let next = path {
        let page = try await town.request(.GET, next, token: auditor)
        seen += page.json["items"]?.array?.compactMap { $0["id"]?.string } ?? []
        path = page.header("Link").map { String($0.dropFirst().prefix { $0 != ">" }) }
      }
      #expect(Set(seen) == Set(names) && seen.count == names.count)
      let matters = try await town.request(.GET, "/api/v1/journal?kind=MatterSubmitted&limit=5", token: auditor)
      #expect(matters.json["items"]?.array?.count == 5 && matters.json["next"]?.string != nil)
      let subject = matters.json["items"]?.array?.first?["subject"]?.string ?? ""
      let one = try await town.request(
        .GET, "/api/v1/journal?subject=\(subject)&subjectKind=matter", token: auditor)
      #expect(one.json["items"]?.array?.count == 1)
      #expect(try await town.request(.GET, "/api/v1/journal?subject=\(subject)", token: auditor).status == 422)
      let part = try await town.token("Part", [Grant(.auditor, area: "01")])
      #expect(try await town.request(.GET, "/api/v1/journal", token: part).status == 403)
      let heads = try await town.request(.GET, "/api/v1/journal/heads", token: auditor)
      #expect(heads.json["position"] == .string(try await town.heads().description))
    }
  }
}
