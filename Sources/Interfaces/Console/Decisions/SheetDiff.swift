// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What is different between two versions of a table: columns by their heads, rules wherever they went, cell by cell.
struct SheetDiff: Sendable, Hashable {
  /// A column of either version with its place in each, counted from 0.
  struct Column: Sendable, Hashable {
    var column: SheetText.Column
    var old: Int?
    var new: Int?
  }

  /// A rule of either version with its place in each, counted from 0.
  struct Rule: Sendable, Hashable {
    var old: Int?
    var new: Int?
    /// Whether it stands elsewhere among the rules that both versions have.
    var isMoved = false
    /// Whether a cell of a column that both versions have is another one.
    var isChanged = false
  }

  var columns: [Column]
  /// In the order of the newer version; what it does not have stands where it was.
  var rules: [Rule]

  init(from old: SheetText, to new: SheetText) {
    columns = Self.columns(old.columns, new.columns)
    let shared = columns.compactMap { column in column.old.flatMap { old in column.new.map { (old, $0) } } }
    let (before, after) = (
      old.rules.map { rule in shared.map { rule[$0.0] } }, new.rules.map { rule in shared.map { rule[$0.1] } }
    )
    rules = RuleMatching(before, after).rules
  }

  var isEmpty: Bool {
    rules.allSatisfy { $0.old != nil && $0.new != nil && !$0.isMoved && !$0.isChanged }
      && columns.allSatisfy { $0.old != nil && $0.new != nil }
  }

  private static func columns(_ old: [SheetText.Column], _ new: [SheetText.Column]) -> [Column] {
    var rest = Array(old.enumerated())
    var all = new.enumerated().map { index, column in
      let found = rest.firstIndex { $0.element.kind == column.kind && $0.element.head == column.head }
      return Column(column: column, old: found.map { rest.remove(at: $0).offset }, new: index)
    }
    for (index, column) in rest {
      // Behind the last of its kind, so that inputs stay before outputs.
      let kinds: [SheetText.Column.Kind] = [.input, .output, .note]
      let rank = kinds.firstIndex(of: column.kind)!
      let place = all.firstIndex { kinds.firstIndex(of: $0.column.kind)! > rank } ?? all.endIndex
      all.insert(Column(column: column, old: index), at: place)
    }
    return all
  }
}

/// Finds for each rule what it was before: the same rule, the same elsewhere, or one that is mostly the same.
private struct RuleMatching {
  private let old: [[String]]
  private let new: [[String]]
  /// By the place of a new rule: its old one.
  private var origin: [Int?]
  /// Rules that stayed in their order.
  private var kept: Set<Int> = []
  private var moved: Set<Int> = []
  private var removed: Set<Int> = []
  /// Beyond so many pairs only rules at the same place are compared.
  private static let mostPairs = 250_000

  init(_ old: [[String]], _ new: [[String]]) {
    self.old = old
    self.new = new
    origin = [Int?](repeating: nil, count: new.count)
    match()
    pair()
  }

  /// Finds rules that are the same; those of them that kept their order stayed, the others moved.
  private mutating func match() {
    // The last first, so that the first is taken from the end.
    var places: [[String]: [Int]] = [:]
    for index in old.indices.reversed() { places[old[index], default: []].append(index) }
    for index in new.indices { origin[index] = places[new[index]]?.popLast() }
    removed = Set(places.values.joined())
    let same = new.indices.filter { origin[$0] != nil }
    kept = Set(Self.longestRise(same.map { origin[$0]! }).map { same[$0] })
    moved = Set(same).subtracting(kept)
  }

  /// The places of a longest subsequence that rises, in n·log n steps.
  private static func longestRise(_ values: [Int]) -> [Int] {
    // The place of the least last value of the subsequences of each length, and of each value the place before it.
    var ends: [Int] = []
    var before = [Int?](repeating: nil, count: values.count)
    for (place, value) in values.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if values[ends[middle]] < value { low = middle + 1 } else { high = middle }
      }
      before[place] = low == 0 ? nil : ends[low - 1]
      if low == ends.count { ends.append(place) } else { ends[low] = place }
    }
    var rise: [Int] = []
    var place = ends.last
    while let here = place {
      rise.append(here)
      place = before[here]
    }
    return rise.reversed()
  }

  /// Pairs what was taken out with what was put in where at least half of the cells are the same, or some are and both
  /// stand between the same rules.
  private mutating func pair() {
    let fresh = new.indices.filter { origin[$0] == nil }
    let gone = removed.sorted()
    let gaps = gaps
    var pairs: [(score: Int, distance: Int, old: Int, new: Int)] = []
    let isLarge = fresh.count * gone.count > Self.mostPairs
    for after in fresh {
      for before in isLarge ? (removed.contains(after) ? [after] : []) : gone {
        let score = zip(old[before], new[after]).count { $0 == $1 }
        let isNear = gaps.old[before] == gaps.new[after]
        guard score > 0, isNear || score * 2 >= old[before].count else { continue }
        pairs.append((score, abs(before - after) + (isNear ? 0 : old.count + new.count), before, after))
      }
    }
    pairs.sort { ($1.score, $0.distance, $0.old, $0.new) < ($0.score, $1.distance, $1.old, $1.new) }
    for pair in pairs where origin[pair.new] == nil && removed.contains(pair.old) {
      origin[pair.new] = pair.old
      removed.remove(pair.old)
      if gaps.old[pair.old] != gaps.new[pair.new] { moved.insert(pair.new) }
    }
  }

  /// How many of the rules that stayed stand before each.
  private var gaps: (old: [Int], new: [Int]) {
    let stayed = Set(kept.compactMap { origin[$0] })
    func counts(_ indices: Range<Int>, _ isKept: (Int) -> Bool) -> [Int] {
      var count = 0
      return indices.map { index in
        if isKept(index) { count += 1 }
        return count
      }
    }
    return (counts(old.indices, stayed.contains), counts(new.indices, kept.contains))
  }

  var rules: [SheetDiff.Rule] {
    var rules: [SheetDiff.Rule] = []
    var next = 0
    func tellRemoved(before end: Int) {
      for index in next..<max(next, end) where removed.contains(index) { rules.append(SheetDiff.Rule(old: index)) }
      next = max(next, end)
    }
    for index in new.indices {
      guard let before = origin[index] else {
        rules.append(SheetDiff.Rule(new: index))
        continue
      }
      let isMoved = moved.contains(index)
      if !isMoved { tellRemoved(before: before) }
      rules.append(
        SheetDiff.Rule(old: before, new: index, isMoved: isMoved, isChanged: old[before] != new[index]))
    }
    tellRemoved(before: old.count)
    return rules
  }
}
