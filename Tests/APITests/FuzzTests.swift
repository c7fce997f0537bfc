// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Another program reads the document and tries everything it says, and what it does not say: first with names that it makes
/// up, then on things that there are.
@Suite struct FuzzTests {
  /// What takes away the access of whoever does it, or never ends.
  private static let excluded = ["getLive", "signOut"]
  /// What may take away the access of whoever does it, once the fuzzer has learned who it is.
  private static let dangerous = ["changeAccount", "setPassword", "endSessions", "revokeToken", "changePassword"]

  @Test(.timeLimit(.minutes(10))) func findsNothing() async throws {
    guard let schemathesis = Schemathesis() else { return }
    try await TestTown.api { town in
      let token = try await town.token("All", Role.allCases.map { Grant($0) })
      let safe = (Self.excluded + Self.dangerous).flatMap { ["--exclude-operation-id", $0] }
      try await Self.run(schemathesis, town, token, ["--phases", "fuzzing", "--max-examples", "5"] + safe)

      let folder = try TemporaryFolder()
      let configuration = folder.url.appending(path: "schemathesis.toml")
      try await Data(Self.configuration(town, token).utf8).write(to: configuration)
      try await Self.run(
        schemathesis, town, token, ["--phases", "examples,coverage,fuzzing", "--max-examples", "5"] + safe,
        configuration: configuration)
      // Whoever was shut out on the way would have found nothing.
      #expect(try await town.request(.GET, "/api/v1/me", token: token).status == 200)

      try await Self.run(
        schemathesis, town, token,
        ["--phases", "examples,coverage,fuzzing", "--max-examples", "10"]
          + Self.dangerous.flatMap { ["--include-operation-id", $0] },
        configuration: configuration)
    }
  }

  private static func run(
    _ schemathesis: Schemathesis, _ town: TestTown, _ token: String, _ words: [String], configuration: URL? = nil
  ) async throws {
    let checks = [
      "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
      "response_headers_conformance",
    ]
    let (status, said) = try await schemathesis.run(
      town.address, token: token, ["--checks", checks.joined(separator: ",")] + words,
      configuration: configuration)
    #expect(status == 0, "\(said.suffix(8000))")
  }

  /// Names things that there are to the fuzzer.
  private static func configuration(_ town: TestTown, _ token: String) async throws -> String {
    func made(_ path: String, _ body: JSON, _ member: String = "id") async throws -> String {
      let answer = try await town.request(.POST, path, token: token, body: body)
      return try #require(answer.json[member]?.string, "\(path): \(answer.status) \(answer.text)")
    }
    let place: JSON = [120.1, 30.1]
    let matter = try await made("/api/v1/matters", ["type": "pothole", "title": "Hole", "position": place])
    let report = try await made(
      "/api/v1/public/reports", ["type": "pothole", "text": "A hole", "position": place], "number")
    let entity = try await made("/api/v1/entities", ["id": "urn:ngsi-ld:Bridge:1", "type": "Bridge"])
    let account = try await made(
      "/api/v1/accounts", ["kind": "service", "name": "Other", "grants": []])
    let readings = try await town.request(
      .POST, "/api/v1/readings", token: token,
      body: [["series": "pipe-1", "at": .string(town.time.now().description), "value": 0.5]])
    #expect(readings.status == 200, "\(readings.text)")
    let warnings = try await town.request(.GET, "/api/v1/warnings", token: token).json["items"]?.array ?? []
    let warning = try #require(warnings.first?["id"]?.string)
    let revoked = try await town.city.access.issueToken(
      NewToken(owner: account, label: "other"), by: .system(town.city.tenant))
    return [
      ("/matters/", "id", matter), ("/public/reports/", "number", report), ("/entities/", "id", entity),
      ("/accounts/", "id", account), ("/series/", "code", "pipe-1"), ("/warnings/", "id", warning),
      ("/tokens/", "id", revoked.token.id.description), ("/calendars/", "code", "office"),
      ("/decisions/{code}", "code", "duties"),
    ].map { path, name, value in
      """
      [[operations]]
      include-path-regex = "^/api/v1\(NSRegularExpression.escapedPattern(for: path).replacing("\\", with: "\\\\"))"
      parameters = { "path.\(name)" = "\(value)" }

      """
    }.joined(separator: "\n")
  }
}
