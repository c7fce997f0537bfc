// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Windows of one length that end at even distances. A window holds the readings with end - length < instant ≤ end.
public struct Windows: Hashable, Sendable {
  /// Where the first one ends.
  public var end: Instant
  /// From one end to the next, in milliseconds; at least 1.
  public var step: Int64
  public var count: Int
  /// In milliseconds; at least 1. Windows that are longer than the step overlap.
  public var length: Int64

  public init(end: Instant, step: Int64, count: Int, length: Int64) {
    self.end = end
    self.step = step
    self.count = count
    self.length = length
  }

  func end(_ index: Int) -> Int64 { end.milliseconds + Int64(index) * step + 1 }
  func start(_ index: Int) -> Int64 { end(index) - length }

  /// The instants at which a window begins or ends, each the first of what follows.
  var edges: [Int64] {
    var edges: [Int64] = []
    edges.reserveCapacity(2 * count)
    var low = 0
    var high = 0
    while high < count {
      let next = low < count ? min(start(low), end(high)) : end(high)
      if low < count, start(low) == next { low += 1 }
      if end(high) == next { high += 1 }
      edges.append(next)
    }
    return edges
  }
}

/// What must be known of a window besides its summary; each needs the readings, not only what is noted of blocks.
public struct WindowNeeds: OptionSet, Hashable, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// `WindowSummary.squares`.
  public static let moments = WindowNeeds(rawValue: 1)
  /// `WindowSummary.fallen`.
  public static let falls = WindowNeeds(rawValue: 2)
  /// `WindowSummary.values` and `instants`.
  public static let readings = WindowNeeds(rawValue: 4)
}

/// What the readings of one series in one window tell. Booleans count as 0 and 1. With a `count` of 0, nothing else
/// means anything.
public struct WindowSummary: Sendable {
  public var count = 0
  public var sum = 0.0
  public var min = 0.0
  public var max = 0.0
  public var first = 0.0
  /// Milliseconds since 1970.
  public var firstAt: Int64 = 0
  public var last = 0.0
  public var lastAt: Int64 = 0
  /// Sum of the squares of the differences from the mean.
  public var squares = 0.0
  /// Sum of the values that came before a smaller one: what a counter had when it began anew.
  public var fallen = 0.0
  public var values: [Double] = []
  public var instants: [Int64] = []

  /// Of values in order of time that need not be readings; numbers that are none leave `min` and `max` as they are.
  public init(_ values: ArraySlice<Double>, at instants: ArraySlice<Int64>) {
    var bin = Bin()
    if !values.isEmpty {
      values.withUnsafeBufferPointer { numbers in
        instants.withUnsafeBufferPointer { bin.add(numbers, $0, Needs([.moments, .falls, .readings] as WindowNeeds)) }
      }
    }
    self.init(bin)
    min = values.lazy.filter { !$0.isNaN }.min() ?? .nan
    max = values.lazy.filter { !$0.isNaN }.max() ?? .nan
  }

  init(_ bin: Bin) {
    guard bin.count > 0 else { return }
    count = bin.count
    sum = bin.sum
    min = bin.min
    max = bin.max
    first = bin.first
    firstAt = bin.firstAt
    last = bin.last
    lastAt = bin.lastAt
    squares = bin.squares
    fallen = bin.fallen
    values = bin.values
    instants = bin.instants
  }
}

extension Bins {
  /// The windows of the only group.
  func summaries(of windows: Windows) -> [WindowSummary] {
    if windows.length <= windows.step {
      // Each window is one bin.
      var bin = 0
      return (0..<windows.count).map { window in
        while edges[bin] < windows.start(window) { bin += 1 }
        return WindowSummary(bins[bin])
      }
    }
    var queue = BinQueue()
    var low = 0
    var high = 0
    return (0..<windows.count).map { window in
      let end = windows.end(window)
      let start = windows.start(window)
      while high < edges.count - 1, edges[high + 1] <= end {
        if !needs.values { queue.push(bins[high]) }
        high += 1
      }
      while edges[low] < start {
        if !needs.values { queue.pop() }
        low += 1
      }
      guard needs.values else { return WindowSummary(queue.sum) }
      var sum = Bin()
      for bin in bins[low..<high] { sum.append(bin) }
      return WindowSummary(sum)
    }
  }
}

/// The sum of the bins that are in a window that moves on, in a few steps a bin however long the window is: two
/// stacks, of which the front one knows its sums.
private struct BinQueue {
  private var front: [Bin] = []
  private var back: [Bin] = []
  private var backSum = Bin()

  var sum: Bin {
    var sum = front.last ?? Bin()
    sum.append(backSum)
    return sum
  }

  mutating func push(_ bin: Bin) {
    back.append(bin)
    backSum.append(bin)
  }

  mutating func pop() {
    if front.isEmpty {
      var sum = Bin()
      for var bin in back.reversed() {
        bin.append(sum)
        front.append(bin)
        sum = bin
      }
      back.removeAll(keepingCapacity: true)
      backSum = Bin()
    }
    front.removeLast()
  }
}
