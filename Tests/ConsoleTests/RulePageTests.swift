// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The pages of threshold rules.
@Suite struct RulePageTests {
  /// Pressure below 2 from minute 10 to 20, below 1 from minute 30 on.
  private func send(_ town: TestTown) async throws {
    let now = town.city.time.now()
    let token = try await town.token("sensor", [Grant(.reporter)], kind: .service)
    let readings = [3, 3, 1.5, 1.2, 3, 3, 0.5, 0.4].enumerated().map { index, value -> JSON in
      let at = now + .seconds(Int64(index) * 300 - 3600)
      return ["series": "pipe-1", "at": .string(at.description), "value": .number(value)]
    }
    let sent = try await town.request(.POST, "/api/v1/readings", token: token, body: .array(readings))
    #expect(sent.status == 200, "\(sent.text)")
  }

  @Test(arguments: Engine.allCases) func tellsWhatADraftWouldHaveRaised(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      try await send(town)
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      func ask(_ when: String, language: String = "en") async throws -> TownAnswer {
        try await town.form(
          "/rules/leak-rule/what-if?lang=\(language)",
          [("csrf", ada.csrf), ("series", "pipe-*"), ("when-red", when), ("from", "2026-11-01"), ("to", "")],
          cookie: ada.cookie)
      }
      let list = try await town.page("/rules", cookie: ada.cookie).text
      #expect(list.contains("href=\"/rules/leak-rule\"") && list.contains("Red, Yellow"))
      let page = try await town.page("/rules/leak-rule", cookie: ada.cookie).text
      #expect(page.contains("&gt;= 2.5") && page.contains("name=\"until-yellow\"") && page.contains("name=\"csrf\""))
      let none = try await ask("< 0.2")
      #expect(none.status == 200 && none.text.contains("where 2 were raised: 0 there would have been too, 2 not"))
      #expect(none.text.contains("1 would be gone") && none.text.contains("On now, and would be gone"))
      #expect(none.text.contains("&lt; 0.2"), "what was typed is kept")
      let chinese = try await town.page("/rules/leak-rule", cookie: ada.cookie, language: "zh-CN").text
      #expect(chinese.contains("假设分析") && chinese.contains("压力低") && chinese.contains("红色"))
      let wrong = try await ask("<")
      #expect(wrong.status == 422 && wrong.text.contains("/levels/0/when"), "\(wrong.text)")
      for text in [none.text, page, list, wrong.text] { #expect(!text.contains("{{") && !text.contains("style=")) }
    }
  }

  @Test func letsInWhoeverMay() async throws {
    try await TestTown.pages { town in
      let reporter = try await town.person("Rita", [Grant(.reporter)])
      let handler = try await town.person("Hans", [Grant(.handler, department: "roads")])
      let west = try await town.person("Wes", [Grant(.supervisor, area: "01")])
      for path in ["/rules", "/rules/leak-rule", "/rules/leak-rule/versions", "/rules/leak-rule/versions/1"] {
        #expect(try await town.page(path).status == 303)
        #expect(try await town.page(path, cookie: reporter.cookie).status == 403)
        #expect(try await town.page(path, cookie: handler.cookie).status == 200)
      }
      #expect(try await town.page("/rules/none", cookie: handler.cookie).status == 404)
      #expect(!(try await town.page("/rules/leak-rule", cookie: west.cookie).text.contains("what-if-heading")))
      let fields = [("series", "pipe-1"), ("when-red", "< 1")]
      for person in [reporter, handler, west] {
        for step in ["what-if", "propose"] {
          let answer = try await town.form(
            "/rules/leak-rule/\(step)", [("csrf", person.csrf)] + fields, cookie: person.cookie)
          #expect(answer.status == 403)
        }
        let verdict = try await town.form(
          "/rules/leak-rule/versions/1/approve", [("csrf", person.csrf)], cookie: person.cookie)
        #expect(verdict.status == 403)
      }
    }
  }

  @Test(arguments: Engine.allCases) func changesARule(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      try await send(town)
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      let bob = try await town.person("Bob", [Grant(.administrator)])
      func propose(_ when: String) async throws -> TownAnswer {
        try await town.form(
          "/rules/leak-rule/propose",
          [
            ("csrf", ada.csrf), ("base", "1"), ("series", "pipe-*"), ("when-red", when), ("comment", "<b>calmer</b>"),
            ("validFrom", ""),
          ], cookie: ada.cookie)
      }
      let page = try await town.page("/rules/leak-rule", cookie: ada.cookie).text
      #expect(page.contains("formaction=\"/rules/leak-rule/propose\"") && page.contains("name=\"base\" value=\"1\""))
      let wrong = try await propose("<")
      #expect(wrong.status == 422 && wrong.text.contains("&lt;b&gt;calmer"), "\(wrong.text)")
      let proposed = try await propose("< 0.2")
      #expect(proposed.header("Location") == "/rules/leak-rule/versions/2?done=propose", "\(proposed.text)")
      #expect(try await town.page("/rules", cookie: ada.cookie).text.contains("1 waits for approval"))
      let own = try await town.page("/rules/leak-rule/versions/2", cookie: ada.cookie).text
      #expect(own.contains("somebody else has to approve it") && !own.contains("versions/2/approve"))

      let path = "/rules/leak-rule/versions/2"
      let shown = try await town.page(path, cookie: bob.cookie).text
      #expect(shown.contains("<del>&lt; 1</del>") && shown.contains("<ins>&lt; 0.2</ins>"), "\(shown)")
      #expect(shown.contains("Yellow · Begins when") && shown.contains("where 2 were raised: 0 there would have been"))
      #expect(shown.contains("action=\"\(path)/approve\"") && shown.contains("href=\"/rules\">Threshold rules"))
      let chinese = try await town.page(path, cookie: bob.cookie, language: "zh-CN").text
      #expect(chinese.contains("黄色 · 开始条件") && chinese.contains("阈值规则") && !chinese.contains("{{"))
      let approved = try await town.form(path + "/approve", [("csrf", bob.csrf)], cookie: bob.cookie)
      #expect(approved.header("Location") == path + "?done=approve", "\(approved.text)")
      let versions = try await town.page("/rules/leak-rule/versions", cookie: bob.cookie).text
      #expect(versions.contains("In force") && versions.contains("approved by Bob") && versions.contains(path))
      let changed = try await town.page("/rules/leak-rule", cookie: bob.cookie).text
      #expect(changed.contains("&lt; 0.2") && changed.contains("name=\"base\" value=\"2\""))
      let back = try await town.page("/rules/leak-rule?version=1", cookie: bob.cookie).text
      #expect(back.contains("&gt;= 2.5"), "the draft starts from the older version")
      let stale = try await propose("< 0.1")
      #expect(stale.status == 412, "another version came into force")
      for text in [page, wrong.text, shown, versions, changed, back] {
        #expect(!text.contains("{{") && !text.contains("style="))
      }
    }
  }
}
