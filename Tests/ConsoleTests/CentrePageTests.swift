// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Matters
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// The operation centre, without a map: what it says and to whom.
@Suite struct CentrePageTests {
  private static func report(_ town: TestTown, at position: Position) async throws -> Matter {
    let submission = Submission(type: "pothole", text: "deep", channel: "test", position: position)
    let matter = try await town.city.matters.submit(submission, by: .system(town.city.tenant)).matter
    return try await town.city.matters.perform(.accept, on: matter.id, by: .system(town.city.tenant)).matter
  }

  @Test(arguments: Engine.allCases) func showsWhatIsToBeDoneAndWhere(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let west = try await Self.report(town, at: Position(120.25, 30.5))
      let east = try await Self.report(town, at: Position(121.5, 30.5))
      try await town.follow()
      let (cookie, _) = try await town.person("Sue", [Grant(.supervisor)])
      let city = try await town.page("/centre", cookie: cookie)
      #expect(city.status == 200 && city.text.contains(west.id.description) && city.text.contains(east.id.description))
      #expect(city.text.contains("/api/v1/reports/vital-signs") && city.text.contains("data-zoom=\"12"))
      let district = try await town.page("/centre?area=02", cookie: cookie)
      #expect(!district.text.contains(west.id.description) && district.text.contains(east.id.description))
      // From the district back to the city, and from the city to a street.
      #expect(district.text.contains("<a href=\"/centre\">Town</a>"))
      #expect(try await town.page("/centre?area=01", cookie: cookie).text.contains("/centre?area=0101"))
      let box = try await town.page("/centre?box=120,30,120.3,31", cookie: cookie)
      #expect(box.text.contains(west.id.description) && !box.text.contains(east.id.description))
      let panel = try await town.page("/centre?matter=\(west.id)", cookie: cookie)
      #expect(panel.text.contains("id=\"detail\"") && panel.text.contains("/matters/\(west.id)\">"))
      town.time.advance(by: .seconds(10 * 86_400))
      // The session is over by then.
      let (later, _) = try await town.person("Sam", [Grant(.supervisor)])
      let late = try await town.page("/centre?show=late&area=02", cookie: later)
      #expect(late.text.contains(east.id.description) && late.text.contains("late"))
      #expect(late.text.contains("title=\"Open matters one of whose running clocks"), "the number says what it counts")
      #expect(late.text.contains("Late</strong> Open matters one of whose"), "its rows say so, too")
      let statistics = try await town.page("/statistics", cookie: later)
      #expect(statistics.text.contains("Open matters past the limit of the whole"))
      let chinese = try await town.page("/centre", cookie: later, language: "zh-CN")
      #expect(chinese.text.contains("按截止时间") && chinese.text.contains("小镇"))
    }
  }

  @Test(arguments: [
    ("District", "East Bank District", false), ("District", "West", true), ("社区", "星洲社区", false), ("区县", "东岸区", false),
    ("街道", "星洲社区", true), ("City", "Yunting", true),
  ]) func saysTheLevelThatTheNameDoesNot(word: String, name: String, isSaid: Bool) {
    #expect((CentreMaker.levelWord(word, beside: name) != nil) == isSaid)
  }

  /// The highest number of the timeline stands at its left, where no mark of a warning may hide it.
  @Test func marksLeaveTheNumberFree() throws {
    let now = Instant(milliseconds: 1_800_000_000_000)
    let zone = try TimeZoneRules.named("Asia/Shanghai")
    let messages = Messages(.english)
    let marks = [24, 12, 0].map { hours in
      (at: now - .seconds(Int64(hours) * 3600), level: "red", symbol: "●", label: "\(hours)")
    }
    let chart = HourChart(
      opened: Array(repeating: 3, count: 24), ended: Array(repeating: 1, count: 24), marks: marks,
      Moments(zone: zone, now: now, messages: messages), messages)
    #expect(chart.marks.map(\.x) == ["3", "50", "99"])
  }

  @Test func showsNobodyMoreThanTheyMaySee() async throws {
    try await TestTown.pages { town in
      let west = try await Self.report(town, at: Position(120.25, 30.5))
      let (east, _) = try await town.person("Eve", [Grant(.handler, area: "02")])
      for path in ["/centre", "/centre?area=01", "/centre?matter=\(west.id)", "/centre?show=new"] {
        let page = try await town.page(path, cookie: east)
        #expect(
          page.status == 200 && !page.text.contains("deep") && !page.text.contains("data-row=\"\(west.id)"), "\(path)")
      }
      let (reporter, _) = try await town.person("Rae", [Grant(.reporter)])
      #expect(try await town.page("/centre", cookie: reporter).status == 403)
      #expect(try await town.page("/centre").status == 303)
    }
  }

  @Test(arguments: [
    "area=nowhere", "box=1,2,3", "box=9,9,1,1", "box=nan,0,0,0", "box=0,0,0,1e999", "matter=x", "matter=0000000000001",
    "sensor=none", "show=everything", "area=%22%3E%3Cscript%3E",
  ]) func answersCrookedAddresses(query: String) async throws {
    try await TestTown.pages { town in
      let (cookie, _) = try await town.person("Sue", [Grant(.supervisor)])
      let page = try await town.page("/centre?\(query)", cookie: cookie)
      #expect(page.status == 200 && !page.text.contains("\"><script>"))
    }
  }

  @Test(arguments: Engine.allCases) func declaresAnEmergencyForAll(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let sue = try await town.person("Sue", [Grant(.supervisor)])
      let ina = try await town.person("Ina", [Grant(.intake)])
      let bound = try await town.person("Bo", [Grant(.supervisor, area: "01")])
      let before = try await town.heads()
      let fields = [("emergency", "true"), ("reason", "Flood <b>"), ("back", "/centre?area=01")]
      #expect(try await town.form("/centre/mode", fields, cookie: sue.cookie).status == 403, "without a token")
      #expect(try await town.form("/centre/mode", fields + [("csrf", ina.csrf)], cookie: ina.cookie).status == 403)
      #expect(try await town.form("/centre/mode", fields + [("csrf", bound.csrf)], cookie: bound.cookie).status == 403)
      let short = [("emergency", "true"), ("reason", " x "), ("back", "//evil"), ("csrf", sue.csrf)]
      #expect(try await town.form("/centre/mode", short, cookie: sue.cookie).status == 422)
      let declared = try await town.form("/centre/mode", fields + [("csrf", sue.csrf)], cookie: sue.cookie)
      #expect(declared.status == 303 && declared.header("Location") == "/centre?area=01")
      let again = try await town.form("/centre/mode", fields + [("csrf", sue.csrf)], cookie: sue.cookie)
      #expect(again.status == 409)
      for cookie in [sue.cookie, ina.cookie] {
        let page = try await town.page("/decisions", cookie: cookie)
        #expect(page.text.contains("Flood &lt;b&gt;") && page.text.contains("class=\"emergency-line\""))
      }
      #expect(!(try await town.page("/").text.contains("Flood")))
      let ended = try await town.form(
        "/centre/mode", [("emergency", "false"), ("reason", "It is over"), ("csrf", sue.csrf)], cookie: sue.cookie)
      #expect(ended.status == 303)
      #expect(!(try await town.page("/decisions", cookie: ina.cookie).text.contains("emergency-line")))
      #expect(
        try await town.events(after: before).filter { $0.hasPrefix("Emergency") } == [
          "EmergencyDeclared", "EmergencyEnded",
        ])
    }
  }
}
