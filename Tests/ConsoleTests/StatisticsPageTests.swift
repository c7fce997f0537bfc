// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// Deadlines kept: every number opens as many rows as it says.
@Suite struct StatisticsPageTests {
  @Test func partsLongNumbers() {
    #expect(
      [0, 7, 999, 1000, 13_189, 1_000_000, -4321].map { NumberText.count($0) } == [
        "0", "7", "999", "1,000", "13,189", "1,000,000", "-4,321",
      ])
  }

  @Test(arguments: Engine.allCases) func everyNumberOpensItsRows(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      _ = try await town.dispatchedMatter()
      let token = try await town.token(.intake)
      for type in ["pothole", "leak", "permit"] {
        _ = try await town.request(
          .POST, "/api/v1/matters", token: token, body: ["type": .string(type), "position": [121.5, 30.5]])
      }
      _ = try await town.request(
        .POST, "/api/v1/matters", token: token, body: ["type": "pothole", "position": [120.2, 30.5]])
      try await town.follow()
      town.time.advance(by: .seconds(20 * 86_400))
      let sue = try await town.person("Sue", [Grant(.supervisor)])
      for by in ["department", "type", "area", "street", "month"] {
        let page = try await town.page("/statistics?by=\(by)&period=all", cookie: sue.cookie).text
        let cells = page.matches(of: /<a href="(\/matters\?[^"]*)"[^>]*>(\d+)<\/a>/)
        #expect(cells.count > 3, "\(by)")
        if by == "department" { #expect(page.contains("without=department"), "also what has none") }
        for cell in cells {
          let address = String(cell.output.1).replacingOccurrences(of: "&amp;", with: "&")
          let count = String(cell.output.2)
          let rows = try await town.page(address, cookie: sue.cookie).text
          #expect(rows.contains("\(count) matter"), "\(by): \(address) has not \(count) rows")
        }
      }
      let streets = try await town.page("/statistics?by=street&period=all&type=pothole", cookie: sue.cookie).text
      #expect(streets.contains("<span class=\"within\">") && streets.contains("Pothole · "))
      #expect(streets.contains("/statistics?by=area&amp;period=all&amp;type=pothole"), "the filter stays with the tab")
      let chinese = try await town.page("/statistics?by=month&basis=ended", cookie: sue.cookie, language: "zh-CN")
      #expect(chinese.status == 200 && chinese.text.contains("按期办结") && chinese.text.contains("暂无统计数据"))
      // The file says in the reader's language what the page says.
      let file = try await town.page("/statistics.csv?by=street&period=all&type=pothole", cookie: sue.cookie)
      #expect(streets.contains("href=\"/statistics.csv?by=street&amp;period=all&amp;type=pothole\""))
      #expect(file.status == 200 && file.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      #expect(file.header("Content-Disposition")?.contains("statistics.csv") == true)
      let rows = file.text.components(separatedBy: "\r\n")
      #expect(rows[0].hasSuffix("Place,Street,District,In time,Matters,Ended in time,Ended late,Open,Of these late"))
      #expect(file.text.contains(",High Street,West,") && rows.dropLast().last?.hasPrefix(",All together,,") == true)
      let translated = try await town.page(
        "/statistics.csv?by=department&period=all", cookie: sue.cookie, language: "zh-CN")
      #expect(translated.text.contains("名次,部门,按期率,事项数") && translated.text.contains("道路处"))
      #expect(!translated.text.contains("roads"))
      let unknown = try await town.page("/statistics?department=nobody&period=all", cookie: sue.cookie)
      #expect(unknown.text.contains("There is no department “nobody”.") && !unknown.text.contains("Nothing is counted"))
      #expect(chinese.header("Link")?.hasPrefix("</api/v1/reports/on-time?by=month&basis=ended") == true)
    }
  }
}
