// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Testing
import Vocabulary

/// The words of a report point to types, and the answer says which words did.
@Suite struct TypeSuggestionTests {
  static func suggester() throws -> TypeSuggester {
    func type(_ code: String, _ english: String, _ chinese: String, _ keywords: JSON? = nil) throws -> MatterType {
      var members: [String: JSON] = [
        "code": .string(code), "name": ["en": .string(english), "zh-Hans": .string(chinese)], "kind": "event",
        "source": "example, to be confirmed",
      ]
      members["keywords"] = keywords
      return try MatterType(json: .object(members))
    }
    return TypeSuggester([
      try type(
        "lamp", "Street light out", "路灯不亮", ["en": ["lamp", "dark at night"], "zh-Hans": ["黑灯", "没有灯"]]),
      try type("hole", "Hole in the road", "道路坑洞"), try type("tree", "Fallen street tree", "行道树倒伏"),
      try type("noise", "Noise of a building site", "施工噪声"),
    ])
  }

  @Test(
    arguments: [
      ("The lamps are not working", ["lamp"], ["lamps"]),
      ("two street lights", ["lamp", "tree"], ["lights", "street"]),
      ("there are HOLES", ["hole"], ["holes"]), ("trees fell on the road", ["hole", "tree"], ["road"]),
      ("晚上黑灯瞎火", ["lamp"], ["黑灯"]), ("小区门口路灯坏了", ["lamp"], ["路灯"]), ("噪声太大", ["noise"], ["噪声"]),
      ("工地施工到半夜", ["noise"], ["施工"]), ("nothing of this", [], []), ("", [], []), ("the of a in", [], []),
    ] as [(String, [String], [String])])
  func findsTypes(text: String, codes: [String], because: [String]) throws {
    let found = try Self.suggester().suggestions(for: text)
    #expect(found.map(\.type.code) == codes)
    #expect((found.first?.because ?? []).allSatisfy(because.contains) && (found.first == nil) == because.isEmpty)
  }

  @Test func aKeyWordCountsMoreThanAName() throws {
    let found = try Self.suggester().suggestions(for: "the lamp in the street by the tree")
    #expect(found.first?.type.code == "lamp" && found.first?.because.first == "lamp")
    #expect(found.count == 2 && found[0].score > found[1].score)
  }

  @Test func sameWordsSameAnswer() throws {
    let suggester = try Self.suggester()
    let text = "street street 路灯 road"
    #expect(suggester.suggestions(for: text) == suggester.suggestions(for: text))
    #expect(suggester.suggestions(for: text, limit: 1).count == 1)
  }
}
