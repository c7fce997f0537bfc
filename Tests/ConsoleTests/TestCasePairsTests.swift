// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@testable import Console

/// What is said to have become of test cases.
@Suite struct TestCasePairsTests {
  private static func test(_ name: String?, _ type: String, _ output: String) -> JSON {
    var members: [String: JSON] = ["inputs": ["type": .string(type)], "output": .string(output)]
    members["name"] = name.map { .string($0) }
    return .object(members)
  }

  private static let old = [test("west", "rubbish", "west"), test(nil, "hole", "roads"), test("gas", "smell", "gas")]

  private func pairs(_ new: [JSON]) -> [TestCasePairs.Pair] { TestCasePairs(from: Self.old, to: new).pairs }

  @Test func saysNothingOfWhatIsTheSame() {
    #expect(pairs(Self.old).isEmpty)
    #expect(pairs([Self.old[2], Self.old[0], Self.old[1]]).isEmpty, "their order means nothing")
  }

  @Test func knowsAChangedOneAgain() {
    var new = Self.old
    new[0] = Self.test("west", "waste", "east")
    #expect(pairs(new) == [.init(old: Self.old[0], new: new[0])], "by its name")
    new = Self.old
    new[2] = Self.test("a smell of gas", "smell", "gas")
    #expect(pairs(new) == [.init(old: Self.old[2], new: new[2])], "by what is given")
    new = Self.old
    new[1] = Self.test(nil, "deep hole", "water")
    #expect(pairs(new) == [.init(old: Self.old[1], new: new[1])], "by its place")
  }

  @Test func tellsTheAddedFromTheRemoved() {
    let added = Self.test("lift", "lift", "market")
    #expect(pairs(Self.old + [added]) == [.init(new: added)])
    #expect(pairs(Array(Self.old.dropFirst())) == [.init(old: Self.old[0])])
    #expect(pairs([Self.old[1], Self.old[2], added]) == [.init(old: Self.old[0]), .init(new: added)])
    // Of two that are alike one goes.
    #expect(TestCasePairs(from: [added, added], to: [added]).pairs == [.init(old: added)])
  }
}
