// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The dispatch desk, without a script.
@Suite struct DeskPageTests {
  private typealias Person = (cookie: String, csrf: String)

  private static func report(_ town: TestTown, _ type: String, _ text: String, at longitude: Double = 120.2)
    async throws
    -> String
  {
    let made = try await town.request(
      .POST, "/api/v1/matters", token: try await town.token(.intake),
      body: ["type": .string(type), "text": .string(text), "position": [.number(longitude), 30.5]])
    town.time.advance(by: .seconds(60))
    return try #require(made.json["id"]?.string, "\(made.text)")
  }

  private static func press(
    _ town: TestTown, _ page: String, _ id: String, _ step: String, _ person: Person, _ fields: [(String, String)] = []
  ) async throws -> TownAnswer {
    let hidden = TestTown.hidden(page, form: "/desk/\(id)/\(step)")
    #expect(!hidden.isEmpty, "the desk offers no form to \(step)")
    return try await town.form(
      "/desk/\(id)/\(step)", hidden + fields, cookie: person.cookie, headers: ["Accept-Language": "en"])
  }

  @Test(arguments: Engine.allCases) func acceptsSendsAndGoesOn(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let first = try await Self.report(town, "pothole", "deep")
      let second = try await Self.report(town, "permit", "a kiosk")
      let dan = try await town.person("Dan", [Grant(.dispatcher), Grant(.intake)])
      let desk = try await town.page("/desk?at=\(first)", cookie: dan.cookie).text
      #expect(desk.contains("2 wait") && desk.contains("deep") && desk.contains("a kiosk") == false)
      // The decision and the rule that name the department.
      #expect(desk.contains("<p class=\"suggested\">Roads</p>") && desk.contains("Rule 1 · Type: Pothole"))
      #expect(desk.contains("Accept and send to Roads"))
      #expect(desk.contains("Keys: J and K move, A accepts and goes on, D another department, B return"))
      #expect(desk.contains("M merge"), "the kiosk is at the same place")
      let gone = try await Self.press(town, desk, first, "go", dan)
      let next = try #require(gone.header("Location"))
      #expect(gone.status == 303 && next.contains("done=go") && next.hasSuffix("at=\(second)"), "\(gone.text)")
      let after = try await town.page(next, cookie: dan.cookie).text
      // The keyboard goes on at the next matter, without one at the top of the page.
      #expect(after.contains("<h2 id=\"pane-heading\" tabindex=\"-1\">") && after.contains("<h1 tabindex=\"-1\">"))
      #expect(after.contains("went to Roads.") && after.contains("a kiosk") && after.contains("1 waiting"))
      // Nothing names a department for a permit.
      #expect(after.contains("No decision names a department") && after.contains("Accept, and go on"))
      let sent = try await Self.press(town, after, second, "send", dan, [("lead", "water")])
      #expect(sent.status == 303, "\(sent.text)")
      let empty = try await town.page(sent.header("Location") ?? "", cookie: dan.cookie, language: "zh-CN").text
      #expect(empty.contains("已派遣至水务处") && empty.contains("暂无待处理事项"))
      #expect(!empty.contains("M 并案"), "what does nothing here is not named")
    }
  }

  @Test func theSecondSeesWhoWasQuicker() async throws {
    try await TestTown.pages { town in
      let id = try await Self.report(town, "pothole", "deep")
      let dan = try await town.person("Dan", [Grant(.dispatcher), Grant(.intake)])
      let eva = try await town.person("Eva", [Grant(.dispatcher), Grant(.intake)])
      let (one, other) = (
        try await town.page("/desk?at=\(id)", cookie: dan.cookie).text,
        try await town.page("/desk?at=\(id)", cookie: eva.cookie).text
      )
      #expect(try await Self.press(town, one, id, "go", dan).status == 303)
      let late = try await Self.press(town, other, id, "return", eva, [("reason", "where is it")])
      #expect(late.status == 412 && late.text.contains("Meanwhile – Dan: Accepted, Dan: Dispatched"), "\(late.text)")
      #expect(late.text.contains("Dan: Dispatched. It is Dispatched now."))
      // The same button pressed twice by one person does what it does once.
      #expect(try await Self.press(town, one, id, "go", dan).status == 412)
    }
  }

  @Test func suggestsWhatIsTheSameAndMerges() async throws {
    try await TestTown.pages { town in
      let old = try await Self.report(town, "pothole", "first", at: 120.2)
      // 0.0004 degrees of longitude at 30.5° N are 38 m; 0.002 are 192 m; 0.004 are 384 m.
      let new = try await Self.report(town, "pothole", "second", at: 120.2004)
      _ = try await Self.report(town, "permit", "third", at: 120.202)
      _ = try await Self.report(town, "pothole", "fourth", at: 120.204)
      let dan = try await town.person("Dan", [Grant(.dispatcher), Grant(.intake)])
      let desk = try await town.page("/desk?at=\(new)", cookie: dan.cookie).text
      #expect(desk.contains("38 m away, same type") && desk.contains("Likely the same"))
      #expect(desk.contains("154 m away") && desk.components(separatedBy: "/merge\"").count == 3)
      let merged = try await Self.press(town, desk, new, "merge", dan)
      #expect(merged.status == 303, "\(merged.text)")
      let survivor = try await town.request(.GET, "/api/v1/matters/\(old)", token: try await town.token(.intake))
      #expect(survivor.json["absorbed"]?.array?.count == 1)
    }
  }
}
