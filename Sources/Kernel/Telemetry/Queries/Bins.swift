// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What must be gathered for the functions that were asked for.
struct Needs: Sendable {
  var moments = false
  var values = false
  /// Readings must come in order of time, with the one before.
  var order = false
  /// What a counter had before it fell.
  var falls = false
  /// Instants beside the values.
  var instants = false

  init(_ windows: WindowNeeds) {
    moments = windows.contains(.moments)
    falls = windows.contains(.falls)
    values = windows.contains(.readings)
    instants = values
  }

  init(_ functions: [Aggregate]) {
    for function in functions {
      switch function {
      case .standardDeviation: moments = true
      case .percentile: values = true
      case .rate, .timeWeightedMean: order = true
      case .count, .min, .max, .sum, .mean, .first, .last: break
      }
    }
  }

  /// Whether the summary of a block says enough.
  var isSummary: Bool { !moments && !values && !order && !falls }

  /// Whether a bin must see its readings by time.
  var isOrdered: Bool { falls || instants }
}

/// What was gathered of the readings of one bucket.
struct Bin: Sendable {
  var count = 0
  var sum = 0.0
  var min = Double.infinity
  var max = -Double.infinity
  var firstAt = Int64.max
  var first = 0.0
  var lastAt = Int64.min
  var last = 0.0
  /// Sum of the squares of the differences from the mean.
  var squares = 0.0
  var values: [Double] = []
  var instants: [Int64] = []
  /// Sum of the values before each fall.
  var fallen = 0.0
  /// Growth of a counter, and the milliseconds in which it grew.
  var growth = 0.0
  var growing: Int64 = 0
  /// Value times milliseconds, and the milliseconds.
  var weighted = 0.0
  var weight: Int64 = 0

  mutating func add(_ summary: BlockSummary, count: Int, start: Int64, end: Int64) {
    self.count += count
    sum += summary.sum
    min = Swift.min(min, summary.min)
    max = Swift.max(max, summary.max)
    note(first: summary.first, at: start, last: summary.last, at: end)
  }

  /// Adds readings, at least one, in order of time.
  @inline(__always)
  mutating func add(_ numbers: UnsafeBufferPointer<Double>, _ instants: UnsafeBufferPointer<Int64>, _ needs: Needs) {
    var sum = 0.0
    var low = numbers[0]
    var high = numbers[0]
    for number in numbers {
      sum += number
      low = number < low ? number : low
      high = number > high ? number : high
    }
    if needs.moments {
      let mean = sum / Double(numbers.count)
      var squares = 0.0
      for number in numbers { squares += (number - mean) * (number - mean) }
      addSquares(squares, mean: mean, count: numbers.count)
    }
    if needs.values { values += numbers }
    if needs.instants { self.instants += instants }
    if needs.falls {
      var before = count > 0 ? last : numbers[0]
      for number in numbers {
        if number < before { fallen += before }
        before = number
      }
    }
    count &+= numbers.count
    self.sum += sum
    min = low < min ? low : min
    max = high > max ? high : max
    note(
      first: numbers[0], at: instants[0], last: numbers[numbers.count - 1], at: instants[instants.count - 1])
  }

  private mutating func note(first: Double, at start: Int64, last: Double, at end: Int64) {
    if start < firstAt {
      firstAt = start
      self.first = first
    }
    if end >= lastAt {
      lastAt = end
      self.last = last
    }
  }

  /// Must come before the count and the sum are added.
  private mutating func addSquares(_ other: Double, mean: Double, count other2: Int) {
    guard count > 0 else {
      squares = other
      return
    }
    // Chan, Golub and LeVeque: the squares of two sets together.
    let difference = mean - sum / Double(count)
    squares += other + difference * difference * Double(count) * Double(other2) / Double(count + other2)
  }

  mutating func add(_ other: Bin) {
    guard other.count > 0 || other.weight > 0 || other.growing > 0 else { return }
    if other.count > 0 {
      addSquares(other.squares, mean: other.sum / Double(other.count), count: other.count)
      count += other.count
      sum += other.sum
      min = Swift.min(min, other.min)
      max = Swift.max(max, other.max)
      note(first: other.first, at: other.firstAt, last: other.last, at: other.lastAt)
      values += other.values
    }
    growth += other.growth
    growing += other.growing
    weighted += other.weighted
    weight += other.weight
  }

  /// Adds the readings of a later bin of the same series.
  mutating func append(_ later: Bin) {
    guard later.count > 0 else { return }
    guard count > 0 else {
      self = later
      return
    }
    fallen += later.fallen + (later.first < last ? last : 0)
    instants += later.instants
    add(later)
  }

  func value(_ function: Aggregate) -> Double? {
    switch function {
    case .count: return Double(count)
    case .rate: return growing > 0 ? growth * 1000 / Double(growing) : nil
    case .timeWeightedMean: return weight > 0 ? weighted / Double(weight) : nil
    default: break
    }
    guard count > 0 else { return nil }
    switch function {
    case .min: return min
    case .max: return max
    case .sum: return sum
    case .mean: return sum / Double(count)
    case .first: return first
    case .last: return last
    case .standardDeviation: return (squares / Double(count)).squareRoot()
    case .percentile(let share): return Self.percentile(values, share)
    case .count, .rate, .timeWeightedMean: return nil
    }
  }

  private static func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    let place = Swift.min(Swift.max(share, 0), 1) * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
  }
}

/// The bins of all groups, gathered by one thread.
struct Bins: Sendable {
  let edges: [Int64]
  let needs: Needs
  private(set) var bins: [Bin]
  var perGroup: Int { edges.count - 1 }

  init(groups: Int, edges: [Int64], needs: Needs) {
    self.edges = edges
    self.needs = needs
    bins = [Bin](repeating: Bin(), count: groups * (edges.count - 1))
  }

  func index(_ instant: Int64) -> Int {
    var low = 0
    var high = edges.count - 1
    while low + 1 < high {
      let middle = (low + high) / 2
      if edges[middle] <= instant { low = middle } else { high = middle }
    }
    return low
  }

  /// `false` when the block is of more than one bucket.
  mutating func add(_ block: Block, group: Int) -> Bool {
    guard let summary = block.summary, block.start >= edges[0], block.end < edges[edges.count - 1] else { return false }
    let bucket = index(block.start)
    guard block.end < edges[bucket + 1] else { return false }
    bins[group * perGroup + bucket].add(summary, count: block.count, start: block.start, end: block.end)
    return true
  }

  /// Adds readings of one series in order of time, all of them within the edges.
  mutating func add(_ numbers: UnsafeBufferPointer<Double>, _ instants: UnsafeBufferPointer<Int64>, group: Int) {
    guard let first = instants.first else { return }
    var bucket = index(first)
    var start = 0
    edges.withUnsafeBufferPointer { edges in
      while start < instants.count {
        while instants[start] >= edges[bucket + 1] { bucket += 1 }
        let edge = edges[bucket + 1]
        var end = start + 1
        while end < instants.count, instants[end] < edge { end &+= 1 }
        bins[group * (edges.count - 1) + bucket].add(
          UnsafeBufferPointer(rebasing: numbers[start..<end]), UnsafeBufferPointer(rebasing: instants[start..<end]),
          needs)
        start = end
      }
    }
  }

  /// Adds what readings of one series tell by the time between them.
  ///
  /// - Parameters:
  ///   - before: the reading before the first, where there is one.
  ///   - end: until when the last value stands.
  mutating func addTimes(
    _ numbers: [Double], _ instants: [Int64], before: (at: Int64, number: Double)?, end: Int64, group: Int
  ) {
    var previous = before
    for index in 0...numbers.count {
      let at = index < numbers.count ? instants[index] : end
      if let previous {
        weigh(previous.number, from: max(previous.at, edges[0]), to: at, group: group)
        if index < numbers.count, at > previous.at {
          let bin = group * perGroup + self.index(at)
          bins[bin].growth += numbers[index] >= previous.number ? numbers[index] - previous.number : numbers[index]
          bins[bin].growing += at - previous.at
        }
      }
      if index < numbers.count { previous = (at, numbers[index]) }
    }
  }

  private mutating func weigh(_ number: Double, from: Int64, to: Int64, group: Int) {
    var from = from
    let to = min(to, edges[edges.count - 1])
    var bucket = from < to ? index(from) : 0
    while from < to {
      let end = min(to, edges[bucket + 1])
      bins[group * perGroup + bucket].weighted += number * Double(end - from)
      bins[group * perGroup + bucket].weight += end - from
      from = end
      bucket += 1
    }
  }

  mutating func add(_ other: Bins) { for index in bins.indices { bins[index].add(other.bins[index]) } }

  /// Forgets what was gathered.
  mutating func reset() { for index in bins.indices { bins[index] = Bin() } }

  func row(_ group: Int, _ functions: [Aggregate], _ fill: GapFill) -> AggregateRow {
    let bins = bins[group * perGroup..<(group + 1) * perGroup]
    return AggregateRow(
      starts: edges.dropLast().map { Instant(milliseconds: $0) },
      values: functions.map { function in
        let values = bins.map { $0.value(function) }
        return function == .count ? values : fill.filled(values, edges)
      })
  }
}

extension GapFill {
  func filled(_ values: [Double?], _ edges: [Int64]) -> [Double?] {
    guard self != .none else { return values }
    var filled = values
    var last: Int?
    for index in values.indices {
      guard let value = values[index] else {
        if self == .previous, let last { filled[index] = values[last] }
        continue
      }
      if self == .linear, let last, let before = values[last] {
        for gap in last + 1..<max(last + 1, index) {
          let share = Double(edges[gap] - edges[last]) / Double(edges[index] - edges[last])
          filled[gap] = before + (value - before) * share
        }
      }
      last = index
    }
    return filled
  }
}
