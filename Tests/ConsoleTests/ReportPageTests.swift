// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// Reporting, following and rating without an account and without script.
@Suite struct ReportPageTests {
  @Test(arguments: Engine.allCases) func reportsAndFollows(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let form = try await town.page("/report")
      #expect(form.text.contains("<option value=\"pothole\">Pothole</option>") && !form.text.contains("\"permit\""))
      let fields = [
        ("type", "pothole"), ("text", "deep <script>"), ("address", "High Street"), ("longitude", "120.2"),
        ("latitude", "30.5"), ("name", "Zhao"), ("contact", "557"),
      ]
      let empty = try await town.multipart("/report", [("type", ""), ("text", "kept words")], file: nil)
      #expect(empty.status == 422 && empty.text.contains("kept words"))
      let far = try await town.multipart(
        "/report", [("type", "pothole"), ("text", "x"), ("longitude", "abc"), ("latitude", "1")], file: nil)
      #expect(far.status == 422 && far.text.contains("Coordinates are two numbers"))
      let sent = try await town.multipart(
        "/report", fields, file: ("photo", "a.png", "image/png", Array("no picture".utf8)))
      #expect(sent.status == 303)
      let address = sent.header("Location") ?? ""
      #expect(address.hasPrefix("/reports/20261124-") && address.contains("photo=unsupported-media-type"))
      let done = try await town.page(address)
      #expect(done.status == 200 && done.text.contains("Your report has come in"))
      #expect(done.text.contains("its photograph was not kept"))
      #expect(done.text.contains("deep &lt;script&gt;") && !done.text.contains("Zhao"))

      let path = String(address.prefix { $0 != "?" })
      let code = String(address.split(separator: "=")[1].prefix { $0 != "&" })
      let open = try await town.page(path)
      #expect(open.status == 200 && !open.text.contains("deep") && !open.text.contains(code))
      #expect(open.text.contains("Reported") && open.text.contains("just now"))
      let wrong = try await town.page(path + "?code=0000")
      #expect(wrong.status == 403 && !wrong.text.contains("deep"))
      #expect(wrong.text.contains("The code is not right") && !wrong.text.contains("Not allowed"))
      #expect(!wrong.text.contains("with that role"), "whoever mistyped a code needs none")
      #expect(try await town.page("/reports/20000101-000001").status == 404)
      #expect(open.text.contains("class=\"track\"") && open.text.contains("Follow this report"))
      let found = try await town.page("/reports?number=\(path.dropFirst(9))")
      #expect(found.status == 303 && found.header("Location") == path)
      let early = try await town.form(path + "/rating", [("code", code), ("grade", "5")])
      #expect(early.status == 409)
    }
  }

  /// The browser says in its own language that a file may be chosen; the page says it in the reader's, to who sees it.
  @Test func asksForFilesInTheLanguageOfThePage() async throws {
    try await TestTown.pages { town in
      for (language, words) in [("en", "Choose a file"), ("zh-CN", "选择文件")] {
        let page = try await town.page("/report", language: language)
        #expect(
          page.text.contains("<span class=\"file-face\" aria-hidden=\"true\"><span class=\"file-button\">\(words)<"))
        #expect(page.text.contains("file-field.js"))
      }
    }
  }

  /// Five of them stand side by side on a telephone, where a longer word would be broken.
  @Test func gradesHaveNoLongWords() {
    for grade in 1...5 {
      let words = Messages(.english)["grade.\(grade)"].split(separator: " ")
      #expect(words.allSatisfy { $0.count <= 9 }, "\(words)")
    }
  }

  @Test func sendsAReportInOnesName() async throws {
    try await TestTown.pages { town in
      let (cookie, csrf) = try await town.person("Rita", [Grant(.reporter)])
      let sent = try await town.multipart(
        "/report", [("csrf", csrf), ("type", "permit"), ("text", "please")], file: nil, cookie: cookie)
      #expect(sent.status == 303, "\(sent.text)")
      let page = try await town.page(sent.header("Location") ?? "", cookie: cookie)
      #expect(page.status == 200 && page.text.contains("please") && page.text.contains("Withdraw"))
      let forged = try await town.multipart(
        "/report", [("type", "permit"), ("text", "please")], file: nil, cookie: cookie)
      #expect(forged.status == 403)
    }
  }
}
