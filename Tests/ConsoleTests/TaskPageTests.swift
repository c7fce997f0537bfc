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

  @Test func theWorkerKeepsToItsPage() async throws {
    try await TestTown.pages { town in
      let worker = try await town.request(.GET, "/tasks/worker.js")
      #expect(worker.status == 200 && worker.header("Service-Worker-Allowed") == "/tasks")
      #expect(worker.header("Content-Type") == "text/javascript; charset=utf-8")
    }
  }
}
