// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Files that show something: who may send them in, and who sees which copy.
@Suite struct EvidenceTests {
  private static let png = ["Content-Type": "image/png"]

  @Test func givesOriginalsToThoseWhoWorkOnItAndCopiesToOthers() async throws {
    try await TestTown.api { town in
      let reporter = try await town.token(.reporter)
      let intake = try await town.token(.intake)
      let made = try await town.request(.POST, "/api/v1/matters", token: reporter, body: ["type": "permit"])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")/evidence"
      let sent = try await town.multipart(
        path, [("phase", "report")], file: ("file", "../../evil.png", "image/png", Picture.marked), token: reporter)
      #expect(sent.status == 201, "\(sent.text)")
      let file = try #require(sent.json["evidence"]?.array?.first)
      let hash = file["hash"]?.string ?? ""
      let copy = file["publicHash"]?.string ?? ""
      #expect(hash != copy && copy.count == 64)

      let original = try await town.request(.GET, "\(path)/\(hash)", token: intake)
      #expect(original.status == 200 && original.bytes == Picture.marked)
      #expect(original.header("Content-Type") == "image/png" && original.header("Content-Disposition") == "inline")
      #expect(original.header("X-Content-Type-Options") == "nosniff")
      let cached = try await town.request(
        .GET, "\(path)/\(hash)", token: intake, headers: ["If-None-Match": original.header("ETag") ?? ""])
      #expect(cached.status == 304)
      let stripped = try await town.request(.GET, "\(path)/\(copy)", token: intake)
      #expect(stripped.status == 200 && !stripped.text.contains("secret-place"))

      // A picture of the city's own people: the reporter is given the copy, whichever hash is asked for.
      let inner = try await town.request(.POST, path, token: intake, bytes: Picture.marked + [0], headers: Self.png)
      let other = inner.json["evidence"]?.array?.last?["hash"]?.string ?? ""
      let shown = try await town.request(.GET, "\(path)/\(other)", token: reporter)
      #expect(inner.status != 201 || (shown.status == 200 && !shown.text.contains("secret-place")))
      #expect(try await town.request(.GET, "\(path)/\(hash)", token: reporter).bytes == Picture.marked)
      let nowhere = try await town.request(.GET, "\(path)/\(String(repeating: "a", count: 64))", token: intake)
      #expect(nowhere.status == 404)
      let again = try await town.request(.POST, path, token: reporter, bytes: Picture.marked, headers: Self.png)
      #expect(again.status == 409)
    }
  }

  @Test func namesAFileThatIsNone() async throws {
    try await TestTown.api { town in
      let reporter = try await town.token(.reporter)
      let made = try await town.request(.POST, "/api/v1/matters", token: reporter, body: ["type": "permit"])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")/evidence"
      let text = try await town.request(.POST, path, token: reporter, bytes: Array("hello".utf8), headers: Self.png)
      #expect(text.status == 415, "\(text.text)")
      let broken = try await town.request(
        .POST, path, token: reporter, bytes: Array(Picture.marked.prefix(60)), headers: Self.png)
      #expect(broken.status == 422 && broken.text.contains("byte"), "\(broken.text)")
      let unknown = try await town.request(
        .POST, path, token: reporter, bytes: Picture.marked, headers: ["Content-Type": "text/html"])
      #expect(unknown.status == 415)
      let without = try await town.multipart(path, [("phase", "report")], file: nil, token: reporter)
      #expect(without.status == 422 && without.text.contains("/file"))
      let phase = try await town.multipart(
        path, [("phase", "odd")], file: ("file", "a.png", "image/png", Picture.marked), token: reporter)
      #expect(phase.status == 422)
    }
  }
}
