// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import Foundation
import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// Decisions on pages: read, edited without a script, compared, approved, explained.
@Suite struct DecisionPageTests {
  private typealias Person = (cookie: String, csrf: String)
  private static let script = "<script>alert(1)</script>\"'&"

  /// The duties of the town with leaks sent elsewhere, and a script in every text.
  private static let poisoned: JSON = [
    "name": ["en": .string(script), "zh-Hans": .string(script)], "source": .string(script), "hitPolicy": "F",
    "inputs": [["expression": "type", "label": .string(script), "type": "string"]],
    "outputs": [["name": "department", "label": .string(script), "default": "\"water\""]],
    "notes": [.string(script)], "rules": [["\"leak\"", "\"roads\"", .string(script)]],
    "tests": [["name": .string(script), "inputs": ["type": .string(script)], "output": "water"]],
  ]

  private static func propose(
    _ town: TestTown, _ person: Person, _ fields: [(String, String)], step: String = "propose"
  ) async throws -> TownAnswer {
    try await town.multipart(
      "/decisions/duties/\(step)", [("csrf", person.csrf)] + fields, file: nil, cookie: person.cookie)
  }

  @Test(arguments: [("en", "Decisions", "Rules", "Waits for approval"), ("zh-CN", "决策", "规则", "待审批")])
  func showsDecisionsInBothLanguages(language: String, title: String, rules: String, waits: String) async throws {
    try await TestTown.pages { town in
      let handler = try await town.person("Hans", [Grant(.handler, department: "roads")])
      let editor = try await town.person("Ada", [Grant(.supervisor)])
      let list = try await town.page("/decisions", cookie: handler.cookie, language: language)
      #expect(list.status == 200 && list.text.contains("<h1>\(title)</h1>") && list.text.contains(rules))
      #expect(list.text.contains("href=\"/decisions/duties\""))
      let one = try await town.page("/decisions/duties", cookie: handler.cookie, language: language)
      #expect(one.status == 200 && one.text.contains("&quot;pothole&quot;") && one.text.contains("id=\"rule-2\""))
      #expect(!one.text.contains("/decisions/duties/edit"), "a handler edits nothing")
      let proposed = try await Self.propose(
        town, editor, [("base", "1"), ("content", Self.poisoned.text), ("comment", Self.script)])
      #expect(proposed.status == 303, "\(proposed.text)")
      let again = try await town.page("/decisions", cookie: handler.cookie, language: language)
      #expect(again.text.contains("class=\"tag waiting\""))
      let versions = try await town.page("/decisions/duties/versions", cookie: handler.cookie, language: language)
      #expect(versions.text.contains(waits))
    }
  }

  @Test func headsColumnsInTheReadersLanguage() throws {
    let sheet = try #require(
      SheetText([
        "inputs": [["expression": "type", "label": "类型 / type of matter"]], "outputs": [["name": "a / b"]], "rules": [],
      ]))
    #expect(SheetView(sheet, Messages(.english)).heads.map(\.caption) == ["type of matter", "a / b"])
    #expect(SheetView(sheet, Messages(.chinese)).heads.map(\.caption) == ["类型", "a / b"])
  }

  @Test func saysInTheLanguageOfThePageWhatIsWrong() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      let content: JSON = [
        "source": "example", "inputs": [["expression": "type"]], "outputs": [["name": "department"]],
        "rules": [["\"pothole\"", "\"parks\""], ["\"pothole\"", "\"roads\""], ["(1", "\"roads\""]],
      ]
      for (language, said) in [
        (
          "en",
          ["there is no department parks; there are", "Rules 1 and 2 both fit", "Here stands the end; expected is"]
        ),
        ("zh-CN", ["没有部门 parks；现有", "规则 1 和规则 2 同时适用", "此处是：结尾；应为"]),
      ] {
        let page = try await town.multipart(
          "/decisions/duties/check", [("csrf", ada.csrf), ("base", "1"), ("content", content.text)], file: nil,
          cookie: ada.cookie, headers: ["Accept-Language": language])
        for text in said { #expect(page.text.contains(text), "\(language): \(page.text)") }
        #expect(language == "en" || !page.text.contains("there is no department"))
      }
    }
  }

  @Test func escapesEveryText() async throws {
    try await TestTown.pages { town in
      let editor = try await town.person("Ada", [Grant(.administrator)])
      let other = try await town.person("Bob", [Grant(.supervisor)])
      let proposed = try await Self.propose(
        town, editor, [("base", "1"), ("content", Self.poisoned.text), ("comment", Self.script)])
      #expect(proposed.status == 303, "\(proposed.text)")
      let approved = try await town.form(
        "/decisions/duties/versions/2/approve", [("csrf", other.csrf), ("reason", Self.script)], cookie: other.cookie)
      #expect(approved.status == 303, "\(approved.text)")
      _ = try await town.multipart("/report", [("type", "leak"), ("text", Self.script)], file: nil)
      for path in [
        "/decisions", "/decisions/duties", "/decisions/duties/edit", "/decisions/duties/versions",
        "/decisions/duties/versions/2", "/decisions/duties/versions/2?against=1",
      ] {
        let page = try await town.page(path, cookie: other.cookie)
        #expect(page.status == 200 && page.text.contains("&lt;script&gt;"), "\(path)")
        #expect(!page.text.contains("<script>alert"), "\(path) runs what people write")
        #expect(page.header("Content-Security-Policy")?.contains("unsafe") == false)
        #expect(!page.text.contains("style=") && !page.text.contains("{{"), "\(path)")
      }
    }
  }

  @Test func letsInWhoeverMay() async throws {
    try await TestTown.pages { town in
      let reporter = try await town.person("Rita", [Grant(.reporter)])
      let handler = try await town.person("Hans", [Grant(.handler, department: "roads")])
      let auditor = try await town.person("Otto", [Grant(.auditor)])
      let west = try await town.person("Wes", [Grant(.supervisor, area: "01")])
      for (path, allowed) in [
        ("/decisions", [handler, auditor, west]), ("/decisions/duties", [handler, auditor, west]),
        ("/decisions/duties/versions", [handler, auditor, west]),
        ("/decisions/duties/versions/1", [handler, auditor, west]), ("/decisions/duties/edit", [auditor, west]),
      ] {
        for person in [reporter, handler, auditor, west] {
          let page = try await town.page(path, cookie: person.cookie)
          let isIn = allowed.contains { $0.cookie == person.cookie }
          #expect(page.status == (isIn ? 200 : 403), "\(path)")
          if !isIn { #expect(page.text.contains("Not allowed")) }
        }
        #expect(try await town.page(path).status == 303, "\(path) asks strangers to sign in")
      }
      let home = try await town.page("/", cookie: reporter.cookie)
      #expect(!home.text.contains("href=\"/decisions\""))
      #expect(try await town.page("/", cookie: handler.cookie).text.contains("href=\"/decisions\""))
      // Trying is for auditors and supervisors of a district too, proposing is not, and no form offers it.
      for person in [auditor, west] {
        let editor = try await town.page("/decisions/duties/edit", cookie: person.cookie)
        #expect(!editor.text.contains("/decisions/duties/propose"))
        #expect(try await Self.propose(town, person, [("base", "1"), ("content", Self.poisoned.text)]).status == 403)
      }
      let asked = try await Self.propose(
        town, west, [("base", "1"), ("content", Self.poisoned.text)], step: "what-if")
      #expect(asked.status == 403 && asked.text.contains("for the whole city"))
      let version = "/decisions/duties/versions/1?from=2026-11-01"
      #expect(try await town.page(version, cookie: auditor.cookie).text.contains("what-if-heading"))
      #expect(!(try await town.page(version, cookie: west.cookie).text.contains("what-if-heading")))
      let wrong = try await town.page("/decisions/duties/versions/1?from=soon", cookie: auditor.cookie)
      #expect(wrong.status == 422)
      for path in [
        "/decisions/none", "/decisions/none/edit", "/decisions/duties/versions/9", "/why/0:999999", "/why/x:y",
      ] {
        #expect(try await town.page(path, cookie: auditor.cookie).status == 404, "\(path)")
      }
      let forged = try await town.multipart(
        "/decisions/duties/propose", [("base", "1"), ("content", Self.poisoned.text)], file: nil, cookie: auditor.cookie
      )
      #expect(forged.status == 403)
    }
  }

  @Test(arguments: Engine.allCases) func changesADecisionWithoutAScript(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      let bob = try await town.person("Bob", [Grant(.administrator)])
      let matter = try await town.dispatchedMatter()
      town.time.advance(by: .seconds(60))

      let editor = try await town.page("/decisions/duties/edit", cookie: ada.cookie)
      #expect(editor.text.contains("name=\"cell\"") && editor.text.contains("/assets/scripts/"))
      #expect(editor.text.contains("data-inputs=\"[{&quot;name&quot;:&quot;type&quot;}]\""), "what the trial asks for")
      func cells(_ department: String) -> [(String, String)] {
        [("base", "1"), ("content", ""), ("hitPolicy", "U")]
          + ["\"pothole\"", department, "\"leak\"", "\"water\"", "", "", " ", ""].map { ("cell", $0) }
      }
      let wrong = try await Self.propose(town, ada, cells("\"parks\""))
      #expect(wrong.status == 422 && wrong.text.contains("there is no department parks"))
      #expect(wrong.text.contains("&quot;parks&quot;"), "what was typed is kept")
      let checked = try await Self.propose(town, ada, cells("\"water\""), step: "check")
      #expect(checked.status == 200 && checked.text.contains("gap"))
      let asked = try await Self.propose(town, ada, cells("\"water\""), step: "what-if")
      #expect(
        asked.status == 200 && asked.text.contains("0 would have come out the same, 1 otherwise"), "\(asked.text)")
      let proposed = try await Self.propose(
        town, ada, cells("\"water\"") + [("comment", "the water board asked for it")])
      #expect(proposed.header("Location") == "/decisions/duties/versions/2?done=propose", "\(proposed.text)")
      #expect(try await Self.propose(town, ada, [("base", "1"), ("content", "{")]).status == 400)

      // Its author sees it and cannot approve it.
      let own = try await town.page("/decisions/duties/versions/2", cookie: ada.cookie)
      #expect(own.text.contains("somebody else has to approve it") && !own.text.contains("versions/2/approve"))
      let cheating = try await town.form(
        "/decisions/duties/versions/2/approve", [("csrf", ada.csrf)], cookie: ada.cookie)
      #expect(cheating.status == 403)
      let review = try await town.page("/decisions/duties/versions/2", cookie: bob.cookie)
      #expect(
        review.text.contains("From version 1 to version 2") && review.text.contains("<del>&quot;roads&quot;</del>"))
      #expect(
        review.text.contains("1 otherwise") && review.text.contains(matter), "the what-if comes before the approval")
      let translated = try await town.page("/decisions/duties/versions/2", cookie: bob.cookie, language: "zh-CN")
      #expect(translated.text.contains(" 坑洞<") && !translated.text.contains(" Pothole<"), "\(translated.text)")
      #expect(!review.text.contains("Approved before"))
      let empty = try await town.form(
        "/decisions/duties/versions/2/reject", [("csrf", bob.csrf), ("reason", " ")], cookie: bob.cookie)
      #expect(empty.status == 422 && empty.text.contains("say why it is refused"))
      let late = try await town.form(
        "/decisions/duties/versions/2/approve", [("csrf", bob.csrf), ("validFrom", "tomorrow")], cookie: bob.cookie)
      #expect(late.status == 422 && late.text.contains("must be a day and a time"))
      let approved = try await town.form(
        "/decisions/duties/versions/2/approve", [("csrf", bob.csrf), ("reason", "agreed")], cookie: bob.cookie)
      #expect(approved.header("Location") == "/decisions/duties/versions/2?done=approve", "\(approved.text)")
      #expect(try await town.page("/decisions/duties", cookie: ada.cookie).text.contains("agreed"))
      // Who built on the version before is told so.
      #expect(try await Self.propose(town, ada, cells("\"roads\"")).status == 412)

      // The matter says why, by the rule as it was then, and what would be said today.
      let page = try await town.page(matter, cookie: ada.cookie)
      let why = try #require(page.text.firstMatch(of: /href="(\/why\/[0-9:]+\?use=0)"/).map { String($0.output.1) })
      let explained = try await town.page(why, cookie: ada.cookie)
      #expect(explained.text.contains("duties@1") && explained.text.contains("&quot;roads&quot;"))
      #expect(explained.text.contains("Version 2, which is in force, would say:"))
      #expect(try await town.page(why, cookie: ada.cookie, language: "zh-CN").text.contains("现行第2版的结果为"))
      let stranger = try await town.person("Eve", [Grant(.handler, department: "water")])
      #expect(try await town.page(why, cookie: stranger.cookie).status == 404)
    }
  }

  /// One output of several would have been another: the others are not repeated.
  @Test func tellsOfAWhatIfOnlyWhatDiffers() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      _ = try await town.dispatchedMatter()
      town.time.advance(by: .seconds(60))
      let cells = [
        "\"urgent\"", "\"PT4H\"", "\"P1D\"", "\"office\"", "-", "\"PT6H working\"", "\"P3D\"", "\"office\"",
      ]
      let asked = try await town.multipart(
        "/decisions/times/what-if",
        [("csrf", ada.csrf), ("base", "1"), ("content", ""), ("hitPolicy", "F")] + cells.map { ("cell", $0) },
        file: nil, cookie: ada.cookie)
      #expect(asked.status == 200 && asked.text.contains("1 otherwise"), "\(asked.text)")
      #expect(asked.text.contains("<td>handle: PT8H working, warn at 50%</td><td>handle: PT6H working</td>"))
    }
  }

  /// Each cell is a part of the form, and a duty list has some hundred.
  @Test func checksALongTableWithoutAScript() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      var fields = [("base", "1"), ("content", ""), ("hitPolicy", "F")]
      for number in 1...150 {
        fields += ["\"leak\", \"x\(number)\"", "\"water\""].map { ("cell", $0) }
      }
      let checked = try await Self.propose(town, ada, fields, step: "check")
      #expect(checked.status == 200 && checked.text.contains("x150"), "\(checked.text.prefix(2000))")
    }
  }

  @Test func approvesForLaterRefusesAndWithdraws() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      let bob = try await town.person("Bob", [Grant(.administrator)])
      let fields = [("base", "1"), ("content", Self.poisoned.text)]
      for _ in 2...5 { #expect(try await Self.propose(town, ada, fields).status == 303) }
      func decide(_ version: Int, _ verdict: String, _ person: Person, _ fields: [(String, String)]) async throws -> Int
      {
        try await town.form(
          "/decisions/duties/versions/\(version)/\(verdict)", [("csrf", person.csrf)] + fields, cookie: person.cookie
        ).status
      }
      #expect(try await decide(2, "reject", bob, [("reason", "too hasty")]) == 303)
      #expect(try await decide(2, "reject", bob, [("reason", "again")]) == 409, "it is over")
      #expect(try await decide(3, "reject", ada, [("reason", "my mistake")]) == 303)
      // Eight in the morning of the city is midnight of Greenwich.
      #expect(try await decide(4, "approve", bob, [("validFrom", "2026-12-01T08:00")]) == 303)
      let versions = try await town.page("/decisions/duties/versions", cookie: ada.cookie).text
      for text in ["Rejected", "too hasty", "Withdrawn", "my mistake", "Approved, to come", "2026-12-01T00:00:00.000Z"]
      {
        #expect(versions.contains(text), "\(text) is missing")
      }
      #expect(versions.contains("title=\"2026-12-01 08:00\""))
      let review = try await town.page("/decisions/duties/versions/4", cookie: bob.cookie).text
      #expect(review.contains("versions/4/reject") && !review.contains("versions/4/approve"))
      // Who had approved what its author takes back stays named.
      #expect(try await decide(5, "approve", bob, [("validFrom", "2026-12-02T08:00")]) == 303)
      #expect(try await decide(5, "reject", ada, [("reason", "on second thoughts")]) == 303)
      for path in ["/decisions/duties/versions/5", "/decisions/duties/versions"] {
        let page = try await town.page(path, cookie: bob.cookie).text
        #expect(page.contains("approved by Bob") && page.contains("ended by Ada"), "\(path): \(page)")
      }
      #expect(try await town.page("/decisions/duties", cookie: ada.cookie).text.contains("Version 1<"))
      town.time.advance(by: .seconds(30 * 86_400))
      try await town.city.decisions.refresh()
      let cookie = try await town.person("Cleo", [Grant(.supervisor)]).cookie
      #expect(try await town.page("/decisions/duties", cookie: cookie).text.contains("Version 4<"))
    }
  }

  @Test func showsAModelAsItsExpressions() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      let bob = try await town.person("Bob", [Grant(.supervisor)])
      let model = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:town" name="Duties">
        <inputData id="t" name="type"><variable name="type" typeRef="string"/></inputData>
        <decision id="d" name="Duties"><variable name="Duties"/>
        <informationRequirement><requiredInput href="#t"/></informationRequirement>
        <context><contextEntry><variable name="department"/><literalExpression><text>if type = "leak" then "water" else "roads"</text></literalExpression></contextEntry></context>
        </decision></definitions>
        """
      let content: JSON = ["source": "x", "dmn": .string(model), "decision": "Duties"]
      let proposed = try await Self.propose(town, ada, [("base", "1"), ("content", content.text)])
      #expect(proposed.status == 303, "\(proposed.text)")
      let review = try await town.page("/decisions/duties/versions/2", cookie: bob.cookie)
      #expect(review.text.contains("Duties › department") && review.text.contains("then &quot;water&quot;"))
      _ = try await town.form("/decisions/duties/versions/2/approve", [("csrf", bob.csrf)], cookie: bob.cookie)
      let editor = try await town.page("/decisions/duties/edit", cookie: ada.cookie)
      #expect(editor.text.contains("name=\"dmn\"") && !editor.text.contains("decision-editor.js"))
      let changed = try await Self.propose(
        town, ada,
        [("base", "2"), ("content", ""), ("dmn", model.replacingOccurrences(of: "\"roads\"", with: "\"water\""))])
      #expect(changed.header("Location") == "/decisions/duties/versions/3?done=propose", "\(changed.text)")
    }
  }

  /// A model drawn with another tool: its tables are sheets, all else in its document stays.
  @Test(arguments: Engine.allCases) func editsTheTablesOfAModel(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let ada = try await town.person("Ada", [Grant(.supervisor)])
      let bob = try await town.person("Bob", [Grant(.supervisor)])
      let model = """
        <d:definitions xmlns:d="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:x="urn:tool" namespace="urn:town" name="Duties">
        <d:inputData id="t" name="type"><d:variable name="type" typeRef="string"/></d:inputData>
        <d:decision id="d" name="Duties"><d:extensionElements><x:drawn by="hand &amp; foot"/></d:extensionElements>
        <d:variable name="Duties"/><d:informationRequirement><d:requiredInput href="#t"/></d:informationRequirement>
        <d:context><d:contextEntry><d:variable name="department"/>
        <d:decisionTable hitPolicy="FIRST"><d:input><d:inputExpression><d:text>type</d:text></d:inputExpression></d:input><d:output/>
        <d:rule id="r1"><d:inputEntry><d:text>"leak"</d:text></d:inputEntry><d:outputEntry><d:text>"water"</d:text></d:outputEntry></d:rule>
        <d:rule id="r2"><d:inputEntry><d:text>-</d:text></d:inputEntry><d:outputEntry><d:text>"roads"</d:text></d:outputEntry></d:rule>
        </d:decisionTable></d:contextEntry></d:context></d:decision></d:definitions>
        """
      let content: JSON = ["source": "x", "dmn": .string(model), "decision": "Duties"]
      #expect(try await Self.propose(town, ada, [("base", "1"), ("content", content.text)]).status == 303)
      _ = try await town.form("/decisions/duties/versions/2/approve", [("csrf", bob.csrf)], cookie: bob.cookie)

      let editor = try await town.page("/decisions/duties/edit", cookie: ada.cookie)
      #expect(editor.text.contains("name=\"cell-0\"") && editor.text.contains("<h3>Duties › department</h3>"))
      #expect(editor.text.contains("data-tables=") && editor.text.contains("type=\"module\""))
      let asText = try await town.page("/decisions/duties/edit?as=text", cookie: ada.cookie)
      #expect(asText.text.contains("name=\"dmn\"") && !asText.text.contains("name=\"cell-0\""))

      func cells(_ other: String) -> [(String, String)] {
        [("base", "2"), ("content", ""), ("hitPolicy-0", "F")]
          + ["\"leak\"", "\"water\"", "\"pothole\"", "\"roads\"", "-", other, "", ""].map { ("cell-0", $0) }
      }
      let wrong = try await Self.propose(town, ada, cells("\"parks"), step: "check")
      #expect(wrong.status == 200 && wrong.text.contains("has no end"), "\(wrong.text)")
      #expect(wrong.text.contains("&quot;parks<"), "what was typed is kept")
      let proposed = try await Self.propose(town, ada, cells("\"water\""))
      #expect(proposed.header("Location") == "/decisions/duties/versions/3?done=propose", "\(proposed.text)")
      let review = try await town.page("/decisions/duties/versions/3", cookie: bob.cookie).text
      #expect(review.contains("<h3>Duties › department</h3>") && review.contains("class=\"rule added\""))
      let stored = try await town.city.decisions.version(3, of: "duties").content["dmn"]?.string ?? ""
      #expect(stored.contains("<x:drawn by=\"hand &amp; foot\"/>") && stored.contains("<d:rule id=\"r1\">"))
      #expect(stored.contains("<d:outputEntry><d:text>\"water\"</d:text></d:outputEntry></d:rule>"))
    }
  }

  @Test func explainsEveryFunctionOfFEEL() {
    for function in FEELLibrary.all {
      #expect(Messages.table["feel.\(function.name)"] != nil, "\(function.name) has no word")
    }
    for kind in DecisionFinding.Kind.allCases { #expect(Messages.table["finding.\(kind.rawValue)"] != nil, "\(kind)") }
    for ending in DecisionWhatIf.Ending.allCases { #expect(Messages.table["whatIfEnding.\(ending.rawValue)"] != nil) }
    for policy in HitPolicy.allCases { #expect(Messages.table["hitPolicy.\(policy.rawValue)"] != nil, "\(policy)") }
  }

  @Test func servesScriptsThatImportEachOther() async throws {
    let scripts = Asset.all.values.filter { $0.name.hasPrefix("scripts/") }
    try await TestTown.pages { town in
      for script in scripts {
        let answer = try await town.request(.GET, script.address)
        #expect(answer.status == 200 && answer.header("Content-Type") == "text/javascript; charset=utf-8")
        for match in answer.text.matches(of: /from "\.\/([a-z-]+\.js)"/) {
          #expect(
            scripts.contains { $0.name == "scripts/\(match.output.1)" }, "\(script.name) imports \(match.output.1)")
        }
        for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "new Function"] {
          #expect(!answer.text.contains(forbidden), "\(script.name) has \(forbidden)")
        }
      }
      #expect(scripts.count > 10)
    }
  }
}
