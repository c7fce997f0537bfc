// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import TestSupport
import Testing
import Vocabulary

@Suite struct RoutingTableTests {
  typealias Rule = RoutingTable.Rule

  static func rule(
    _ department: String, types: [String] = [], areas: [String] = [], priorities: [String] = [],
    assisting: [String] = []
  ) -> Rule {
    Rule(types: types, areas: areas, priorities: priorities, department: department, assisting: assisting)
  }

  static let dutyList = RoutingTable(
    code: "duty-list", version: 3,
    rules: [
      rule("fire", types: ["gas-leak"], priorities: ["supervised"], assisting: ["police", "gas"]),
      rule("gas", types: ["gas-leak", "gas-smell"]),
      rule("parks", types: ["fallen-tree"], areas: ["park-1", "park-2"]),
      rule("roads", types: ["fallen-tree", "pothole"], areas: ["D1"]),
      rule("roads-east", types: ["pothole"], areas: ["D2"]),
      rule("night-desk", areas: ["D3"], priorities: ["urgent", "supervised"]),
      rule("nobody", types: ["pothole"], areas: ["D1"]),
    ], otherwise: "city-hall", source: "example")

  @Test(
    arguments: [
      // The first fitting rule counts, and says which it was.
      ("gas-leak", ["D1"], "supervised", "fire", 1), ("gas-leak", ["D1"], "urgent", "gas", 2),
      ("gas-smell", [], "supervised", "gas", 2),
      // One area of several is enough.
      ("fallen-tree", ["D1", "park-2"], "normal", "parks", 3), ("fallen-tree", ["D1", "S1"], "normal", "roads", 4),
      ("pothole", ["D1"], "normal", "roads", 4), ("pothole", ["D2", "S7", "C9"], "normal", "roads-east", 5),
      // A rule that names no type fits all of them, also those that no rule names.
      ("pothole", ["D3"], "urgent", "night-desk", 6), ("meteorite", ["D3"], "supervised", "night-desk", 6),
      // Nothing fits.
      ("meteorite", ["D3"], "normal", "city-hall", 0), ("fallen-tree", [], "normal", "city-hall", 0),
      ("", [], "", "city-hall", 0),
    ] as [(String, Set<String>, String, String, Int)])
  func answers(type: String, areas: Set<String>, priority: String, department: String, number: Int) {
    let answer = Self.dutyList.answer(.init(type: type, areas: areas, priority: priority))
    #expect(answer?.department == department)
    #expect(answer?.rule == number)
    #expect(answer?.table == "duty-list@3")
    #expect(answer?.assisting == (number == 1 ? ["police", "gas"] : []))
  }

  @Test func withoutOtherwiseThereMayBeNoAnswer() {
    let table = RoutingTable(
      code: "t", version: 1, rules: [Self.rule("a", types: ["x"])], otherwise: nil, source: "example")
    #expect(table.answer(.init(type: "y", areas: [], priority: "normal")) == nil)
    #expect(table.answer(.init(type: "x", areas: [], priority: "normal"))?.department == "a")
  }

  /// The table keeps an index by type; reading it from the top must say the same.
  @Test func theIndexAnswersAsReadingFromTheTopDoes() {
    var generator = SeededGenerator(seed: 7)
    let (types, areas, priorities) = (names("t", 6), names("a", 5), ["normal", "urgent", "supervised"])
    func some(_ all: [String], _ most: Int) -> [String] {
      Array(all.shuffled(using: &generator).prefix(Int.random(in: 0...most, using: &generator)))
    }
    for _ in 0..<300 {
      let rules = (0..<Int.random(in: 0...30, using: &generator)).map { index in
        Self.rule("d\(index)", types: some(types, 3), areas: some(areas, 2), priorities: some(priorities, 2))
      }
      let table = RoutingTable(
        code: "t", version: 1, rules: rules, otherwise: Bool.random(using: &generator) ? "o" : nil, source: "example")
      for _ in 0..<40 {
        let question = RoutingTable.Question(
          type: (types + ["unknown"]).randomElement(using: &generator) ?? "", areas: Set(some(areas, 4)),
          priority: priorities.randomElement(using: &generator) ?? "")
        let first = rules.firstIndex { rule in
          (rule.types.isEmpty || rule.types.contains(question.type))
            && (rule.areas.isEmpty || !question.areas.isDisjoint(with: rule.areas))
            && (rule.priorities.isEmpty || rule.priorities.contains(question.priority))
        }
        let answer = table.answer(question)
        #expect(answer?.department == first.map { rules[$0].department } ?? table.otherwise)
        #expect(answer?.rule == first.map { $0 + 1 } ?? table.otherwise.map { _ in 0 })
      }
    }
  }

  private func names(_ prefix: String, _ count: Int) -> [String] { (1...count).map { "\(prefix)\($0)" } }
}
