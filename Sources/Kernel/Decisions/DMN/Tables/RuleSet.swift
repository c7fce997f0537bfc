// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A set of the rules of one table, a bit each.
struct RuleSet: Sendable, Hashable {
  private(set) var words: [UInt64]

  /// No rule of `count`.
  init(count: Int) {
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  /// All rules of `count`.
  init(allOf count: Int) {
    words = [UInt64](repeating: .max, count: (count + 63) / 64)
    if count % 64 != 0, let last = words.indices.last { words[last] = (1 << UInt64(count % 64)) - 1 }
  }

  subscript(rule: Int) -> Bool {
    get { words[rule >> 6] & (1 << UInt64(rule & 63)) != 0 }
    set {
      if newValue {
        words[rule >> 6] |= 1 << UInt64(rule & 63)
      } else {
        words[rule >> 6] &= ~(1 << UInt64(rule & 63))
      }
    }
  }

  mutating func flip(_ rule: Int) { words[rule >> 6] ^= 1 << UInt64(rule & 63) }

  mutating func formIntersection(_ other: RuleSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  mutating func formUnion(_ other: RuleSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func subtract(_ other: RuleSet) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  func intersection(_ other: RuleSet) -> RuleSet {
    var result = self
    result.formIntersection(other)
    return result
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  var first: Int? {
    for (index, word) in words.enumerated() where word != 0 { return index << 6 + word.trailingZeroBitCount }
    return nil
  }

  /// The rules in order.
  var rules: [Int] {
    var result: [Int] = []
    forEach {
      result.append($0)
      return true
    }
    return result
  }

  /// Calls `body` with each rule in order until it answers false.
  func forEach(_ body: (Int) -> Bool) {
    for (index, word) in words.enumerated() {
      var word = word
      while word != 0 {
        if !body(index << 6 + word.trailingZeroBitCount) { return }
        word &= word - 1
      }
    }
  }
}
