// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// What all pages have in common.
@Suite struct FrameTests {
  @Test func speaksBothLanguages() async throws {
    try await TestTown.pages { town in
      for (asked, tag, text) in [
        ("en", "en", "Report something"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", "我要上报"),
        ("fr, en;q=0.3, zh;q=0.2", "en", "Report something"), ("", "en", "Report something"),
      ] {
        let page = try await town.page("/", language: asked)
        #expect(page.text.contains("<html lang=\"\(tag)\">") && page.text.contains(text), "\(asked)")
        #expect(page.header("Content-Language") == tag)
      }
      let chosen = try await town.page("/report?lang=zh-Hans")
      #expect(chosen.text.contains("坑洞") && chosen.cookie("citywide_lang") == "zh-Hans")
      let kept = try await town.request(
        .GET, "/", headers: ["Cookie": "citywide_lang=zh-Hans", "Accept-Language": "en"])
      #expect(kept.text.contains("小镇"))
    }
  }

  @Test func allowsNothingButItsOwnFiles() async throws {
    try await TestTown.pages { town in
      let (cookie, _) = try await town.person("Ben", [Grant(.intake)])
      for path in ["/", "/report", "/sign-in", "/set-up?code=x", "/reports/1", "/nothing"] {
        for cookie in [nil, cookie] {
          let page = try await town.page(path, cookie: cookie)
          guard page.status != 303 else { continue }
          #expect(page.header("Content-Security-Policy")?.contains("default-src 'self'") == true, "\(path)")
          #expect(page.header("Content-Security-Policy")?.contains("unsafe") == false)
          #expect(page.header("Content-Security-Policy")?.contains("worker-src 'self';") == true, "\(path)")
          for script in page.text.matches(of: /<script[^>]*>/) {
            #expect(script.output.contains(" src=\"/assets/"), "\(path) has \(script.output)")
          }
          for forbidden in ["style=", " onclick", "javascript:", "http://", "{{"] {
            #expect(!page.text.contains(forbidden), "\(path) has \(forbidden)")
          }
          #expect(page.text.contains("<main id=\"content\"") && page.text.contains("<h1>"))
        }
      }
    }
  }

  /// The library that draws maps makes its workers of blobs: pages with a map allow that, and no others.
  @Test func allowsWorkersOfBlobsToMapsAlone() async throws {
    try await TestTown.pages { town in
      let (cookie, _) = try await town.person("Sue", [Grant(.supervisor)])
      let whereItIs = try await town.multipart(
        "/report", [("go", "where"), ("text", "a hole"), ("type", "pothole")], file: nil)
      #expect(whereItIs.status == 200 && whereItIs.text.contains("id=\"map\""))
      for page in [try await town.page("/centre", cookie: cookie), whereItIs] {
        #expect(page.header("Content-Security-Policy")?.contains("worker-src 'self' blob:;") == true)
      }
    }
  }

  /// Whether the city is in an emergency is shown by every page of people at work, by one stream each.
  @Test func followsTheModeOfTheCity() async throws {
    try await TestTown.pages { town in
      let (cookie, _) = try await town.person("Sue", [Grant(.supervisor), Grant(.dispatcher)])
      for (path, script) in [
        ("/", "mode"), ("/sensors", "mode"), ("/statistics", "mode"), ("/decisions", "mode"), ("/centre", "live"),
        ("/matters", "live-page"), ("/desk", "live-page"),
      ] {
        let page = try await town.page(path, cookie: cookie).text
        let loaded = page.matches(of: /scripts\/[0-9a-f]+\/(mode|live|live-page)\.js/).map { String($0.output.1) }
        #expect(loaded == [script], "\(path) loads \(loaded)")
      }
      #expect(!(try await town.page("/").text.contains("/mode.js")))
    }
  }

  @Test func servesItsStyleForEver() async throws {
    try await TestTown.pages { town in
      let page = try await town.page("/")
      let address = try #require(
        page.text.firstMatch(of: /href="(\/assets\/console\.[0-9a-f]+\.css)"/).map { String($0.output.1) })
      let style = try await town.request(.GET, address)
      #expect(style.status == 200 && style.header("Content-Type") == "text/css; charset=utf-8")
      #expect(style.header("Cache-Control") == "public, max-age=31536000, immutable")
      #expect(
        page.text.contains("media=\"screen and (prefers-color-scheme: dark)\"")
          && style.text.contains("--level-red: #c8102e"))
      let again = try await town.request(.GET, address, headers: ["If-None-Match": style.header("ETag") ?? ""])
      #expect(again.status == 304)
      #expect(try await town.request(.GET, "/assets/console.css").status == 404)
      #expect(try await town.request(.GET, "/assets/..%2Ftemplates%2Flayout.mustache").status == 404)
    }
  }

  @Test func wearsTheColoursThatWereChosen() async throws {
    try await TestTown.pages { town in
      let dark = try await town.page("/?theme=dark")
      #expect(dark.cookie("citywide_theme") == "dark" && dark.text.contains("media=\"screen\""))
      #expect(dark.text.contains("<meta name=\"color-scheme\" content=\"dark\">"))
      let kept = try await town.request(.GET, "/", headers: ["Cookie": "citywide_theme=light"])
      #expect(!kept.text.contains("dark.") && kept.text.contains("content=\"light\""))
      let wall = try await town.page("/?theme=wall")
      #expect(wall.text.contains("/assets/wall.") && wall.cookie("citywide_theme") == nil)
      for wrong in ["?theme=pink", "?theme=%22%3E", "?rail=x"] {
        let page = try await town.page("/\(wrong)")
        #expect(page.status == 200 && page.header("Set-Cookie") == nil && !page.text.contains("pink\"  "))
      }
    }
  }

  @Test func leadsPeopleToWhatTheyMayOpen() async throws {
    try await TestTown.pages { town in
      #expect(!(try await town.page("/").text.contains("class=\"rail\"")))
      let (reporter, csrf) = try await town.person("Rae", [Grant(.reporter)])
      let own = try await town.page("/", cookie: reporter).text
      #expect(!own.contains("class=\"rail\"") && own.contains("You have reported nothing yet"))
      let sent = try await town.request(
        .POST, "/api/v1/matters", body: ["type": "pothole"],
        headers: ["Cookie": "citywide_session=\(reporter)", "X-CSRF-Token": csrf])
      #expect(sent.status == 201, "\(sent.text)")
      let reports = try await town.page("/", cookie: reporter, language: "zh").text
      #expect(reports.contains("我的上报") && reports.contains("坑洞") && !reports.contains("待办"))
      let (intake, _) = try await town.person("Ina", [Grant(.intake, area: "0101")])
      let home = try await town.page("/", cookie: intake)
      #expect(home.text.contains("class=\"rail\"") && home.text.contains("href=\"/decisions\""))
      #expect(home.text.contains("High Street"))
      let narrow = try await town.page("/?rail=narrow", cookie: intake)
      #expect(narrow.cookie("citywide_rail") == "narrow" && narrow.text.contains("rail=broad"))
      let decisions = try await town.page("/decisions", cookie: intake)
      #expect(decisions.text.contains("aria-current=\"page\""))
    }
  }

  @Test func showsProblemsToPeopleAsPages() async throws {
    try await TestTown.pages { town in
      let page = try await town.page("/nothing/here")
      #expect(page.status == 404 && page.text.contains("role=\"alert\"") && page.text.contains("Not found"))
      #expect(page.text.contains(page.header("X-Request-Id") ?? "none"))
      let program = try await town.request(.GET, "/nothing/here")
      #expect(program.header("Content-Type") == "application/problem+json")
    }
  }

  /// Whoever has signed in keeps the way to their pages where something went wrong.
  @Test func showsProblemsInTheFrameOfWhoeverSeesThem() async throws {
    try await TestTown.pages { town in
      let (intake, _) = try await town.person("Ina", [Grant(.intake)])
      for (path, status) in [("/nothing/here", 404), ("/administration/settings", 403)] {
        let page = try await town.page(path, cookie: intake)
        #expect(page.status == status && page.text.contains("role=\"alert\""), "\(path): \(page.status)")
        #expect(page.text.contains("action=\"/sign-out\"") && page.text.contains("href=\"/desk\""), "\(path)")
        #expect(page.text.contains("<body class=\"work railed\">") && page.text.contains("Ina"), "\(path)")
      }
      let lost = try await town.page("/nothing/here", cookie: intake)
      #expect(!lost.text.contains("href=\"/sign-in\""))
      let nobody = try await town.page("/nothing/here", cookie: "over")
      #expect(nobody.status == 404 && nobody.text.contains("href=\"/sign-in\"") && !nobody.text.contains("/sign-out"))
    }
  }

  @Test func everyMessageIsInBothLanguages() {
    for (key, message) in Messages.table {
      #expect(!message.english.isEmpty && !message.chinese.isEmpty, "\(key)")
      let values = { (text: String) in Set(text.matches(of: /\{(\w+)\}/).map { String($0.output.1) }) }
      #expect(values(message.english) == values(message.chinese), "\(key) names other values in the other language")
      // What follows a message follows a space, and a comma of full width has one of its own.
      #expect(!message.chinese.hasSuffix("，"), "\(key)")
    }
    for code in Problem.Code.allCases { #expect(Messages.table["problem.\(code.rawValue)"] != nil) }
    for role in Role.allCases { #expect(Messages.table["role.\(role.rawValue)"] != nil) }
  }

  @Test func templatesEscapeAndNameMessagesThatThereAre() {
    let templates = Asset.all.values.filter { $0.name.hasPrefix("templates/") }
    #expect(templates.count > 10)
    for template in templates {
      // Pieces were escaped when they were rendered; nothing else is put into a page as it is.
      let text = template.text.replacing("{{{rendered}}}", with: "")
      #expect(!text.contains("{{{") && !text.contains("{{&"), "\(template.name)")
      // The browser's own fields for days and times show them as its language has them, not as the page writes them.
      #expect(!text.contains("type=\"date"), "\(template.name)")
      for match in template.text.matches(of: /\{\{t\.([A-Za-z.]+)\}\}/) {
        #expect(
          Messages.table[String(match.output.1)] != nil, "\(template.name): there is no message \(match.output.1)")
      }
    }
  }

  @Test(
    arguments: [
      (nil, nil), ("", nil), ("en-GB", .english), ("zh", .chinese), ("zh-TW;q=0.8,en;q=0.7", .chinese), ("*", nil),
      ("en;q=0", nil), ("de;q=x, en", .english),
    ] as [(String?, Language?)])
  func readsAcceptLanguage(header: String?, language: Language?) {
    #expect(Language.preferred(by: header) == language)
  }

  @Test(
    arguments: [
      ("/", "/"), ("/matters/1?a=b", "/matters/1?a=b"), ("//evil", "/"), ("https://evil", "/"), ("/\\evil", "/"),
      ("/a\nb", "/"), (nil, "/"),
    ] as [(String?, String)])
  func goesOnOnlyHere(given: String?, checked: String) {
    #expect(LocalAddress.checked(given) == checked)
  }
}
