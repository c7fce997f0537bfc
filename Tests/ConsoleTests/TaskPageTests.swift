// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The page of a handler, without a script.
@Suite struct TaskPageTests {
  /// One white point, as GIF.
  private static let point: [UInt8] =
    Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0]
    + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]

  @Test(arguments: Engine.allCases) func beginsShowsAndFinishes(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let path = try await town.dispatchedMatter()
      let id = String(path.dropFirst("/matters/".count))
      let hans = try await town.person("Hans", [Grant(.handler, department: "roads")])
      let page = try await town.page("/tasks", cookie: hans.cookie).text
      #expect(page.contains("1 task") && page.contains("Pothole") && page.contains("data-step=\"start\""))
      let started = try await town.form(
        "/tasks/\(id)/start", TestTown.hidden(page, form: "/tasks/\(id)/start"), cookie: hans.cookie)
      #expect(started.status == 303 && started.header("Location") == "/tasks?done=start#t-\(id)", "\(started.text)")
      // A photo as telephones of one maker take it, which others cannot show.
      let heic: [UInt8] = [0, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8)
      let refused = try await town.multipart(
        "/tasks/\(id)/photo", [("csrf", hans.csrf), ("phase", "handle")],
        file: ("file", "a.heic", "image/heic", heic), cookie: hans.cookie, headers: ["Accept-Language": "en"])
      #expect(refused.status == 415 && refused.text.contains("HEIC format"), "\(refused.text)")
      let empty = try await town.form(
        "/tasks/\(id)/handle", [("csrf", hans.csrf), ("result", " ")], cookie: hans.cookie)
      #expect(empty.status == 422)
      let done = try await town.form(
        "/tasks/\(id)/handle", [("csrf", hans.csrf), ("result", "filled"), ("key", "k")], cookie: hans.cookie)
      #expect(done.status == 303, "\(done.text)")
      let after = try await town.page("/tasks?done=handle", cookie: hans.cookie, language: "zh-CN").text
      #expect(after.contains("暂无任务") && after.contains("已完成，将由他人核查。"))
      let other = try await town.person("Wim", [Grant(.handler, department: "water")])
      #expect(try await town.form("/tasks/\(id)/start", [("csrf", other.csrf)], cookie: other.cookie).status == 404)
    }
  }

  /// The picture of whoever reported it is no photo that a handler took before the work.
  @Test func countsThePhotosThatWereTakenThere() async throws {
    try await TestTown.pages { town in
      _ = try await town.multipart(
        "/report", [("type", "pothole"), ("text", "deep")],
        file: ("photo", "a.png", "image/png", PublicPageTests.picture))
      let ina = try await town.person("Ina", [Grant(.intake)])
      let list = try await town.page("/matters", cookie: ina.cookie).text
      let path = try #require(list.firstMatch(of: /href="(\/matters\/[0-9A-Z]+)"/).map { String($0.output.1) })
      let accept = TestTown.hidden(try await town.page(path, cookie: ina.cookie).text, form: "\(path)/accept")
      #expect(try await town.form("\(path)/accept", accept, cookie: ina.cookie).status == 303)
      let hans = try await town.person("Hans", [Grant(.handler, department: "roads")])
      #expect(try await town.page("/tasks", cookie: hans.cookie).text.contains("data-taken=\"report\">0<"))
      let id = path.dropFirst("/matters/".count)
      let sent = try await town.multipart(
        "/tasks/\(id)/photo", [("csrf", hans.csrf), ("phase", "report")],
        file: ("file", "b.gif", "image/gif", Self.point), cookie: hans.cookie)
      #expect(sent.status == 303, "\(sent.text)")
      #expect(try await town.page("/tasks", cookie: hans.cookie).text.contains("data-taken=\"report\">1<"))
    }
  }

  @Test func theWorkerKeepsToItsPage() async throws {
    try await TestTown.pages { town in
      let worker = try await town.request(.GET, "/tasks/worker.js")
      #expect(worker.status == 200 && worker.header("Service-Worker-Allowed") == "/tasks")
      #expect(worker.header("Content-Type") == "text/javascript; charset=utf-8")
    }
  }
}
