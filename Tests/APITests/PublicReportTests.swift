// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import HTTP
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Reports without an account: what everybody sees, and what whoever has the code sees.
@Suite struct PublicReportTests {
  private static let report: JSON = [
    "type": "pothole", "text": "In front of my door", "position": [120.2, 30.5], "address": "High Street 5",
    "reporter": ["name": "Zhao", "contact": "557"],
  ]

  @Test(arguments: Engine.allCases) func showsProgressWithoutPersons(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let types = try await town.request(.GET, "/api/v1/public/matter-types")
      #expect(types.json["items"]?.array?.compactMap { $0["code"]?.string } == ["pothole"])
      let before = try await town.heads()
      let made = try await town.request(.POST, "/api/v1/public/reports", body: Self.report)
      #expect(made.status == 201, "\(made.text)")
      let number = made.json["number"]?.string ?? ""
      let code = made.json["code"]?.string ?? ""
      #expect(code.count == 19 && made.header("Location") == "/api/v1/public/reports/\(number)")
      #expect(try await town.events(after: before) == ["MatterSubmitted"])

      let path = "/api/v1/public/reports/\(number)"
      let open = try await town.request(.GET, path)
      #expect(open.status == 200 && open.json["state"] == "submitted" && open.json["report"] == nil)
      for secret in ["Zhao", "557", "door", "High Street 5", "120.2", code] {
        #expect(!open.text.contains(secret), "everybody sees \(secret)")
      }
      let own = try await town.request(
        .GET, path, headers: ["Tracking-Code": code.lowercased().replacing("-", with: " ")])
      #expect(own.json["report"]?["text"] == "In front of my door" && !own.text.contains("Zhao"))
      #expect(own.json["report"]?["canAttach"] == true && own.json["report"]?["canRate"] == false)
      let wrong = try await town.request(.GET, path, headers: ["Tracking-Code": "0000-0000-0000-0000"])
      #expect(wrong.status == 403)
      #expect(try await town.request(.GET, "/api/v1/public/reports/20000101-000001").status == 404)
    }
  }

  /// The city reaches from 120° to 122° east; 0.9 degrees of longitude there are 86 km, 1.1 are 106 km.
  @Test(arguments: [(122.9, 201), (123.1, 422), (10, 422)]) func comesFromTheCityOrNearIt(east: Double, status: Int)
    async throws
  {
    try await TestTown.api { town in
      let body: JSON = ["type": "pothole", "text": "deep", "position": [.number(east), 30.5]]
      let answer = try await town.request(
        .POST, "/api/v1/public/reports", body: body, headers: ["Accept-Language": "zh-CN"])
      #expect(answer.status == status, "\(answer.text)")
      guard status == 422 else { return }
      #expect(answer.json["errors"]?.array?.first?["pointer"] == "/position" && answer.text.contains("距本市"))
    }
  }

  @Test func isFollowedRatedAndCompleted() async throws {
    try await TestTown.api { town in
      let made = try await town.request(.POST, "/api/v1/public/reports", body: Self.report)
      let path = "/api/v1/public/reports/\(made.json["number"]?.string ?? "")"
      let code = ["Tracking-Code": made.json["code"]?.string ?? ""]
      let sent = try await town.multipart(
        path + "/evidence", [], file: ("file", "a.png", "image/png", Picture.marked), headers: code)
      #expect(sent.status == 201, "\(sent.text)")
      let hash = sent.json["hash"]?.string ?? ""
      let copy = try await town.request(.GET, "\(path)/evidence/\(hash)")
      #expect(copy.status == 200 && !copy.text.contains("secret-place"))
      #expect(try await town.request(.POST, path + "/rating", body: ["grade": 5], headers: code).status == 409)
      let foreign = try await town.request(
        .POST, path + "/evidence", bytes: Picture.marked,
        headers: ["Content-Type": "image/png", "Tracking-Code": "0000-0000-0000-0000"])
      #expect(foreign.status == 403)

      let auditor = try await town.token(.auditor)
      let list = try await town.request(.GET, "/api/v1/matters", token: auditor)
      let id = list.json["items"]?.array?.first?["id"]?.string ?? ""
      // The original is not to be had without an account.
      let original = list.json["items"]?.array?.first?["evidence"]?.array?.first?["hash"]?.string ?? ""
      #expect(try await town.request(.GET, "\(path)/evidence/\(original)").status == 404)
      let all = try await town.token("All", Role.allCases.map { Grant($0) })
      let other = try await town.token("Other", [Grant(.verifier)])
      for (action, token, body) in [
        ("accept", all, nil), ("start", all, nil), ("handle", all, ["result": "filled"]), ("verify", other, nil),
        ("close", other, nil),
      ] as [(String, String, JSON?)] {
        town.time.advance(by: .seconds(600))
        let answer = try await town.request(.POST, "/api/v1/matters/\(id)/\(action)", token: token, body: body)
        #expect(answer.status == 200, "\(action): \(answer.text)")
      }
      let done = try await town.request(.GET, path, headers: code)
      #expect(done.json["state"] == "closed" && done.json["report"]?["result"] == "filled")
      #expect(
        done.json["steps"]?.array?.compactMap { $0["state"]?.string } == [
          "submitted", "accepted", "dispatched", "inProgress", "handled", "verifying", "closed",
        ])
      #expect(done.json["departmentName"]?["zh-Hans"] == "道路处" && done.json["dueAt"] == nil)
      #expect(try await town.request(.POST, path + "/rating", body: ["grade": 4]).status == 422)
      #expect(try await town.request(.POST, path + "/rating", body: ["grade": 4, "code": "WRONG"]).status == 403)
      let rated = try await town.request(
        .POST, path + "/rating", body: ["grade": 4, "comment": "fine", "code": .string(code["Tracking-Code"] ?? "")])
      #expect(rated.status == 200 && rated.json["grade"] == 4)
      #expect(try await town.request(.POST, path + "/rating", body: ["grade": 4], headers: code).status == 409)
    }
  }

  @Test func hidesWhatIsNotPublic() async throws {
    try await TestTown.api { town in
      let answer = try await town.request(
        .POST, "/api/v1/public/reports", body: ["type": "permit", "text": "please"])
      #expect(answer.status == 422 && answer.text.contains("pothole"))
      let made = try await town.request(
        .POST, "/api/v1/matters", token: try await town.token(.intake), body: ["type": "permit"])
      let number = made.json["number"]?.string ?? ""
      #expect(try await town.request(.GET, "/api/v1/public/reports/\(number)").status == 404)
    }
  }

  @Test func limitsReportsOfOneAddress() async throws {
    try await TestTown.api(.sqlite, { $0.publicReports = RateLimit(perSecond: 0.001, burst: 2) }) { town in
      for _ in 0..<2 {
        #expect(try await town.request(.POST, "/api/v1/public/reports", body: Self.report).status == 201)
      }
      let third = try await town.request(.POST, "/api/v1/public/reports", body: Self.report)
      #expect(third.status == 429 && third.header("Retry-After") != nil)
    }
  }
}
