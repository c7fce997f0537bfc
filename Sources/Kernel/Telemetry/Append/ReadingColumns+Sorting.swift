// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension ReadingColumns {
  /// The readings by series and time, those of one series and instant in the order in which they came.
  ///
  /// - Parameter entry: the series of a slot.
  func sorted(_ entry: (Int32) -> SeriesEntry) -> ReadingRuns {
    var runs = ReadingRuns()
    guard count > 0 else { return runs }
    var slots = self.slots
    var names: [Int32] = []
    if let highest = slots.max(), highest > 4096, slots.count < Int(highest) / 8 {
      // A few readings of very many series: count only those that are there.
      names = Array(Set(slots)).sorted()
      let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
      slots = slots.map { places[$0] ?? 0 }
    }
    func series(_ slot: Int32) -> SeriesEntry { entry(names.isEmpty ? slot : names[Int(slot)]) }
    let (order, ranges) = ordered(slots, series)
    runs.runs = ranges.map { slot, range in
      let entry = series(slot)
      return ReadingRuns.Run(series: entry.id.rawValue, kind: entry.kind, range: range)
    }
    runs.instants = order.map { instants[Int($0)] }
    runs.values = order.map { values[Int($0)] }
    runs.texts = texts
    if !quality.isEmpty { runs.quality = order.map { quality[Int($0)] } }
    if !decimals.isEmpty {
      var marks = [UInt8](repeating: 0, count: count)
      for number in decimals { marks[Int(number.index)] = number.mark }
      runs.decimals = order.map { marks[Int($0)] }
    }
    return runs
  }

  /// Indices of the readings by series and time, and where those of each slot are.
  private func ordered(
    _ slots: [Int32], _ entry: (Int32) -> SeriesEntry
  ) -> ([Int32], [(slot: Int32, range: Range<Int>)]) {
    // Slots are small and dense, so that counting them beats comparing.
    let highest = Int(slots.max() ?? 0)
    var counts = [Int32](repeating: 0, count: highest + 1)
    for slot in slots { counts[Int(slot)] += 1 }
    var present: [(id: Int64, slot: Int32)] = []
    for slot in 0...highest where counts[slot] > 0 {
      present.append((entry(Int32(slot)).id.rawValue, Int32(slot)))
    }
    present.sort { $0.id < $1.id }
    var ranges: [(slot: Int32, range: Range<Int>)] = []
    ranges.reserveCapacity(present.count)
    var next = 0
    for (_, slot) in present {
      let count = Int(counts[Int(slot)])
      ranges.append((slot, next..<next + count))
      counts[Int(slot)] = Int32(next)
      next += count
    }
    var order = [Int32](repeating: 0, count: count)
    for index in 0..<count {
      let slot = Int(slots[index])
      order[Int(counts[slot])] = Int32(index)
      counts[slot] += 1
    }
    for (_, range) in ranges where !rises(order, range) {
      // Equal instants stay in the order in which they came.
      order[range].sort { (instants[Int($0)], $0) < (instants[Int($1)], $1) }
    }
    return (order, ranges)
  }

  private func rises(_ order: [Int32], _ range: Range<Int>) -> Bool {
    var last = Int64.min
    for index in range {
      let instant = instants[Int(order[index])]
      if instant < last { return false }
      last = instant
    }
    return true
  }
}

extension ReadingRuns {
  /// The series of which two readings have one instant.
  var tied: [Int64] {
    runs.compactMap { run in
      for index in run.range.dropFirst() where instants[index] == instants[index - 1] { return run.series }
      return nil
    }
  }

  /// The same with at most as many readings of one instant as the policies allow.
  func untied(_ policies: [Int64: Series.Policy]) -> ReadingRuns {
    var result = ReadingRuns()
    for run in runs {
      result.begin(run.series, run.kind)
      let policy = policies[run.series] ?? .lastWins
      var start = run.range.lowerBound
      while start < run.range.upperBound {
        var end = start + 1
        while end < run.range.upperBound, instants[end] == instants[start] { end += 1 }
        switch policy {
        case .firstWins: result.add(start..<start + 1, of: self)
        case .lastWins: result.add(end - 1..<end, of: self)
        case .keepAll:
          for index in start..<end
          where !(start..<index).contains(where: { says($0, sameAs: self, index, kind: run.kind) }) {
            result.add(index..<index + 1, of: self)
          }
        }
        start = end
      }
    }
    return result
  }
}
