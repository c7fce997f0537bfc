// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import TestSupport
import Testing
import Vocabulary

@Suite struct ZOrderTests {
  @Test func interleavesLongitudeFirst() {
    #expect(ZOrder.code(Position(-180, -90)) == 0)
    #expect(ZOrder.code(Position(180, 90)) == 1 << 62 - 1)
    // The eastern half has the highest bit, the northern half the next.
    #expect(ZOrder.code(Position(0, -90)) == 1 << 61)
    #expect(ZOrder.code(Position(-180, 0)) == 1 << 60)
    #expect(ZOrder.code(Position(0, 0)) == 3 << 60)
    // One step of 360°/2³¹ to the east.
    #expect(ZOrder.code(Position(-180 + 360 / 2_147_483_648.0, -90)) == 2)
  }

  @Test func coversTheWorldWithOneRange() {
    let world = BoundingBox(west: -180, south: -90, east: 180, north: 90)
    #expect(ZOrder.ranges(covering: world) == [0...(1 << 62 - 1)])
  }

  @Test func neverMissesAPosition() {
    var random = SeededGenerator(seed: 7)
    for round in 0..<400 {
      let limit = [1, 2, 8, 16, 40][round % 5]
      let size = [1e-7, 0.001, 0.05, 3, 90][round / 5 % 5]
      let west = Double.random(in: -180...180, using: &random)
      let south = Double.random(in: -90...90, using: &random)
      let box = BoundingBox(west: west, south: south, east: min(180, west + size), north: min(90, south + size / 2))
      let ranges = ZOrder.ranges(covering: box, atMost: limit)
      #expect((1...limit).contains(ranges.count))
      for (left, right) in zip(ranges, ranges.dropFirst()) { #expect(left.upperBound + 1 < right.lowerBound) }
      var places = [
        Position(box.west, box.south), Position(box.east, box.north), Position(box.west, box.north),
        Position(box.east, box.south), box.center,
      ]
      for _ in 0..<40 {
        places.append(
          Position(
            Double.random(in: box.west...box.east, using: &random),
            Double.random(in: box.south...box.north, using: &random)))
      }
      for place in places {
        let code = ZOrder.code(place)
        #expect(ranges.contains { $0.contains(code) }, "\(place) in \(box)")
      }
    }
  }

  /// More ranges fit more closely, so that an index reads few rows that are not wanted.
  @Test func coversClosely() {
    let box = BoundingBox(west: 121.4, south: 31.1, east: 121.6, north: 31.3)
    func size(_ limit: Int) -> Int64 {
      ZOrder.ranges(covering: box, atMost: limit).reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 }
    }
    let steps = 4_611_686_018_427_387_904.0
    let wanted = Int64(0.2 / 360 * 0.2 / 180 * steps)
    #expect(size(16) < 2 * wanted)
    #expect(size(16) <= size(4) && size(4) <= size(1))
  }
}
