// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import HTTP
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// What the document says is what is served.
@Suite struct DocumentTests {
  @Test func describesEveryRoute() async throws {
    try await TestTown.api { town in
      let served = try await town.request(.GET, "/openapi.json")
      #expect(served.json == town.site.document && served.json["openapi"] == "3.1.0")
      let running = Set(apiEndpoints(town.city).map { "\($0.method.name) \($0.path)" } + ["GET /openapi.json"])
      var described: Set<String> = []
      for (path, item) in served.json["paths"]?.object ?? [:] {
        for method in (item.object ?? [:]).keys { described.insert("\(method.uppercased()) \(path)") }
      }
      #expect(described == running)
      for path in described { #expect(path.contains("/api/v1/") || path.hasSuffix("/openapi.json")) }
    }
  }

  @Test func refersOnlyToSchemasThatThereAre() async throws {
    try await TestTown.api { town in
      let text = town.site.document.text
      for name in apiSchemas.keys.sorted() where name != "Problem" {
        #expect(text.contains("\"#/components/schemas/\(name)\""), "nothing refers to the schema \(name)")
      }
    }
  }
}
