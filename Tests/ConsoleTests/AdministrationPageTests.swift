// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import HTTP
import Matters
import NIOHTTP1
import Packs
import Storage
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// The journal for auditors, and administration, without script.
@Suite struct AdministrationPageTests {
  @Test(arguments: Engine.allCases) func showsWhatHappenedAndWhatItChanged(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      try await town.dispatchedMatter()
      let auditor = try await town.person("Aud", [Grant(.auditor)])
      let page = try await town.page("/audit", cookie: auditor.cookie)
      #expect(page.status == 200 && page.text.contains("Accepted") && page.text.contains(">Ina<"))
      #expect(page.text.contains("It was not verified yet"))
      // By who, what, thing and time.
      let ina = try await town.page("/audit?who=ina", cookie: auditor.cookie)
      #expect(ina.text.contains("Accepted") && !ina.text.contains("<td>Definition adopted"))
      let kind = try await town.page("/audit?what=MatterAccepted", cookie: auditor.cookie)
      let event = try #require(kind.text.firstMatch(of: /href="(\/audit\/[0-9]+:[0-9]+)"/).map { String($0.output.1) })
      #expect(try await town.page("/audit?who=nobody", cookie: auditor.cookie).text.contains("Nothing fits"))
      #expect(try await town.page("/audit?from=2027-01-01T00:00", cookie: auditor.cookie).text.contains("Nothing fits"))
      let spaced = try await town.page("/audit?from=2027-01-01%2008:00", cookie: auditor.cookie).text
      #expect(spaced.contains("Nothing fits") && spaced.contains("value=\"2027-01-01 08:00\""))
      #expect(try await town.page("/audit?from=yesterday", cookie: auditor.cookie).text.contains("A time looks like"))
      // Before and after, without who reported it.
      let change = try await town.page(event, cookie: auditor.cookie)
      #expect(change.status == 200 && change.text.contains("<del title=\"submitted\">Reported</del>"))
      #expect(
        change.text.contains("<ins title=\"accepted\">Accepted</ins>") && !change.text.contains("trackingHash"))
      // In words of the reader, with the path beside: names, local times, durations.
      let sent = try await town.page("/audit?what=MatterDispatched", cookie: auditor.cookie).text
      let dispatched = try #require(sent.firstMatch(of: /href="(\/audit\/[0-9]+:[0-9]+)"/).map { String($0.output.1) })
      for (language, words) in [
        (
          "en",
          ["Part 1 · Department <code>branches/0/department</code>", "<ins title=\"roads\">Roads</ins>", ">Sent</ins>"]
        ),
        ("zh-CN", ["承办 1 · 部门 <code>branches/0/department</code>", ">道路处</ins>", ">已派遣</ins>", "派遣时间"]),
      ] {
        let page = try await town.page(dispatched, cookie: auditor.cookie, language: language).text
        for word in words { #expect(page.contains(word), "\(word)") }
        #expect(page.contains(/<ins title="20[0-9-]+T[0-9:.]+Z">20[0-9-]+ [0-9]{2}:[0-9]{2}<\/ins>/))
      }
      #expect(try await town.page("/audit/0:999999", cookie: auditor.cookie).status == 404)
      #expect(try await town.page("/audit/x", cookie: auditor.cookie).status >= 400)
      // As a file, of the same filter.
      let export = try await town.page("/audit.csv?what=MatterAccepted", cookie: auditor.cookie)
      let address = try #require(export.header("Location"))
      let csv = try await town.request(
        .GET, address, headers: ["Cookie": "citywide_session=\(auditor.cookie)"])
      #expect(csv.status == 200 && csv.text.split(separator: "\r\n").count == 2 && csv.text.contains("MatterAccepted"))
      #expect(csv.header("Content-Disposition")?.contains("journal.csv") == true)
      // A verification goes on by itself, and its end is in the journal.
      let started = try await town.form("/audit/verification", [("csrf", auditor.csrf)], cookie: auditor.cookie)
      #expect(started.status == 303)
      var said = ""
      for _ in 0..<100 {
        said = try await town.page("/audit", cookie: auditor.cookie).text
        if said.contains("Sound:") { break }
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(said.contains("Sound:"))
      let kept = try await town.page("/audit?thing=journal", cookie: auditor.cookie)
      #expect(kept.text.contains("Journal verified") && kept.text.contains(">Aud<"))
    }
  }

  /// People know things by their names, and find their pages where they may open them.
  @Test func namesWhatEventsHappenedTo() async throws {
    try await TestTown.pages { town in
      let matter = try await town.dispatchedMatter()
      let name: JSON = ["en": "Old Mill Bridge", "zh-Hans": "老磨坊桥"]
      _ = try await town.city.database.write { [city = town.city, now = town.time.now()] transaction in
        try city.entities.create(
          NewEntity(id: "urn:x:7", type: "Bridge", attributes: ["name": Attribute(name)]), by: .system(city.tenant),
          at: now, in: transaction)
        try city.entities.create(
          NewEntity(id: "urn:x:8", type: "Pipe"), by: .system(city.tenant), at: now, in: transaction)
        try city.entities.delete("urn:x:8", by: .system(city.tenant), at: now, in: transaction)
      }
      let auditor = try await town.person("Aud", [Grant(.auditor)])
      let ada = try await town.person("Ada", [Grant(.administrator)])
      func page(_ thing: String, _ cookie: String, language: String = "en") async throws -> String {
        try await town.page("/audit?thing=\(thing)", cookie: cookie, language: language).text
      }
      let bridge = "<a href=\"/sensors?entity=urn%3Ax%3A7\">"
      let things = try await page("entity", auditor.cookie)
      #expect(things.contains("\(bridge)Old Mill Bridge</a> <small class=\"soft\">urn:x:7</small>"))
      #expect(things.contains("<a href=\"/sensors?entity=urn%3Angsi-ld%3APipe%3A1\">Pipe 1</a> <small"))
      #expect(things.contains("<td>Pipe <small class=\"soft\">urn:x:8</small></td>"))
      #expect(try await page("entity", auditor.cookie, language: "zh-CN").contains("\(bridge)老磨坊桥</a>"))
      #expect(try await page("matter", auditor.cookie).contains("<a href=\"\(matter)\">Pothole</a> <small"))
      #expect(try await page("matter", auditor.cookie, language: "zh-CN").contains("<a href=\"\(matter)\">坑洞</a>"))
      let definitions = try await page("definition", auditor.cookie)
      #expect(definitions.contains("<a href=\"/decisions/times\">Decision · Time limits</a> <small"))
      #expect(definitions.contains("<td>Matter type · Pothole <small"))
      #expect(
        try await page("definition", ada.cookie).contains(
          "<a href=\"/administration/definitions\">Matter type · Pothole</a>"))
      // Who acted and whose account it is: their page is for those who administer people.
      let accounts = try await page("account", auditor.cookie)
      #expect(accounts.contains("<td>Ina</td>") && !accounts.contains("/administration/people/"))
      #expect(try await page("account", ada.cookie).contains(/<a href="\/administration\/people\/[0-9A-Z]+">Ina<\/a>/))
    }
  }

  @Test func onlyThoseWhoMayLookSeeTheJournal() async throws {
    try await TestTown.pages { town in
      let paths = [
        "/audit", "/audit/0:1", "/audit.csv", "/administration", "/administration/definitions",
        "/administration/jobs", "/administration/settings",
      ]
      let intake = try await town.person("Ina", [Grant(.intake)])
      let partly = try await town.person(
        "Pat", [Grant(.administrator, area: "01"), Grant(.auditor, department: "roads")])
      let auditor = try await town.person("Aud", [Grant(.auditor)])
      for path in paths {
        let anonymous = try await town.page(path)
        #expect(anonymous.status == 303 && anonymous.header("Location")?.hasPrefix("/sign-in") == true, "\(path)")
        #expect(try await town.page(path, cookie: intake.cookie).status == 403, "\(path)")
        let expected = path == "/administration" ? 200 : 403
        #expect(try await town.page(path, cookie: partly.cookie).status == expected, "\(path)")
        #expect((try await town.page(path, cookie: auditor.cookie).status == 403) == path.hasPrefix("/administration"))
      }
      #expect(try await town.form("/audit/verification", [("csrf", intake.csrf)], cookie: intake.cookie).status == 403)
      #expect(try await town.form("/administration", [("csrf", auditor.csrf)], cookie: auditor.cookie).status == 403)
      #expect(try await town.form("/administration", [("name", "x")], cookie: partly.cookie).status == 403, "no token")
    }
  }

  @Test func managesPeopleAndTokens() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.administrator)])
      let csrf = ("csrf", ada.csrf)
      for (words, isThere) in [("aD", true), ("nobody", false), ("%25", false), ("_", false)] {
        let found = try await town.page("/administration?q=\(words)", cookie: ada.cookie)
        #expect(found.status == 200 && found.text.contains(">Ada</a>") == isThere, "\(words)")
      }
      let wrong = try await town.form(
        "/administration",
        [
          csrf, ("kind", "person"), ("name", "<b>Bo"), ("signInName", "bo"), ("role0", "handler"),
          ("area0", "Atlantis"),
        ],
        cookie: ada.cookie)
      #expect(wrong.status == 422 && wrong.text.contains("no area") && wrong.text.contains("&lt;b&gt;Bo"))
      let added = try await town.form(
        "/administration",
        [
          csrf, ("kind", "person"), ("name", "Bo"), ("signInName", "bo"), ("password", "some words that are long"),
          ("role0", "handler"), ("department0", "roads"), ("area0", "High Street"), ("role1", ""),
        ], cookie: ada.cookie)
      #expect(added.status == 303, "\(added.text)")
      let person = try #require(added.header("Location")).prefix { $0 != "?" }
      let page = try await town.page(String(person), cookie: ada.cookie)
      #expect(page.text.contains("Handler (Roads, High Street)") && page.text.contains("Report the result"))
      #expect(page.text.contains("Sees 0 matters") && !page.text.contains("Issue a token"))
      let list = try await town.page("/administration?role=handler", cookie: ada.cookie)
      #expect(list.text.contains(">Bo<") && !list.text.contains(">Ada</a>"))
      // Disabled at once, and not without an administrator left.
      #expect(try await town.form(String(person), [csrf, ("do", "disable")], cookie: ada.cookie).status == 303)
      #expect(try await town.page(String(person), cookie: ada.cookie).text.contains("disabled"))
      let me = try #require(
        try await town.page("/administration", cookie: ada.cookie).text
          .firstMatch(of: /href="(\/administration\/people\/[^"]+)">Ada</).map { String($0.output.1) })
      let last = try await town.form(me, [csrf, ("do", "disable")], cookie: ada.cookie)
      #expect(last.status == 409 && last.text.contains("last account that administers everything"))
      let chinese = try await town.form(
        "\(me)?lang=zh-Hans", [csrf, ("do", "disable")], cookie: ada.cookie, headers: ["Accept-Language": "zh"])
      #expect(chinese.text.contains("这是最后一个全权管理员账户"))
      // A token of one's own: shown this once, narrow, revoked.
      let none = try await town.form(me, [csrf, ("do", "token"), ("label", "for tests")], cookie: ada.cookie)
      #expect(none.status == 422 && none.text.contains("Tick at least one"))
      let issued = try await town.form(
        me, [csrf, ("do", "token"), ("label", "for tests"), ("days", "5"), ("grant0", "true")], cookie: ada.cookie)
      let secret = try #require(issued.text.firstMatch(of: /class="secret">(cw_[\w-]+)</).map { String($0.output.1) })
      #expect(try await town.request(.GET, "/api/v1/me", token: secret).status == 200)
      let shown = try await town.page(me, cookie: ada.cookie)
      #expect(!shown.text.contains(secret) && shown.text.contains("for tests"))
      let token = try #require(shown.text.firstMatch(of: /name="token" value="([^"]+)"/).map { String($0.output.1) })
      #expect(try await town.form(me, [csrf, ("do", "revoke"), ("token", token)], cookie: ada.cookie).status == 303)
      #expect(try await town.request(.GET, "/api/v1/me", token: secret).status == 401)
    }
  }

  /// What fails is told in the language of the page, whoever found it.
  @Test func saysInBothLanguagesWhatFails() async throws {
    let full = LocalizedText(trouble: StorageError.full("/data"))
    let health = Health([
      HealthCheck("database") { throw StorageError.unavailable("gone") },
      HealthCheck("matter-texts", isCritical: false) { throw HealthCheck.Failure(full) },
      HealthCheck("other") { throw Problem(.unavailable, "No relay.", "没有中继。") },
    ])
    var settings = ConsoleSettings()
    settings.work = CityWork(health: health) { [CityWork.Job("matter-texts", .failing, detail: full)] }
    try await TestTown.pages(settings: settings) { town in
      let ada = try await town.person("Ada", [Grant(.administrator)])
      for (path, english, chinese) in [
        (
          "/administration/settings", ["database unavailable: gone", "storage is full: /data", "No relay."],
          ["数据库不可用：gone", "存储空间已满：/data", "没有中继。"]
        ),
        ("/administration/jobs", ["storage is full: /data"], ["存储空间已满：/data"]),
      ] {
        let page = try await town.page(path, cookie: ada.cookie).text
        let translated = try await town.page(path, cookie: ada.cookie, language: "zh").text
        for words in english { #expect(page.contains(words) && !translated.contains(words), "\(words)") }
        for words in chinese { #expect(translated.contains(words) && !page.contains(words), "\(words)") }
      }
    }
  }

  /// What is well says what there is to tell, and not in how few milliseconds it was looked at.
  @Test func saysWhatThereIsToTell() async throws {
    var settings = ConsoleSettings()
    settings.work = CityWork(health: Health([HealthCheck("space", isPrivate: true) { "52 GB" }])) { [] }
    try await TestTown.pages(settings: settings) { town in
      let ada = try await town.person("Ada", [Grant(.administrator)])
      let page = try await town.page("/administration/settings", cookie: ada.cookie).text
      #expect(page.contains(/<dt>Free space<\/dt><dd><span class="done">✓<\/span> 52 GB( · [1-9][0-9]{2,} ms)?<\/dd>/))
    }
  }

  @Test func showsVersionsJobsAndSettings() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.administrator)])
      let definitions = try await town.page("/administration/definitions", cookie: ada.cookie)
      #expect(definitions.text.contains("pothole") && definitions.text.contains("Matter type"))
      #expect(definitions.text.contains("<td>Matter type</td><td>Pothole</td><td>pothole</td>"))
      #expect(Messages(.chinese).nameOfCheck("database") == "数据库")
      #expect(Messages(.english).nameOfCheck("matter-outcomes") == "Counts what ended, and when")
      #expect(Messages(.english).nameOfCheck("other") == "other")
      for path in ["/administration/jobs", "/administration/settings"] {
        for language in ["en", "zh"] {
          #expect(try await town.page(path, cookie: ada.cookie, language: language).status == 200)
        }
      }
    }
  }
}
