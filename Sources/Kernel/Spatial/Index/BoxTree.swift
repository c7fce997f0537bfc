// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A tree over boxes that never change, packed by Sort-Tile-Recursive (Leutenegger, López, Edgington 1997).
///
/// All levels lie one after another in one array: a search touches a few cache lines and allocates nothing.
struct BoxTree: Sendable {
  /// West, south, −east, −north of each box: two boxes meet when one comparison of all four holds.
  private var boxes: ContiguousArray<SIMD4<Double>> = []
  /// Where each level starts in `boxes`; the leaves first, the root last.
  private var levels: [Int] = []
  /// The caller's number of each leaf.
  private var items: ContiguousArray<Int32> = []

  private static let fanout = 16

  init(_ list: [BoundingBox]) {
    guard !list.isEmpty else { return }
    items = Self.tiled(list)
    boxes.reserveCapacity(list.count + list.count / (Self.fanout - 1) + 8)
    for item in items {
      let box = list[Int(item)]
      boxes.append(SIMD4(box.west, box.south, -box.east, -box.north))
    }
    levels = [0]
    var start = 0
    while boxes.count - start > 1 {
      let end = boxes.count
      levels.append(end)
      for first in stride(from: start, to: end, by: Self.fanout) {
        var hull = boxes[first]
        for child in first..<min(first + Self.fanout, end) { hull = pointwiseMin(hull, boxes[child]) }
        boxes.append(hull)
      }
      start = end
    }
  }

  /// Hands over the number of every box that meets `box`; edges count.
  ///
  /// Walks the tree without a stack: a box's first child and the box after it are known from its number.
  @inline(__always)
  func forEach(meeting box: BoundingBox, _ body: (Int) -> Void) {
    guard let top = levels.indices.last else { return }
    let query = SIMD4(box.east, box.north, -box.west, -box.south)
    var level = top
    var index = 0
    while true {
      if all(boxes[levels[level] + index] .<= query) {
        if level > 0 {
          level -= 1
          index *= Self.fanout
          continue
        }
        body(Int(items[index]))
      }
      index += 1
      while level < top, index % Self.fanout == 0 || levels[level] + index == levels[level + 1] {
        level += 1
        index = (index + Self.fanout - 1) / Self.fanout
      }
      if level == top { return }
    }
  }

  /// The boxes' numbers in an order in which neighbours lie together: in columns from west to east, each from south to north.
  private static func tiled(_ list: [BoundingBox]) -> ContiguousArray<Int32> {
    let byLongitude = ContiguousArray(0..<Int32(list.count)).sorted {
      (list[Int($0)].center.longitude, $0) < (list[Int($1)].center.longitude, $1)
    }
    let leaves = (Double(list.count) / Double(fanout)).rounded(.up)
    let column = Int((leaves.squareRoot().rounded(.up)) * Double(fanout))
    var order = ContiguousArray<Int32>()
    order.reserveCapacity(list.count)
    for first in stride(from: 0, to: list.count, by: column) {
      order += byLongitude[first..<min(first + column, list.count)].sorted {
        (list[Int($0)].center.latitude, $0) < (list[Int($1)].center.latitude, $1)
      }
    }
    return order
  }
}
