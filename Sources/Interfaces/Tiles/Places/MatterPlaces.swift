// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import Matters
import Spatial
import Vocabulary

/// Where the open matters of a city are, sorted by tile. It never changes; a change makes another.
struct MatterPlaces: Sendable {
  struct Place: Sendable {
    var id: Int64
    var code: UInt64
    /// Its place in `facts`.
    var facts: UInt32
    var isUrgent: Bool
    /// Of the worst warning that it deals with: 0 for none, 1 blue … 4 red.
    var level: UInt8
    /// Milliseconds; the greatest number for never.
    var dueAt: Int64
  }

  private(set) var places: [Place] = []
  /// Who may see a matter is decided for all of the same areas and departments at once.
  private(set) var facts: [AccessFacts] = []
  private var factNumbers: [AccessFacts: UInt32] = [:]
  /// Grows with each change.
  var generation = 0

  /// Takes in very many matters, page by page.
  struct Collection {
    private var all = MatterPlaces()

    mutating func add(_ outlines: [MatterOutline], levels: [Int64: UInt8]) {
      for outline in outlines { if let place = all.place(of: outline, levels) { all.places.append(place) } }
    }

    consuming func places(generation: Int) -> MatterPlaces {
      all.places.sort { $0.code < $1.code }
      all.generation = generation
      return all
    }
  }

  /// The same with other matters of these identifiers: those that are over or have no place are left out.
  mutating func change(_ ids: Set<Int64>, to outlines: [MatterOutline], levels: [Int64: UInt8]) {
    var added = outlines.compactMap { place(of: $0, levels) }
    added.sort { $0.code < $1.code }
    var merged: [Place] = []
    merged.reserveCapacity(places.count + added.count)
    var next = 0
    for place in places where ids.isEmpty || !ids.contains(place.id) {
      while next < added.count, added[next].code < place.code {
        merged.append(added[next])
        next += 1
      }
      merged.append(place)
    }
    merged += added[next...]
    places = merged
    generation += 1
  }

  /// The same with other levels of these matters.
  mutating func change(levels: [Int64: UInt8], of ids: Set<Int64>) {
    guard !ids.isEmpty else { return }
    for index in places.indices where ids.contains(places[index].id) {
      places[index].level = levels[places[index].id] ?? 0
    }
    generation += 1
  }

  private mutating func place(of outline: MatterOutline, _ levels: [Int64: UInt8]) -> Place? {
    guard !outline.state.isFinal, let position = outline.position else { return nil }
    return Place(
      id: outline.id.rawValue, code: WorldPoint(position).code, facts: number(of: outline.facts),
      isUrgent: outline.priority > .normal, level: levels[outline.id.rawValue] ?? 0,
      dueAt: outline.dueAt?.milliseconds ?? .max)
  }

  private mutating func number(of facts: AccessFacts) -> UInt32 {
    var facts = facts
    // Reporters have no map: whose matter it is makes no difference here.
    facts.owner = nil
    if let number = factNumbers[facts] { return number }
    let number = UInt32(self.facts.count)
    self.facts.append(facts)
    factNumbers[facts] = number
    return number
  }

  /// Those that a rule lets through, to be counted.
  func list(_ rule: AccessRule, now: Instant) -> PlaceList {
    let isVisible = rule == .everything ? nil : facts.map(rule.allows)
    var codes: [UInt64] = []
    var items: [UInt32] = []
    var kinds: [UInt8] = []
    codes.reserveCapacity(places.count)
    items.reserveCapacity(places.count)
    kinds.reserveCapacity(places.count)
    for (index, place) in places.enumerated() {
      if let isVisible, !isVisible[Int(place.facts)] { continue }
      codes.append(place.code)
      items.append(UInt32(index))
      kinds.append(Self.classes(of: place, now: now))
    }
    return PlaceList(codes: codes, items: items, kinds: kinds)
  }

  /// Bits 0 to 3 for the levels from blue to red, 4 for late, 5 for urgent.
  static func classes(of place: Place, now: Instant) -> UInt8 {
    var bits: UInt8 = place.level == 0 ? 0 : 1 << (place.level - 1)
    if place.dueAt < now.milliseconds { bits |= 1 << 4 }
    if place.isUrgent { bits |= 1 << 5 }
    return bits
  }
}
