// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What became of the test cases of a decision from one version to the next: those that are the same in both are left out.
struct TestCasePairs: Sendable {
  struct Pair: Sendable, Hashable {
    /// `nil` where it was added.
    var old: JSON?
    /// `nil` where it was removed.
    var new: JSON?
  }

  private(set) var pairs: [Pair] = []

  /// A test case that was changed is known again by its name, else by what is given, else, without a name, by its place.
  init(from old: [JSON], to new: [JSON]) {
    var before = Array(old.enumerated())
    var after = Array(new.enumerated())
    var found: [(place: Int, pair: Pair)] = []
    func match(_ isOne: (EnumeratedSequence<[JSON]>.Element, EnumeratedSequence<[JSON]>.Element) -> Bool) {
      for test in after {
        guard let index = before.firstIndex(where: { isOne($0, test) }) else { continue }
        let was = before.remove(at: index)
        after.removeAll { $0.offset == test.offset }
        if was.element != test.element { found.append((test.offset, Pair(old: was.element, new: test.element))) }
      }
    }
    match { $0.element == $1.element }
    match { $0.element["name"] != nil && $0.element["name"] == $1.element["name"] }
    match { $0.element["inputs"] == $1.element["inputs"] }
    match { $0.offset == $1.offset && ($0.element["name"] == nil || $1.element["name"] == nil) }
    pairs = found.sorted { $0.place < $1.place }.map(\.pair)
    pairs += before.map { Pair(old: $0.element) }
    pairs += after.map { Pair(new: $0.element) }
  }
}
