// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Foundation
import HTTP
import Matters
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// The list of matters: filters, search, pages, columns, dispatching together, files.
@Suite struct MatterListPageTests {
  /// Numbers of the rows, in their order.
  private static func numbers(_ html: String) -> [String] {
    html.matches(of: /<td role="cell" class="c-number"[^>]*><span>([0-9-]+)<\/span>/).map { String($0.output.1) }
  }

  /// Makes matters of these types and texts; a minute passes after each.
  @discardableResult
  private static func make(_ town: TestTown, _ given: [(type: String, text: String, east: Bool)]) async throws
    -> [String]
  {
    let token = try await town.token(.intake)
    var numbers: [String] = []
    for (type, text, east) in given {
      let made = try await town.request(
        .POST, "/api/v1/matters", token: token,
        body: ["type": .string(type), "text": .string(text), "position": [.number(east ? 121.7 : 120.2), 30.5]])
      #expect(made.status == 201, "\(made.text)")
      numbers.append(made.json["number"]?.string ?? "")
      town.time.advance(by: .seconds(60))
    }
    try await town.follow()
    return numbers
  }

  @Test(arguments: Engine.allCases) func narrowsAndFinds(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let made = try await Self.make(
        town,
        [
          ("pothole", "deep hole", true), ("permit", "a kiosk 报刊亭", false), ("leak", "water 漏水", true),
          ("pothole", "路面坑洞", false),
        ])
      var ben = try await town.person("Ben", [Grant(.dispatcher), Grant(.intake)])
      func list(_ query: String, language: String = "en") async throws -> String {
        let page = try await town.page("/matters?\(query)", cookie: ben.cookie, language: language)
        #expect(page.status == 200, "\(query)")
        return page.text
      }
      #expect(Set(Self.numbers(try await list(""))) == Set(made))
      #expect(Self.numbers(try await list("order=oldest")) == made)
      #expect(Self.numbers(try await list("order=newest")) == made.reversed())
      #expect(Self.numbers(try await list("type=permit")) == [made[1]])
      #expect(Set(Self.numbers(try await list("area=02"))) == [made[0], made[2]])
      #expect(Self.numbers(try await list("area=0101&type=pothole")) == [made[3]])
      #expect(Self.numbers(try await list("state=submitted&order=oldest")) == [made[0], made[1], made[3]])
      #expect(Self.numbers(try await list("state=submitted,dispatched&order=oldest")) == made)
      #expect(Self.numbers(try await list("department=water")) == [made[2]])
      #expect(Self.numbers(try await list("text=%E6%8A%A5%E5%88%8A%E4%BA%AD")) == [made[1]])
      #expect(Self.numbers(try await list("text=hole&order=oldest")) == [made[0]])
      #expect(Self.numbers(try await list("text=%E5%9D%91%E6%B4%9E&order=oldest")) == [made[0], made[3]])
      #expect(Self.numbers(try await list("due=week&order=oldest")) == [made[0], made[3]])
      #expect(Self.numbers(try await list("due=late")) == [])
      #expect(try await list("due=late").contains("No matter fits this filter."))
      let direct = try await town.page("/search?q=%20\(made[1])", cookie: ben.cookie)
      #expect(direct.header("Location")?.wholeMatch(of: /\/matters\/[0-9A-Z]+/) != nil)
      let words = try await town.page("/search?q=hole%20%E5%9D%91", cookie: ben.cookie)
      #expect(words.status == 303 && words.header("Location") == "/matters?text=hole%20%E5%9D%91&state=all")
      // Nonsense narrows nothing, and is not repeated as markup.
      let odd = try await list("type=%3Cscript%3E&state=odd&order=odd&due=odd&part=odd")
      #expect(odd.contains("&lt;script&gt;") && !odd.contains("<script>"))
      let nobody = try await list("department=nobody")
      #expect(nobody.contains("There is no department “nobody”.") && !nobody.contains("No matter fits this filter."))
      #expect(try await list("area=99", language: "zh-CN").contains("没有区域“99”。"))
      town.time.advance(by: .seconds(10 * 86_400))
      ben = try await town.person("Bea", [Grant(.dispatcher), Grant(.intake)])
      #expect(Self.numbers(try await list("due=late&order=oldest")) == [made[0], made[3]])
      let chinese = try await list("text=hole&state=all&area=02", language: "zh-CN")
      #expect(chinese.contains("1 件") && chinese.contains("区域：东区") && chinese.contains("全部（含已办结）"))
    }
  }

  @Test func pagesByKey() async throws {
    try await TestTown.pages { town in
      let made = try await Self.make(town, (0..<53).map { ("pothole", "number \($0)", false) })
      let ben = try await town.person("Ben", [Grant(.intake)])
      var seen: [String] = []
      var path: String? = "/matters?type=pothole"
      while let next = path {
        let page = try await town.page(next, cookie: ben.cookie)
        seen += Self.numbers(page.text)
        #expect(page.text.contains("53 matters"))
        path = page.text.firstMatch(of: /href="([^"]*)" rel="next"/).map {
          String($0.output.1).replacingOccurrences(of: "&amp;", with: "&")
        }
      }
      #expect(seen == made)
      // Whoever dispatches nothing has nothing to choose.
      #expect(!(try await town.page("/matters", cookie: ben.cookie).text.contains("name=\"matter\"")))
    }
  }

  @Test(arguments: Engine.allCases) func keepsFiltersAndColumnsOfEachPerson(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let ben = try await town.person("Ben", [Grant(.dispatcher)])
      let eve = try await town.person("Eve", [Grant(.dispatcher)])
      func send(_ path: String, _ fields: [(String, String)]) async throws -> TownAnswer {
        try await town.form(path, fields + [("csrf", ben.csrf)], cookie: ben.cookie)
      }
      let kept = try await send("/matters/filters", [("name", "Mine & <b>"), ("query", "type=pothole&due=late")])
      #expect(kept.status == 303 && kept.header("Location") == "/matters?type=pothole&due=late&kept=filter")
      let page = try await town.page("/matters?type=pothole&due=late", cookie: ben.cookie).text
      #expect(
        page.contains("Mine &amp; &lt;b&gt;")
          && page.contains("class=\"own\" href=\"/matters?type=pothole&amp;due=late\""))
      #expect(!(try await town.page("/matters", cookie: eve.cookie).text.contains("Mine")))
      #expect(try await send("/matters/filters", [("name", " "), ("query", "")]).status == 422)
      for index in 1..<KeptSettings.most {
        #expect(try await send("/matters/filters", [("name", "n\(index)"), ("query", "")]).status == 303)
      }
      #expect(try await send("/matters/filters", [("name", "one more"), ("query", "")]).status == 422)
      #expect(try await send("/matters/filters", [("name", "n1"), ("query", "due=late")]).status == 303)
      #expect(try await send("/matters/filters", [("remove", "Mine & <b>"), ("query", "")]).status == 303)
      #expect(!(try await town.page("/matters", cookie: ben.cookie).text.contains("Mine")))
      _ = try await Self.make(town, [("pothole", "x", false)])
      let columns = try await send(
        "/matters/columns", [("column", "channel"), ("column", "number"), ("column", "odd")])
      #expect(columns.status == 303)
      let chosen = try await town.page("/matters", cookie: ben.cookie).text
      #expect(chosen.contains("class=\"c-channel\"") && !chosen.contains("class=\"c-department\""))
      #expect(try await town.page("/matters", cookie: eve.cookie).text.contains("class=\"c-department\""))
      // What a form brings back as address leads nowhere else.
      let foreign = try await send("/matters/columns", [("query", "x=//evil.example")])
      #expect(foreign.header("Location") == "/matters?kept=columns")
    }
  }

  @Test(arguments: Engine.allCases) func dispatchesTogetherAndNamesWhatFailed(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      try await Self.make(town, [("permit", "one", false), ("permit", "two", false), ("permit", "three", true)])
      let ina = try await town.person("Ina", [Grant(.intake)])
      let dan = try await town.person("Dan", [Grant(.dispatcher, area: "01")])
      let found = try await town.request(
        .GET, "/api/v1/matters?order=oldest", token: try await town.token(.intake))
      let ids = (found.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
      let numbers = (found.json["items"]?.array ?? []).compactMap { $0["number"]?.string }
      for id in ids {
        let hidden = TestTown.hidden(
          try await town.page("/matters/\(id)", cookie: ina.cookie).text, form: "/matters/\(id)/accept")
        #expect(try await town.form("/matters/\(id)/accept", hidden, cookie: ina.cookie).status == 303)
      }
      let page = try await town.page("/matters?order=oldest", cookie: dan.cookie).text
      let boxes = page.matches(of: /name="matter" value="([0-9A-Z]+\.[0-9]+)"/).map { String($0.output.1) }
      #expect(boxes.count == 2, "only those in the own area are there")
      // Somebody is quicker with the second one.
      let mona = try await town.person("Mona", [Grant(.dispatcher)])
      let other = TestTown.hidden(
        try await town.page("/matters/\(ids[1])", cookie: mona.cookie).text, form: "/matters/\(ids[1])/dispatch")
      #expect(
        try await town.form("/matters/\(ids[1])/dispatch", other + [("lead", "water")], cookie: mona.cookie).status
          == 303)
      let form =
        boxes.map { ("matter", $0) } + [
          ("matter", "\(ids[2]).1"), ("matter", "nonsense"), ("lead", "roads"), ("key", "k1"), ("csrf", dan.csrf),
          ("query", "order=oldest"),
        ]
      let answer = try await town.form(
        "/matters/dispatch", form, cookie: dan.cookie, headers: ["Accept-Language": "en"])
      #expect(answer.status == 200 && answer.text.contains("1 of 4 were dispatched."), "\(answer.text)")
      #expect(answer.text.contains("Sent to Roads") && answer.text.contains("Meanwhile – Mona: Dispatched"))
      #expect(answer.text.contains("Not found") && answer.text.contains("There is no such matter"))
      #expect(answer.text.contains(numbers[0]) && !answer.text.contains(numbers[2]))
      // The same form once more: what was done stays done, and is not done twice.
      let again = try await town.form("/matters/dispatch", form, cookie: dan.cookie, headers: ["Accept-Language": "en"])
      #expect(again.text.contains("1 of 4 were dispatched."))
      let nothing = try await town.form("/matters/dispatch", [("csrf", dan.csrf)], cookie: dan.cookie)
      #expect(nothing.status == 422)
      // A form that no page has: all or nothing.
      let many = (0..<201).map { _ in ("matter", boxes[0]) } + [("lead", "water"), ("csrf", dan.csrf)]
      let tooMany = try await town.form(
        "/matters/dispatch", many, cookie: dan.cookie, headers: ["Accept-Language": "en"])
      #expect(
        tooMany.status == 422 && tooMany.text.contains("At most 200 matters are dispatched at once, and these are 201"))
      #expect(try await town.page("/matters/\(ids[0])", cookie: dan.cookie).text.contains("let off") == false)
      let stranger = try await town.form("/matters/dispatch", [("csrf", ina.csrf)], cookie: ina.cookie)
      #expect(stranger.status == 403)
    }
  }

  /// What somebody is at work on is not taken from them by a tick in a list.
  @Test func offersNothingThatIsAtWork() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      let dan = try await town.person("Dan", [Grant(.dispatcher)])
      let hans = try await town.person("Hans", [Grant(.handler, department: "roads")])
      let open = try await town.page("/matters", cookie: dan.cookie).text
      #expect(open.contains("name=\"matter\" value=") && open.contains("Keys: J and K move, X selects, Enter opens"))
      let start = TestTown.hidden(try await town.page(path, cookie: hans.cookie).text, form: "\(path)/start")
      #expect(try await town.form("\(path)/start", start, cookie: hans.cookie).status == 303)
      let list = try await town.page("/matters", cookie: dan.cookie).text
      #expect(list.contains(path) && !list.contains("name=\"matter\" value="))
      #expect(list.contains("Keys: J and K move, Enter opens, / searches<"), "what does nothing here is not named")
      let none = try await town.page("/matters?text=dragons", cookie: dan.cookie, language: "zh-CN").text
      #expect(none.contains("快捷键：/ 搜索<"))
      #expect(try await town.page(path, cookie: dan.cookie).text.contains("action=\"\(path)/dispatch\""))
    }
  }

  @Test func filesHoldExactlyTheFilter() async throws {
    try await TestTown.pages { town in
      let made = try await Self.make(
        town,
        [("pothole", "=SUM(A1) \"quoted\", and\nmore", false), ("permit", "second", true), ("pothole", "third", true)])
      let ben = try await town.person("Ben", [Grant(.auditor)])
      let csv = try await town.page("/matters.csv?type=pothole&order=oldest", cookie: ben.cookie)
      #expect(csv.status == 200 && csv.header("Content-Type") == "text/csv; charset=utf-8")
      #expect(csv.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      let lines = csv.text.components(separatedBy: "\r\n")
      #expect(lines[0].hasPrefix("\u{FEFF}Number,What,Type") && lines.count == 4)
      #expect(lines[1].hasPrefix(made[0]) && lines[1].contains("\"'=SUM(A1) \"\"quoted\"\", and\nmore\""))
      #expect(lines[2].hasPrefix(made[2]) && !csv.text.contains("second"))
      let chinese = try await town.page("/matters.csv?type=pothole", cookie: ben.cookie, language: "zh-CN")
      #expect(chinese.text.contains("编号") && chinese.text.contains("坑洞"))
      let features = try await town.page("/matters.geojson?order=oldest&state=all", cookie: ben.cookie)
      #expect(features.json["features"]?.array?.compactMap { $0["properties"]?["number"]?.string } == made)
      #expect(features.json["features"]?.array?.first?["geometry"]?["coordinates"] == [120.2, 30.5])
      let empty = try await town.page("/matters.geojson?type=none", cookie: ben.cookie)
      #expect(empty.json == ["type": "FeatureCollection", "features": []])
      let nobody = try await town.person("Nobody", [])
      #expect(
        try await town.page("/matters.csv", cookie: nobody.cookie).text.components(separatedBy: "\r\n").count == 2)
    }
  }

  @Test func refusesAFileThatWouldNotBeWhole() async throws {
    var settings = ConsoleSettings()
    settings.exportLimit = 2
    try await TestTown.pages(settings: settings) { town in
      try await Self.make(town, [("pothole", "a", false), ("pothole", "b", false), ("permit", "c", false)])
      let ben = try await town.person("Ben", [Grant(.auditor)])
      let long = try await town.page("/matters.csv", cookie: ben.cookie)
      #expect(long.status == 422 && long.text.contains("more than 2 matters"))
      #expect(try await town.page("/matters.csv?type=pothole", cookie: ben.cookie).status == 200)
    }
  }

  /// A row says how the clocks stand: golden lengths worked out by hand.
  @Test func drawsDeadlines() {
    let start = Instant(milliseconds: 0)
    func hours(_ count: Int64) -> Instant { Instant(milliseconds: count * 3_600_000) }
    func drawing(due: Int64?, stopped: Int64? = nil, now: Int64, pause: (Int64, Int64?)? = nil) -> DeadlineDrawing {
      var clock = MatterClock(kind: .handle, startedAt: start, limit: nil, calendar: nil, dueAt: due.map(hours))
      clock.stoppedAt = stopped.map(hours)
      if let pause { clock.pauses = [.init(from: hours(pause.0), to: pause.1.map(hours))] }
      return DeadlineDrawing(clock, at: hours(now), Messages(.english))
    }
    let early = drawing(due: 10, now: 3)
    #expect(early.spent == 300 && early.due == 1000 && early.now == 300 && early.excess == 0 && early.mood == .calm)
    #expect(drawing(due: 10, now: 8).mood == .soon)
    let late = drawing(due: 10, now: 20)
    #expect(late.spent == 500 && late.due == 500 && late.excess == 500 && late.now == 1000 && late.mood == .over)
    let done = drawing(due: 10, stopped: 5, now: 20)
    #expect(done.spent == 500 && done.now == nil && done.mood == .done)
    let doneLate = drawing(due: 10, stopped: 20, now: 90)
    #expect(doneLate.excess == 500 && doneLate.mood == .doneLate)
    let paused = drawing(due: nil, now: 10, pause: (4, nil))
    #expect(paused.mood == .paused && paused.pauses.map(\.start) == [400] && paused.pauses.map(\.width) == [600])
    let over = drawing(due: 20, now: 10, pause: (2, 6))
    #expect(over.pauses.map(\.start) == [100] && over.pauses.map(\.width) == [200])
  }

  /// An address says a filter, and the filter says the address.
  @Test(arguments: [
    "", "text=a%20b", "state=all", "state=submitted&state=closed", "type=t&department=d&area=a&priority=urgent",
    "channel=phone&due=week", "part=late&basis=ended&from=2026-01-01T00%3A00%3A00.000Z&lead=roads",
    "state=open&part=open",
    "order=newest",
  ])
  func addressesAreKept(query: String) throws {
    let filter = MatterFilter(try .init(parsing: query))
    #expect(filter.query == query)
    #expect(MatterFilter(try .init(parsing: filter.query)) == filter)
  }
}
