// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Points that are counted by tile: sorted by the order of tiles, with running counts of each class, so that what a square of
/// any size holds is known from two searches, however many points there are.
struct PlaceList: Sendable {
  /// Classes that are counted; a point without one has class 0 and is counted with all.
  static let classes = 6
  /// Running counts are kept for each block of so many points; the rest is counted one by one.
  private static let block = 64

  /// Ascending.
  private(set) var codes: [UInt64]
  /// The caller's number of each point.
  private(set) var items: [UInt32]
  private var kinds: [UInt8]
  /// For each block the points of each class before it.
  private var sums: [UInt32]

  /// - Parameters:
  ///   - codes: ascending.
  ///   - kinds: the class of each, as a set of bits: bit k − 1 for class k.
  init(codes: [UInt64], items: [UInt32], kinds: [UInt8]) {
    self.codes = codes
    self.items = items
    self.kinds = kinds
    sums = []
    sums.reserveCapacity((codes.count / Self.block + 1) * Self.classes)
    var running = [UInt32](repeating: 0, count: Self.classes)
    for (index, kind) in kinds.enumerated() {
      if index % Self.block == 0 { sums += running }
      var rest = kind
      while rest != 0 {
        running[rest.trailingZeroBitCount] += 1
        rest &= rest - 1
      }
    }
    if kinds.count % Self.block == 0 { sums += running }
  }

  /// The points whose code is in the range.
  func points(in range: ClosedRange<UInt64>, among bounds: Range<Int>? = nil) -> Range<Int> {
    let bounds = bounds ?? codes.indices
    let first = firstIndex(from: range.lowerBound, in: bounds)
    let last =
      range.upperBound == .max
      ? bounds.upperBound : firstIndex(from: range.upperBound + 1, in: first..<bounds.upperBound)
    return first..<last
  }

  private func firstIndex(from code: UInt64, in bounds: Range<Int>) -> Int {
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if codes[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many of these points are of each class.
  func counts(of points: Range<Int>) -> [UInt32] {
    let (before, after) = (counts(before: points.lowerBound), counts(before: points.upperBound))
    return (0..<Self.classes).map { after[$0] - before[$0] }
  }

  private func counts(before end: Int) -> [UInt32] {
    let block = end / Self.block
    var counts = Array(sums[block * Self.classes..<(block + 1) * Self.classes])
    for kind in kinds[block * Self.block..<end] {
      var rest = kind
      while rest != 0 {
        counts[rest.trailingZeroBitCount] += 1
        rest &= rest - 1
      }
    }
    return counts
  }

  /// What stands in a tile: a point by itself, or a cluster of those of one square.
  enum Mark {
    case point(Int)
    /// Of points near each other: all of them, of each class, and about where their middle is.
    case cluster(count: Int, classes: [UInt32], middle: WorldPoint)
  }

  /// The marks of a tile. Up to `single` zoom a square of an eighth of its side shows one mark.
  func forEachMark(in tile: TileAddress, single: Int, limit: Int, _ body: (Mark) -> Void) {
    let inside = points(in: tile.codes)
    guard !inside.isEmpty else { return }
    if tile.z >= single, inside.count <= limit {
      inside.forEach { body(.point($0)) }
      return
    }
    // Finer while that does not yet show more than the eye can take in.
    let squares = 64
    let size = tile.z > 29 ? 0 : UInt64(64 - 2 * tile.z - 6)
    var start = inside.lowerBound
    let first = tile.codes.lowerBound
    for square in 0..<UInt64(squares) where start < inside.upperBound {
      let from = first + square << size
      let within = points(in: from...from + ((1 << size) - 1), among: start..<inside.upperBound)
      start = within.upperBound
      guard !within.isEmpty else { continue }
      if within.count == 1 {
        body(.point(within.lowerBound))
      } else {
        body(.cluster(count: within.count, classes: counts(of: within), middle: middle(of: within)))
      }
    }
  }

  /// Of some of the points, evenly taken.
  private func middle(of points: Range<Int>) -> WorldPoint {
    let step = max(1, points.count / 16)
    var (x, y, count): (UInt64, UInt64, UInt64) = (0, 0, 0)
    for index in stride(from: points.lowerBound, to: points.upperBound, by: step) {
      let point = WorldPoint(code: codes[index])
      x += UInt64(point.x)
      y += UInt64(point.y)
      count += 1
    }
    return WorldPoint(x: UInt32(x / count), y: UInt32(y / count))
  }
}
