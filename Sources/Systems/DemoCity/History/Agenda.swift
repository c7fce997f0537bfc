// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What is to be done when: the earliest comes first, of two at the same time the one that was put in first.
struct Agenda<Item: Sendable>: Sendable {
  private struct Entry: Sendable {
    var at: Instant
    var number: Int
    var item: Item

    func precedes(_ other: Entry) -> Bool { (at, number) < (other.at, other.number) }
  }

  private var entries: [Entry] = []
  private var count = 0

  var isEmpty: Bool { entries.isEmpty }
  /// When the first is due.
  var next: Instant? { entries.first?.at }

  mutating func add(_ item: Item, at: Instant) {
    entries.append(Entry(at: at, number: count, item: item))
    count += 1
    var index = entries.count - 1
    while index > 0, entries[index].precedes(entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes out the first that is due before a moment.
  mutating func take(before end: Instant) -> (at: Instant, item: Item)? {
    guard let first = entries.first, first.at < end else { return nil }
    let last = entries.removeLast()
    if !entries.isEmpty {
      entries[0] = last
      var index = 0
      while true {
        var least = index
        for child in [2 * index + 1, 2 * index + 2]
        where child < entries.count && entries[child].precedes(entries[least]) {
          least = child
        }
        if least == index { break }
        entries.swapAt(index, least)
        index = least
      }
    }
    return (first.at, first.item)
  }
}
