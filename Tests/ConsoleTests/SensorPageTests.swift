// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Matters
import Packs
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// Sensors: their list, one of them, several beside each other.
@Suite struct SensorPageTests {
  @Test(arguments: Engine.allCases) func listsAndShowsSensors(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let (cookie, _) = try await town.person("Sue", [Grant(.supervisor)])
      let now = town.time.now()
      let readings = (0..<30).map { index in
        NewReading(
          series: "pipe-1", at: Instant(milliseconds: now.milliseconds - Int64(30 - index) * 60_000),
          value: .number(index == 29 ? 0.5 : 3))
      }
      _ = try await town.city.telemetry.append(readings, tenant: town.city.tenant)
      let list = try await town.page("/sensors", cookie: cookie)
      #expect(list.status == 200 && list.text.contains("Pipe 1") && list.text.contains("/sensors/pipe-1"))
      #expect(list.text.contains("0.5 bar"))
      for (query, isThere) in [
        ("q=PIPE", true), ("q=%25", false), ("q=_", false), ("state=silent", false), ("state=x", true),
      ] {
        #expect(
          try await town.page("/sensors?\(query)", cookie: cookie).text.contains("/sensors/pipe-1") == isThere,
          "\(query)")
      }
      let sensor = try await town.page("/sensors/pipe-1?hours=6", cookie: cookie)
      #expect(sensor.status == 200 && sensor.text.contains("data-series=") && sensor.text.contains("Pressure low"))
      #expect(sensor.text.contains("&lt; 1") && sensor.text.contains("level red"))
      // The matter that is made of its warning leads back to it.
      try await town.follow()
      let matters = try await town.page("/matters?channel=sensor", cookie: cookie).text
      let matter = try #require(matters.firstMatch(of: /href="(\/matters\/[0-9A-Z]{10,})"/).map { String($0.output.1) })
      #expect(try await town.page(matter, cookie: cookie).text.contains("<a href=\"/sensors/pipe-1\">pipe-1</a>"))
      try await Self.writesNotes(town)
      let compare = try await town.page("/sensors/compare?code=pipe-1&code=nothing", cookie: cookie)
      #expect(compare.status == 200 && compare.text.contains("Pipe 1"))
      #expect(compare.text.contains(/<h2>Unit: [^<]+<\/h2>/))
      #expect(try await town.page("/sensors/compare", cookie: cookie).text.contains("Nothing to compare"))
      #expect(try await town.page("/sensors/nothing", cookie: cookie).status == 404)
      #expect(try await town.page("/sensors", cookie: cookie, language: "zh").text.contains("传感器"))
      let (reporter, _) = try await town.person("Rae", [Grant(.reporter)])
      #expect(try await town.page("/sensors", cookie: reporter).status == 403)
    }
  }

  /// What was done to a sensor is written down, and stays what was typed where it cannot be.
  private static func writesNotes(_ town: TestTown) async throws {
    let (cookie, csrf) = try await town.person("Hal", [Grant(.handler)])
    func write(_ fields: [(String, String)]) async throws -> TownAnswer {
      try await town.form(
        "/sensors/pipe-1/notes", [("csrf", csrf), ("kind", "calibration")] + fields, cookie: cookie,
        headers: ["Accept": "text/html", "Accept-Language": "en"])
    }
    for (text, at, wrong) in [
      ("<b", "", "3 to 1000"), ("<b>zero set</b>", "2999-01-01T00:00", "in the future"),
      ("<b>zero set</b>", "soon", "time"), (String(repeating: "x", count: 1001), "", "3 to 1000"),
    ] {
      let refused = try await write([("text", text), ("at", at)])
      #expect(refused.status == 422 && refused.text.contains(wrong), "\(text.prefix(9)) \(at): \(refused.status)")
      #expect(!refused.text.contains("<b>zero") && refused.text.contains("<details class=\"plain-details\" open>"))
    }
    let kept = try await write([("text", "<b>zero set</b>"), ("at", "")])
    #expect(kept.status == 303 && kept.header("Location") == "/sensors/pipe-1#notes")
    let page = try await town.page("/sensors/pipe-1", cookie: cookie)
    #expect(page.text.contains("&lt;b&gt;zero set&lt;/b&gt;") && page.text.contains("<strong>Calibration</strong>"))
    #expect(page.text.contains("data-notes=\"[{&quot;at&quot;:"))
    let (viewer, _) = try await town.person("Vic", [Grant(.verifier)])
    let seen = try await town.page("/sensors/pipe-1", cookie: viewer, language: "zh")
    #expect(seen.text.contains("校准") && seen.text.contains("Hal") && !seen.text.contains("action=\"/sensors/"))
  }

  @Test func findsMattersSensorsAndPlaces() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      let (cookie, _) = try await town.person("Sue", [Grant(.supervisor)])
      let matter = try await town.page(path, cookie: cookie)
      let number = try #require(matter.text.firstMatch(of: /[0-9]{8}-[0-9]{6}/).map { String($0.output) })
      #expect(try await town.page("/search?q=\(number)", cookie: cookie).header("Location") == path)
      let (water, _) = try await town.person("Wu", [Grant(.handler, department: "water")])
      #expect(try await town.page("/search?q=\(number)", cookie: water).text.contains("Nothing found"))
      #expect(try await town.page("/search?q=pipe", cookie: cookie).text.contains("/sensors/pipe-1"))
      #expect(try await town.page("/search?q=west", cookie: cookie).text.contains("/centre?area=01"))
      let name: JSON = ["en": "Old Mill Bridge", "zh-Hans": "老磨坊桥"]
      _ = try await town.city.database.write { [city = town.city, now = town.time.now()] transaction in
        try city.entities.create(
          NewEntity(id: "bridge:7", type: "Bridge", attributes: ["name": Attribute(name)]),
          by: .system(city.tenant), at: now, in: transaction)
      }
      for words in ["mill", "%E7%A3%A8%E5%9D%8A", "OLD%20MILL%20BRIDGE"] {
        let found = try await town.page("/search?q=\(words)", cookie: cookie)
        #expect(found.text.contains("/sensors?entity=bridge%3A7") && found.text.contains("Old Mill Bridge"), "\(words)")
      }
      // Matters with the words stand first, the newest of them by name, all of them one step away.
      let submission = Submission(type: "pothole", text: "A hole near the mill", channel: "test")
      let hole = try await town.city.matters.submit(submission, by: .system(town.city.tenant)).matter
      try await town.follow()
      let both = try await town.page("/search?q=mill", cookie: cookie)
      #expect(both.text.contains("/matters/\(hole.id)\">") && both.text.contains("/matters?text=mill&amp;state=all"))
      #expect(both.text.contains("/sensors?entity=bridge%3A7") && both.text.contains(hole.number))
      #expect(!(try await town.page("/search?q=mill", cookie: water).text.contains(hole.number)))
      // Words of other members than the name are none of it.
      #expect(try await town.page("/search?q=attributes", cookie: cookie).text.contains("Nothing found"))
      let odd = try await town.page("/search?q=%3Cb%3E%25", cookie: cookie)
      #expect(odd.status == 200 && odd.text.contains("&lt;b&gt;%") && odd.text.contains("Nothing found"))
    }
  }

  @Test(
    arguments: [
      ([1.0, 2, 3], "1,16 48,9 95,2"), ([5, 5], "1,21 95,21"), ([0, 10], "1,22 95,2"),
    ] as [([Double], String)]) func drawsLines(values: [Double], points: String)
  {
    let line = Sparkline(values, label: "x")?.line
    #expect(values == [1, 2, 3] ? line?.hasPrefix("1,") == true : line == points)
  }

  /// What was not looked at is no line: it begins at its place in time.
  @Test func beginsBehindTheLastGap() {
    let line = Sparkline([3, 1, nil, 0, 10], label: "x")
    #expect(line?.line == "71.5,22 95,2" && line?.area == "71.5,23 71.5,22 95,2 95,23")
    // A point of a hundred is no cliff.
    #expect(Sparkline([87, 88], span: 10, label: "x")?.line == "1,13 95,11")
    for few in [[], [1, 2, nil], [1, nil, 2]] as [[Double?]] { #expect(Sparkline(few, label: "x")?.line == nil) }
  }

  @Test(
    arguments: [
      (0.123456, "0.1235"), (1.5, "1.5"), (12.3456, "12.35"), (123.456, "123.5"), (12345.6, "12346"), (-0.5, "-0.5"),
      (3, "3"),
      (.nan, "–"),
    ] as [(Double, String)]) func writesNumbers(number: Double, text: String)
  {
    #expect(NumberText.text(number) == text)
  }
}
