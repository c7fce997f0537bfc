// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import Matters
import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The whole job with a browser and no script.
@Suite struct MatterPageTests {
  private typealias Person = (cookie: String, csrf: String)

  /// Fills in the form of an action and sends it as a browser would.
  private static func act(
    _ town: TestTown, _ path: String, _ action: String, _ person: Person, _ fields: [(String, String)] = []
  ) async throws -> TownAnswer {
    let page = try await town.page(path, cookie: person.cookie)
    let hidden = TestTown.hidden(page.text, form: "\(path)/\(action)")
    #expect(!hidden.isEmpty, "the page offers no form to \(action)")
    return try await town.form("\(path)/\(action)", hidden + fields, cookie: person.cookie)
  }

  @Test(arguments: Engine.allCases) func walksTheWholeJob(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let sent = try await town.multipart("/report", [("type", "pothole"), ("text", "deep")], file: nil)
      let report = sent.header("Location") ?? ""
      let intake = try await town.person("Ina", [Grant(.intake)])
      let handler = try await town.person("Hans", [Grant(.handler, department: "roads")])
      let verifier = try await town.person("Vera", [Grant(.verifier)])
      let home = try await town.page("/", cookie: intake.cookie)
      let path = try #require(home.text.firstMatch(of: /href="(\/matters\/[0-9A-Z]+)"/).map { String($0.output.1) })
      for (action, person, fields) in [
        ("accept", intake, []), ("start", handler, []), ("handle", handler, [("result", "filled")]),
        ("verify", verifier, []), ("close", verifier, [("result", "good")]),
      ] as [(String, Person, [(String, String)])] {
        town.time.advance(by: .seconds(600))
        let answer = try await Self.act(town, path, action, person, fields)
        #expect(
          answer.status == 303 && answer.header("Location") == "\(path)?done=\(action)", "\(action): \(answer.text)")
      }
      let page = try await town.page(path + "?done=close", cookie: verifier.cookie)
      #expect(page.text.contains("Close: done.") && page.text.contains("good") && page.text.contains("Hans"))
      #expect(page.text.contains("done in time, was due"))
      // What a step does not say is not taken from elsewhere on the page.
      #expect(page.text.components(separatedBy: "deep").count == 2)
      let chinese = try await town.page(path, cookie: verifier.cookie, language: "zh-CN")
      #expect(chinese.text.contains("<h1>坑洞</h1>") && chinese.text.contains("按时完成"))
      let progress = try await town.page(report)
      #expect(progress.text.contains("Very satisfied"))
      let code = String(report.split(separator: "=")[1].prefix { $0 != "&" })
      let number = String(report.dropFirst(9).prefix { $0 != "?" })
      let rated = try await town.form("/reports/\(number)/rating", [("code", code), ("grade", "5"), ("comment", "")])
      #expect(rated.status == 303)
      let after = try await town.page(rated.header("Location") ?? "").text
      #expect(after.contains("Your rating") && after.contains("It is done.") && !after.contains("grade-5"))
    }
  }

  /// Whoever reports a result learns which file it takes before they are refused.
  @Test func saysWhichFileIsNeededFirst() async throws {
    try await TestTown.pages { town in
      let made = try await town.request(
        .POST, "/api/v1/matters", token: try await town.token(.intake),
        body: ["type": "permit", "text": "a kiosk", "position": [120.2, 30.5]])
      let path = "/matters/\(made.json["id"]?.string ?? "")"
      let clerk = try await town.person("Ina", [Grant(.intake), Grant(.dispatcher)])
      let handler = try await town.person("Hans", [Grant(.handler, department: "roads")])
      #expect(try await Self.act(town, path, "accept", clerk).status == 303)
      #expect(try await Self.act(town, path, "dispatch", clerk, [("lead", "roads")]).status == 303)
      #expect(try await Self.act(town, path, "start", handler).status == 303)
      let english = "A file of “Result” is needed first."
      let working = try await town.page(path, cookie: handler.cookie).text
      #expect(working.contains(english) && working.contains("<option value=\"handle\" selected>"))
      let chinese = try await town.page(path, cookie: handler.cookie, language: "zh-CN").text
      #expect(chinese.contains("须先添加“处置”阶段的附件。"))
      let refused = try await Self.act(town, path, "handle", handler, [("result", "allowed")])
      #expect(refused.status == 422 && refused.text.contains("“Permit” needs a file of “Result” first."))
      let attach = TestTown.hidden(
        try await town.page(path, cookie: handler.cookie).text, form: "\(path)/attach")
      let attached = try await town.multipart(
        "\(path)/attach", attach + [("phase", "handle")],
        file: ("file", "a.png", "image/png", PublicPageTests.picture), cookie: handler.cookie)
      #expect(attached.status == 303, "\(attached.text)")
      #expect(!(try await town.page(path, cookie: handler.cookie).text.contains(english)))
    }
  }

  /// What is kept in both languages is shown in the reader's alone: names of people, and what they wrote.
  @Test func showsTheReadersHalf() async throws {
    try await TestTown.pages { town in
      let text = LocalizedText.pairedText("The cover is gone.", "井盖缺失。")
      _ = try await town.multipart(
        "/report", [("type", "pothole"), ("text", text), ("name", LocalizedPair.reporter)], file: nil)
      _ = try await town.city.access.createAccount(
        .person(name: LocalizedPair.clerk, signInName: "li", password: "password of Li", grants: [Grant(.intake)]),
        by: .system(town.city.tenant))
      let signedIn = try await town.form(
        "/sign-in", [("name", "li"), ("password", "password of Li"), ("next", "/")])
      let cookie = try #require(signedIn.cookie("citywide_session"))
      let list = try await town.page("/matters", cookie: cookie).text
      let path = try #require(list.firstMatch(of: /href="(\/matters\/[0-9A-Z]+)"/).map { String($0.output.1) })
      let accept = TestTown.hidden(try await town.page(path, cookie: cookie).text, form: "\(path)/accept")
      #expect(try await town.form("\(path)/accept", accept, cookie: cookie).status == 303)
      for (language, shown, other) in [
        ("en", ["The cover is gone.", "Wang Jianguo", "Li Wen"], ["井盖缺失", "王建国", "李文"]),
        ("zh-CN", ["井盖缺失。", "王建国", "李文"], ["The cover", "Wang", "Li Wen"]),
      ] {
        let page = try await town.page(path, cookie: cookie, language: language).text
        for words in shown { #expect(page.contains(words), "\(words)") }
        for words in other { #expect(!page.contains(words), "\(words)") }
        let csv = try await town.page("/matters.csv?state=all", cookie: cookie, language: language).text
        #expect(csv.contains(shown[0]) && !csv.contains(other[0]))
      }
    }
  }

  private enum LocalizedPair {
    static let reporter = LocalizedText.pairedName("Wang Jianguo", "王建国")
    static let clerk = LocalizedText.pairedName("Li Wen", "李文")
  }

  @Test func saysWhichLimitHasPassedAndByHowMuch() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      town.time.advance(by: .seconds(20 * 86_400))
      let sue = try await town.person("Sue", [Grant(.supervisor)])
      try await town.city.matters.tick(tenant: town.city.tenant)
      let page = try await town.page(path, cookie: sue.cookie).text
      #expect(page.contains("not done,") && page.contains("days late"))
      #expect(page.contains("A time limit has passed"))
      for limit in ["Handle", "In all"] { #expect(page.contains("<span class=\"words\">\(limit)</span>"), "\(limit)") }
      let chinese = try await town.page(path, cookie: sue.cookie, language: "zh-CN").text
      #expect(chinese.contains(">未完成 <time"))
    }
  }

  @Test func doesAFormOnceAndSaysWhatWasWrong() async throws {
    try await TestTown.pages { town in
      _ = try await town.multipart("/report", [("type", "pothole"), ("text", "deep")], file: nil)
      let intake = try await town.person("Ina", [Grant(.intake)])
      let home = try await town.page("/", cookie: intake.cookie)
      let path = try #require(home.text.firstMatch(of: /href="(\/matters\/[0-9A-Z]+)"/).map { String($0.output.1) })
      let page = try await town.page(path, cookie: intake.cookie)
      let hidden = TestTown.hidden(page.text, form: "\(path)/note")
      let note = hidden + [("text", "inner")]
      #expect(try await town.form("\(path)/note", note, cookie: intake.cookie).status == 303)
      #expect(try await town.form("\(path)/note", note, cookie: intake.cookie).status == 303)
      let after = try await town.page(path, cookie: intake.cookie)
      #expect(after.text.components(separatedBy: "inner").count == 2)
      // The other forms of the first page are of an old revision by now.
      let stale = try await town.form(
        "\(path)/accept", TestTown.hidden(page.text, form: "\(path)/accept"), cookie: intake.cookie)
      #expect(stale.status == 412 && stale.text.contains("Meanwhile – Ina: Note added"))
      let empty = try await Self.act(town, path, "reject", intake, [("reason", " ")])
      #expect(empty.status == 422 && empty.text.contains("Reason: ") && !empty.text.contains("/reason"))
      let forged = try await town.form("\(path)/accept", [], cookie: intake.cookie)
      #expect(forged.status == 403)
      let unknown = try await town.form("\(path)/explode", [("csrf", intake.csrf)], cookie: intake.cookie)
      #expect(unknown.status == 404)
      let stranger = try await town.person("Eve", [Grant(.handler, department: "water")])
      #expect(try await town.page(path, cookie: stranger.cookie).status == 404)
      #expect(try await town.form("\(path)/accept", [("csrf", stranger.csrf)], cookie: stranger.cookie).status == 404)
    }
  }

  /// Sent to who has it already it is refused; sent elsewhere, the history says from whom it was taken.
  @Test func namesWhoItWasTakenFrom() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      let dan = try await town.person("Dan", [Grant(.dispatcher)])
      let same = try await Self.act(town, path, "dispatch", dan, [("lead", "roads")])
      #expect(same.status == 409 && same.text.contains("with these departments already"), "\(same.text)")
      #expect(try await Self.act(town, path, "dispatch", dan, [("lead", "water")]).status == 303)
      #expect(try await town.page(path, cookie: dan.cookie).text.contains("Water · let off: Roads"))
    }
  }

  /// What answers a form says where it is found by GET, and whoever opens the form's address is led there.
  @Test func leadsFromTheAddressOfAFormToItsPage() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      let dan = try await town.person("Dan", [Grant(.handler, department: "roads"), Grant(.dispatcher)])
      let refused = try await Self.act(town, path, "refuse", dan, [("reason", " ")])
      #expect(refused.status == 422 && refused.text.contains("<link rel=\"canonical\" href=\"\(path)\">"))
      #expect(!(try await town.page(path, cookie: dan.cookie).text.contains("rel=\"canonical\"")))
      let id = path.split(separator: "/")[1]
      for (address, page) in [
        ("\(path)/refuse", path), ("\(path)/attach?x=1", path), ("/desk/\(id)/go", "/desk"),
        ("/tasks/\(id)/start", "/tasks"),
        ("/centre/mode", "/centre"), ("/reports/20260101-000001/rating", "/reports/20260101-000001"),
      ] {
        let led = try await town.page(address, cookie: dan.cookie)
        #expect(led.status == 303 && led.header("Location") == page, "\(address): \(led.status)")
      }
      let program = try await town.request(
        .GET, "\(path)/refuse", headers: ["Cookie": "citywide_session=\(dan.cookie)"])
      #expect(program.status == 405)
    }
  }

  /// The second of two people is told who was first, and keeps what they typed.
  @Test func theSecondSeesWhoWasFirst() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      let (dan, eva) = (
        try await town.person("Dan", [Grant(.handler, department: "roads")]),
        try await town.person("Eva", [Grant(.handler, department: "roads")])
      )
      let page = try await town.page(path, cookie: eva.cookie).text
      let refusal = TestTown.hidden(page, form: "\(path)/refuse") + [("reason", "not our <road>")]
      let note = TestTown.hidden(page, form: "\(path)/note") + [("text", "look at it again")]
      #expect(try await Self.act(town, path, "start", dan).status == 303)
      let second = try await town.form(
        "\(path)/refuse", refusal, cookie: eva.cookie, headers: ["Accept-Language": "en"])
      #expect(second.status == 412 && second.text.contains("Meanwhile – Dan: Begun"), "\(second.text)")
      // The form comes again, open, with what was typed.
      #expect(second.text.contains("required>not our &lt;road&gt;</textarea>"))
      #expect(try await Self.act(town, path, "handle", dan, [("result", "filled")]).status == 303)
      let late = try await town.form(
        "\(path)/refuse", refusal, cookie: eva.cookie, headers: ["Accept-Language": "zh-CN"])
      #expect(late.status == 412 && late.text.contains("在此期间——Dan：开始处置、Dan：处置完成"), "\(late.text)")
      // Nobody can refuse it any more: the words are shown all the same.
      #expect(!late.text.contains("action=\"\(path)/refuse\"") && late.text.contains("not our &lt;road&gt;"))
      // A note is as right as before.
      #expect(try await town.form("\(path)/note", note, cookie: eva.cookie).status == 303)
      #expect(try await town.page(path, cookie: eva.cookie).text.contains("look at it again"))
    }
  }
}
