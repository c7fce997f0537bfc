// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Matters over HTTP: made, read, listed, changed.
@Suite struct MatterTests {
  @Test(arguments: Engine.allCases) func makesAndReads(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let intake = try await town.token(.intake)
      let before = try await town.heads()
      let made = try await town.request(
        .POST, "/api/v1/matters", token: intake,
        body: [
          "type": "pothole", "text": "deep", "position": [120.2, 30.5], "channel": "phone",
          "reporter": ["name": "Li", "contact": "555"],
        ])
      #expect(made.status == 201)
      let id = try #require(made.json["id"]?.string)
      #expect(made.header("Location") == "/api/v1/matters/\(id)")
      #expect(made.header("ETag") == "\"1\"")
      #expect(made.json["state"] == "submitted" && made.json["areas"] == ["district": "01", "street": "0101"])
      #expect(made.json["reporters"]?.array?.first?["name"] == "Li")
      #expect(!made.text.contains("trackingHash"))
      #expect(try await town.events(after: before) == ["MatterSubmitted"])

      let read = try await town.request(.GET, "/api/v1/matters/\(id)", token: intake)
      #expect(read.status == 200 && read.json == made.json)
      let again = try await town.request(
        .GET, "/api/v1/matters/\(id)", token: intake, headers: ["If-None-Match": "\"1\""])
      #expect(again.status == 304 && again.bytes.isEmpty)

      let accepted = try await town.request(.POST, "/api/v1/matters/\(id)/accept", token: intake)
      #expect(accepted.status == 200 && accepted.json["state"] == "dispatched")
      #expect(accepted.header("ETag") == "\"3\"")
      #expect(accepted.json["department"] == "roads")
    }
  }

  @Test func keepsPersonalDataFromThoseWhoDoNotWorkOnIt() async throws {
    try await TestTown.api { town in
      let reporter = try await town.token(.reporter)
      let made = try await town.request(
        .POST, "/api/v1/matters", token: reporter,
        body: ["type": "permit", "text": "please", "reporter": ["name": "Wang", "contact": "556"]])
      let id = try #require(made.json["id"]?.string)
      #expect(made.json["reporters"]?.array?.first?["contact"] == "556")
      let intake = try await town.token(.intake)
      _ = try await town.request(.POST, "/api/v1/matters/\(id)/notes", token: intake, body: ["text": "inner"])
      _ = try await town.request(
        .POST, "/api/v1/matters/\(id)/notes", token: intake, body: ["text": "outer", "public": true])
      for (role, sees, seesNot) in [
        (Role.intake, ["Wang", "556", "inner", "outer"], [String]()),
        (.auditor, ["inner", "outer"], ["Wang", "556"]), (.administrator, ["inner"], ["Wang", "556"]),
        (.reporter, ["Wang", "outer"], ["inner"]),
      ] {
        let token = try await town.token(role)
        for path in ["/api/v1/matters/\(id)", "/api/v1/matters", "/api/v1/matters/\(id)/history"] {
          let answer = try await town.request(.GET, path, token: token)
          #expect(answer.status == 200)
          for text in sees { #expect(answer.text.contains(text), "\(role) at \(path) misses \(text)") }
          for text in seesNot + ["trackingHash"] {
            #expect(!answer.text.contains(text), "\(role) at \(path) sees \(text)")
          }
        }
      }
      let journal = try await town.request(.GET, "/api/v1/journal", token: try await town.token(.auditor))
      #expect(journal.status == 200 && !journal.text.contains("Wang") && journal.text.contains("MatterSubmitted"))
    }
  }

  @Test func refusesAChangeOfAnOldRevision() async throws {
    try await TestTown.api { town in
      let intake = try await town.token(.intake)
      let made = try await town.request(.POST, "/api/v1/matters", token: intake, body: ["type": "permit"])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")"
      let first = try await town.request(
        .POST, path + "/accept", token: intake, headers: ["If-Match": "\"1\""])
      #expect(first.status == 200)
      let late = try await town.request(
        .POST, path + "/notes", token: intake, body: ["text": "late"], headers: ["If-Match": "\"1\""])
      #expect(late.status == 412 && late.json["revision"] == 2)
      let none = try await town.request(
        .POST, path + "/notes", token: intake, body: ["text": "late"], headers: ["If-Match": "\"1\", \"3\""])
      #expect(none.status == 412 && none.json["revision"] == 2)
      let either = try await town.request(
        .POST, path + "/notes", token: intake, body: ["text": "in time"], headers: ["If-Match": "\"1\", \"2\""])
      #expect(either.status == 200 && either.header("ETag") == "\"3\"", "\(either.text)")
      let wrong = try await town.request(.POST, path + "/accept", token: intake)
      #expect(wrong.status == 409 && wrong.json["state"] == "accepted")
      #expect(wrong.json["actions"]?.array?.contains("note") == true)
      let weak = try await town.request(
        .POST, path + "/notes", token: intake, body: ["text": "x"], headers: ["If-Match": "W/\"2\""])
      #expect(weak.status == 412)
    }
  }

  @Test(arguments: Engine.allCases) func doesACommandOnce(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let intake = try await town.token(.intake)
      let key = ["Idempotency-Key": "one"]
      let first = try await town.request(
        .POST, "/api/v1/matters", token: intake, body: ["type": "permit", "text": "a"], headers: key)
      let second = try await town.request(
        .POST, "/api/v1/matters", token: intake, body: ["type": "permit", "text": "a"], headers: key)
      #expect(first.status == 201 && second.status == 201 && first.json == second.json)
      #expect(first.header("Idempotent-Replayed") == nil && second.header("Idempotent-Replayed") == "true")
      let other = try await town.request(
        .POST, "/api/v1/matters", token: intake, body: ["type": "permit", "text": "b"], headers: key)
      #expect(other.status == 422 && other.text.contains("idempotency-mismatch"))
      let list = try await town.request(.GET, "/api/v1/matters", token: intake)
      #expect(list.json["items"]?.array?.count == 1)

      let path = "/api/v1/matters/\(first.json["id"]?.string ?? "")/notes"
      let note = try await town.request(
        .POST, path, token: intake, body: ["text": "n"], headers: ["Idempotency-Key": "two"])
      let repeated = try await town.request(
        .POST, path, token: intake, body: ["text": "n"], headers: ["Idempotency-Key": "two"])
      #expect(note.json["notes"]?.array?.count == 1 && repeated.json["notes"]?.array?.count == 1)
      #expect(repeated.header("Idempotent-Replayed") == "true")
    }
  }

  @Test func reportsOnlyWithinBounds() async throws {
    try await TestTown.api { town in
      let west = try await town.token("West", [Grant(.intake, area: "01")])
      let there = try await town.request(
        .POST, "/api/v1/matters", token: west, body: ["type": "permit", "position": [121.5, 30.5]])
      #expect(there.status == 403)
      let nowhere = try await town.request(.POST, "/api/v1/matters", token: west, body: ["type": "permit"])
      #expect(nowhere.status == 403)
      let here = try await town.request(
        .POST, "/api/v1/matters", token: west, body: ["type": "permit", "area": "0101"])
      #expect(here.status == 201 && here.json["areas"]?["district"] == "01")
      let urgent = try await town.request(
        .POST, "/api/v1/matters", token: try await town.token(.reporter),
        body: ["type": "permit", "priority": "urgent"])
      #expect(urgent.status == 403)
      let east = try await town.token("East", [Grant(.intake, area: "02")])
      #expect(try await town.request(.GET, "/api/v1/matters", token: east).json["items"] == [])
      let id = here.json["id"]?.string ?? ""
      #expect(try await town.request(.GET, "/api/v1/matters/\(id)", token: east).status == 404)
      #expect(try await town.request(.POST, "/api/v1/matters/\(id)/accept", token: east).status == 404)
    }
  }

  @Test(
    arguments: [
      (["type": "unknown"], 422, "there is no matter type"), (["type": 7], 422, "must be a string"),
      ([:], 422, "is missing"),
      (["type": "permit", "colour": "red"], 422, "is not known"),
      (["type": "permit", "position": [200, 0]], 422, "longitude"),
      (["type": "permit", "position": [10, 10]], 422, "km from the city"),
      (["type": "permit", "channel": "sensor"], 422, "must be one of"),
      (["type": "permit", "area": "nowhere"], 422, "there is no area"),
    ] as [(JSON, Int, String)])
  func namesWhatIsWrong(body: JSON, status: Int, has: String) async throws {
    try await TestTown.api { town in
      let answer = try await town.request(
        .POST, "/api/v1/matters", token: try await town.token(.intake), body: body)
      #expect(answer.status == status && answer.text.contains(has), "\(answer.text)")
      #expect(answer.header("Content-Type") == "application/problem+json")
    }
  }
}
