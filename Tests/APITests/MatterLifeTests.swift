// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// A matter from its report to its rating, with everybody involved.
@Suite struct MatterLifeTests {
  @Test(arguments: Engine.allCases) func walksTheWholeJob(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let reporter = try await town.token(.reporter)
      let intake = try await town.token(.intake)
      let handler = try await town.token("Handler", [Grant(.handler, department: "roads")])
      let verifier = try await town.token(.verifier)
      let made = try await town.request(
        .POST, "/api/v1/matters", token: reporter,
        body: ["type": "permit", "text": "please", "position": [120.2, 30.5]])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")"
      func act(_ action: String, _ token: String, _ body: JSON? = nil, status: Int = 200) async throws -> JSON {
        town.time.advance(by: .seconds(60))
        let answer = try await town.request(.POST, "\(path)/\(action)", token: token, body: body)
        #expect(answer.status == status, "\(action): \(answer.text)")
        return answer.json
      }
      _ = try await act("accept", intake)
      #expect(try await town.request(.GET, path, token: handler).status == 404)
      let sent = try await act(
        "dispatch", try await town.token(.dispatcher), ["lead": "roads", "informed": ["water"]])
      #expect(sent["branches"]?.array?.count == 2)
      #expect(try await town.request(.GET, path, token: handler).status == 200)
      let actions = try await town.request(.GET, path + "/actions", token: handler)
      #expect(
        actions.json["actions"]?.array?.compactMap { $0["action"]?.string } == ["start", "refuse", "note", "attach"])
      #expect(actions.json["actions"]?.array?.first?["path"] == .string("\(path)/start"))
      _ = try await act("start", handler)
      // Type permit asks for a file that shows the result.
      _ = try await act("handle", handler, ["result": "done"], status: 422)
      let foreign = try await town.request(
        .POST, path + "/evidence?phase=handle", token: reporter, bytes: Picture.marked,
        headers: ["Content-Type": "image/png"])
      #expect(foreign.status == 403)
      let file = try await town.request(
        .POST, path + "/evidence?phase=handle", token: handler, bytes: Picture.marked,
        headers: ["Content-Type": "image/png"])
      #expect(file.status == 201, "\(file.text)")
      _ = try await act("handle", handler, ["result": "done"])
      _ = try await act(
        "verify", try await town.token("Both", [Grant(.verifier), Grant(.handler, department: "roads")]))
      let closed = try await act("close", verifier, ["result": "checked"])
      #expect(closed["state"] == "closed" && closed["closedAt"] != nil && closed["dueAt"] == nil)
      _ = try await act("rate", reporter, ["grade": 9], status: 422)
      let rated = try await act("rate", reporter, ["grade": 5, "comment": "good"])
      #expect(rated["rating"]?["grade"] == 5)
      _ = try await act("rate", reporter, ["grade": 4], status: 409)

      let history = try await town.request(.GET, path + "/history", token: intake)
      #expect(
        history.json["items"]?.array?.compactMap { $0["kind"]?.string } == [
          "MatterSubmitted", "MatterAccepted", "MatterDispatched", "MatterStarted", "MatterEvidenceAttached",
          "MatterHandled", "MatterVerificationStarted", "MatterClosed", "MatterRated",
        ])
      #expect(history.text.contains("\"byName\":\"Handler\""))
      let own = try await town.request(.GET, path + "/history", token: reporter)
      #expect(!own.text.contains("byName") && !own.text.contains("\"client\""))
      let page = try await town.request(.GET, path + "/history?limit=4", token: intake)
      #expect(page.json["items"]?.array?.count == 4 && page.json["next"]?.string != nil)
      try await town.follow()
      let report = try await town.request(.GET, "/api/v1/reports/on-time?by=type,department", token: intake)
      #expect(report.json["lines"]?.array?.first?["keys"] == ["type": "permit", "department": "roads"])
      #expect(report.json["total"]?["closed"] == 1 && report.json["total"]?["rate"] == .null)
      // Zeros for what is no part of the city would look like work that was done.
      for name in ["type", "department", "area"] {
        let refused = try await town.request(.GET, "/api/v1/reports/on-time?\(name)=dragons", token: intake)
        #expect(refused.status == 422 && refused.text.contains("dragons"), "\(refused.text)")
      }
      let table = try await town.request(.GET, "/api/v1/reports/on-time.csv?by=type", token: intake)
      #expect(table.header("Content-Type") == "text/csv; charset=utf-8")
      #expect(
        table.text
          == "type,matters,closed,due,onTime,late,open,openLate,rate\r\npermit,1,1,0,0,0,0,0,\r\ntotal,1,1,0,0,0,0,0,\r\n"
      )
    }
  }

  @Test func nobodyVerifiesTheirOwnWork() async throws {
    try await TestTown.api { town in
      let both = try await town.token("Both", [Grant(.verifier), Grant(.handler), Grant(.intake), Grant(.dispatcher)])
      let made = try await town.request(.POST, "/api/v1/matters", token: both, body: ["type": "pothole"])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")"
      for (action, body) in [("accept", nil), ("start", nil), ("handle", ["result": "done"])] as [(String, JSON?)] {
        #expect(try await town.request(.POST, "\(path)/\(action)", token: both, body: body).status == 200)
      }
      let answer = try await town.request(.POST, path + "/verify", token: both)
      #expect(answer.status == 403 && answer.text.contains("somebody else"))
    }
  }

  @Test func mergesAndUndoesIt() async throws {
    try await TestTown.api { town in
      let intake = try await town.token(.intake)
      var ids: [String] = []
      for _ in 0..<2 {
        let made = try await town.request(.POST, "/api/v1/matters", token: intake, body: ["type": "permit"])
        ids.append(made.json["id"]?.string ?? "")
      }
      let merged = try await town.request(
        .POST, "/api/v1/matters/\(ids[0])/merge", token: intake, body: ["into": .string(ids[1])])
      #expect(merged.status == 200 && merged.json["mergedInto"] == .string(ids[1]))
      let survivor = try await town.request(.GET, "/api/v1/matters/\(ids[1])", token: intake)
      #expect(survivor.json["absorbed"] == [.string(ids[0])])
      let undone = try await town.request(.POST, "/api/v1/matters/\(ids[0])/unmerge", token: intake)
      #expect(undone.status == 200 && undone.json["state"] == "submitted")
      let again = try await town.request(.POST, "/api/v1/matters/\(ids[0])/unmerge", token: intake)
      #expect(again.status == 409)
      let itself = try await town.request(
        .POST, "/api/v1/matters/\(ids[0])/merge", token: intake, body: ["into": .string(ids[0])])
      #expect(itself.status == 422)
    }
  }
}
