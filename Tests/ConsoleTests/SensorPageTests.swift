// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Packs
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
      let compare = try await town.page("/sensors/compare?code=pipe-1&code=nothing", cookie: cookie)
      #expect(compare.status == 200 && compare.text.contains("Pipe 1"))
      #expect(try await town.page("/sensors/compare", cookie: cookie).text.contains("Nothing to compare"))
      #expect(try await town.page("/sensors/nothing", cookie: cookie).status == 404)
      #expect(try await town.page("/sensors", cookie: cookie, language: "zh").text.contains("感知设备"))
      let (reporter, _) = try await town.person("Rae", [Grant(.reporter)])
      #expect(try await town.page("/sensors", cookie: reporter).status == 403)
    }
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
