// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Lists of matters: filters, order, pages.
@Suite struct MatterListTests {
  @Test(arguments: Engine.allCases) func filtersAndPages(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let intake = try await town.token(.intake)
      var numbers: [String] = []
      for index in 0..<7 {
        let isWest = index % 2 == 0
        let made = try await town.request(
          .POST, "/api/v1/matters", token: intake,
          body: [
            "type": index < 4 ? "pothole" : "permit", "text": .string("number \(index)"),
            "position": [isWest ? 120.7 : 121.7, 30.5], "channel": index == 0 ? "phone" : "api",
          ])
        numbers.append(made.json["number"]?.string ?? "")
        town.time.advance(by: .seconds(60))
      }
      func list(_ query: String) async throws -> [String] {
        let answer = try await town.request(.GET, "/api/v1/matters?\(query)", token: intake)
        #expect(answer.status == 200, "\(query): \(answer.text)")
        return answer.json["items"]?.array?.compactMap { $0["number"]?.string } ?? []
      }
      // Potholes have a total clock from the beginning, so they are due; permits never are.
      #expect(try await list("") == numbers)
      #expect(try await list("order=newest") == numbers.reversed())
      #expect(try await list("order=oldest") == numbers)
      try await town.follow()
      #expect(try await list("text=number%203") == [numbers[3]])
      #expect(try await list("text=%E5%9D%91%E6%B4%9E&order=oldest") == Array(numbers[..<4]))
      #expect(try await list("type=permit") == Array(numbers[4...]))
      #expect(try await list("area=02") == [numbers[1], numbers[3], numbers[5]])
      #expect(try await list("bbox=121,30,122,31") == [numbers[1], numbers[3], numbers[5]])
      #expect(try await list("channel=phone") == [numbers[0]])
      #expect(try await list("owner=me&type=permit") == Array(numbers[4...]))
      #expect(try await list("owner=somebody") == [])
      #expect(try await list("state=submitted,accepted").count == 7)
      #expect(try await list("state=closed") == [])
      #expect(try await list("department=roads") == [])
      #expect(try await list("dueBefore=2026-11-27T08:01:30Z") == Array(numbers[..<2]))
      // What the city does not have is no empty list.
      for (name, value, place) in [
        ("department", "nobody", "/api/v1/departments"), ("type", "dragons", "/api/v1/matter-types"),
        ("area", "99", "/api/v1/areas"),
      ] {
        let path = "/api/v1/matters?\(name)=\(value)"
        let refused = try await town.request(.GET, path, token: intake)
        #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["pointer"]?.string == name, "\(path)")
        #expect(refused.text.contains(value) && refused.text.contains(place), "\(refused.text)")
        let chinese = try await town.request(.GET, path, token: intake, headers: ["Accept-Language": "zh-CN"])
        #expect(chinese.json["detail"]?.string?.hasPrefix("\(name)：没有") == true, "\(chinese.text)")
      }
      for path in [
        "warnings?rule=none", "warnings?area=99", "areas?parent=99", "accounts?department=nobody",
        "calendars/office/due?start=2026-11-24T08:00:00Z&department=nobody&working=PT1H", "reports/vital-signs?area=99",
        "public/reports?type=dragons", "public/reports?area=99",
      ] {
        let refused = try await town.request(.GET, "/api/v1/\(path)", token: try await town.token(.administrator))
        #expect(refused.status == 422 && refused.text.contains("there is no"), "\(path): \(refused.text)")
      }

      for order in ["dueAt", "newest"] {
        var seen: [String] = []
        var path: String? = "/api/v1/matters?limit=3&order=\(order)"
        while let next = path {
          let answer = try await town.request(.GET, next, token: intake)
          seen += answer.json["items"]?.array?.compactMap { $0["number"]?.string } ?? []
          let link = answer.header("Link")
          #expect((link == nil) == (answer.json["next"] == .null))
          path = link.map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(seen == (order == "dueAt" ? numbers : numbers.reversed()))
      }
      let foreign = try await town.request(.GET, "/api/v1/matters?limit=3", token: intake).json["next"]?.string ?? ""
      let misused = try await town.request(.GET, "/api/v1/matters?type=permit&cursor=\(foreign)", token: intake)
      #expect(misused.status == 422)
    }
  }

  @Test(arguments: [
    "state=odd", "bbox=1,2,3", "bbox=10,0,5,1", "limit=0", "order=sideways", "colour=red", "cursor=zzz",
  ])
  func namesAWrongParameter(query: String) async throws {
    try await TestTown.api { town in
      let answer = try await town.request(.GET, "/api/v1/matters?\(query)", token: try await town.token(.auditor))
      #expect(answer.status == 422 || answer.status == 400, "\(answer.text)")
      let name = String(query.prefix { $0 != "=" })
      #expect(answer.json["errors"]?.array?.first?["pointer"]?.string?.hasPrefix(name) == true, "\(answer.text)")
    }
  }
}
