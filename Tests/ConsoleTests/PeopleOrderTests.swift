// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Console

/// Lists of people, as their readers look people up.
@Suite struct PeopleOrderTests {
  static let names = [
    "bob", "Zed", "王建国 / Wang Jianguo", "alice", "Émile", "陈伟 / Chen Wei", "Alice", "Desk 10", "阿强 / A Qiang", "Desk 9",
    "张伟 / Zhang Wei",
  ]

  @Test(arguments: [
    (
      Language.english,
      [
        "A Qiang", "Alice", "alice", "bob", "Chen Wei", "Desk 9", "Desk 10", "Émile", "Wang Jianguo", "Zed",
        "Zhang Wei",
      ]
    ),
    (.chinese, ["阿强", "陈伟", "王建国", "张伟", "Alice", "alice", "bob", "Desk 9", "Desk 10", "Émile", "Zed"]),
  ]) func sortsAsReadersDo(language: Language, expected: [String]) {
    let messages = Messages(language)
    let order = PeopleOrder(messages)
    let sorted = Self.names.map { AccountCursor(name: $0, id: $0) }.sorted(by: order.isBefore)
    #expect(sorted.map { messages.name($0.name) } == expected)
  }

  /// Page after page each comes once.
  @Test func goesOnWhereAPageEnded() async throws {
    try await TestTown.pages { town in
      let ada = try await town.person("Ada", [Grant(.administrator)])
      for number in 0..<57 {
        _ = try await town.city.access.createAccount(
          .service(name: number.isMultiple(of: 2) ? "post \(number)" : "Post \(number)", grants: []),
          by: .system(town.city.tenant))
      }
      var (address, found): (String?, [String]) = ("/administration", [])
      var pages = 0
      while let next = address, pages < 9 {
        pages += 1
        let text = try await town.page(next, cookie: ada.cookie).text
        found += text.matches(of: /\/administration\/people\/[^"]+">([^<]+)</).map { String($0.output.1) }
        // Of the page itself, not of what leads to it in another language.
        address = text.firstMatch(of: /href="(\/administration\?[^"]*after=[^"]+)" rel="next"/).map {
          String($0.output.1).replacing("&amp;", with: "&")
        }
      }
      #expect(found == ["Ada"] + (0..<57).map { $0.isMultiple(of: 2) ? "post \($0)" : "Post \($0)" })
    }
  }
}
