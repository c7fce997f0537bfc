// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@testable import Tiles

/// Where things lie, and how many there are.
@Suite struct GridTests {
  @Test func knowsTheTilesOfPlaces() throws {
    // The numbers follow from the formulas of EPSG:3857: Null Island lies in the middle of the world.
    let middle = WorldPoint(Position(0, 0))
    #expect(middle.x == 1 << 31 && middle.y == 1 << 31)
    // At zoom 1, north-east of it lies tile 1/1/0.
    let north = try #require(TileAddress(z: 1, x: 1, y: 0))
    #expect(north.codes.contains(WorldPoint(Position(10, 10)).code))
    #expect(!north.codes.contains(WorldPoint(Position(10, -10)).code))
    #expect(north.point(WorldPoint(Position(0, 0.000001))).x == 0)
    #expect(WorldPoint(Position(180, 90)).x == .max && WorldPoint(Position(-180, -90)).y == .max)
    #expect(TileAddress(z: 3, x: 8, y: 0) == nil && TileAddress(z: 23, x: 0, y: 0) == nil)
    let all = try #require(TileAddress(z: 0, x: 0, y: 0))
    #expect(all.codes == 0...UInt64.max)
  }

  @Test func aTileIsOneRangeOfCodes() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let point = WorldPoint(
        x: .random(in: 0...UInt32.max, using: &random), y: .random(in: 0...UInt32.max, using: &random))
      #expect(WorldPoint(code: point.code) == point)
      let z = Int.random(in: 0...22, using: &random)
      let tile = TileAddress(z: z, x: Int(UInt64(point.x) >> UInt64(32 - z)), y: Int(UInt64(point.y) >> UInt64(32 - z)))
      #expect(tile?.codes.contains(point.code) == true)
      let inside = tile.map { $0.point(point) }
      #expect(inside.map { (0..<4096).contains($0.x) && (0..<4096).contains($0.y) } == true)
    }
  }

  @Test func countsAsOneByOne() throws {
    var random = SeededGenerator(seed: 11)
    let points = (0..<3000).map { _ in
      (
        WorldPoint(Position(.random(in: 120...121, using: &random), .random(in: 30...31, using: &random))).code,
        UInt8.random(in: 0..<64, using: &random)
      )
    }.sorted { $0.0 < $1.0 }
    let list = PlaceList(
      codes: points.map(\.0), items: Array(0..<UInt32(points.count)), kinds: points.map(\.1))
    for _ in 0..<300 {
      let (a, b) = (Int.random(in: 0...3000, using: &random), Int.random(in: 0...3000, using: &random))
      let range = min(a, b)..<max(a, b)
      let counted = (0..<6).map { bit in UInt32(points[range].count { $0.1 & 1 << UInt8(bit) != 0 }) }
      #expect(list.counts(of: range) == counted)
    }
    for z in 0...20 {
      let place = WorldPoint(code: points[1500].0)
      let tile = try #require(
        TileAddress(z: z, x: Int(UInt64(place.x) >> UInt64(32 - z)), y: Int(UInt64(place.y) >> UInt64(32 - z))))
      var total = 0
      var marks = 0
      list.forEachMark(in: tile, single: 17, limit: 2000) { mark in
        marks += 1
        switch mark {
        case .point: total += 1
        case .cluster(let count, let classes, let middle):
          #expect(count > 1 && classes.allSatisfy { $0 <= count } && tile.codes.contains(middle.code))
          total += count
        }
      }
      #expect(total == points.count { tile.codes.contains($0.0) }, "zoom \(z)")
      #expect(z >= 17 || marks <= 64)
    }
    PlaceList(codes: [], items: [], kinds: []).forEachMark(
      in: try #require(TileAddress(z: 0, x: 0, y: 0)), single: 17, limit: 10
    ) { _ in Issue.record("there is nothing") }
  }

  @Test func cutsAtTheEdge() {
    let line = Clipping.line([TilePoint(-1000, 100), TilePoint(6000, 100), TilePoint(6000, 200), TilePoint(-1000, 200)])
    #expect(line == [[TilePoint(-80, 100), TilePoint(4176, 100)], [TilePoint(4176, 200), TilePoint(-80, 200)]])
    #expect(Clipping.line([TilePoint(-500, 0), TilePoint(-400, 50)]).isEmpty)
    let ring = Clipping.ring(
      [TilePoint(-9000, -9000), TilePoint(9000, -9000), TilePoint(9000, 9000), TilePoint(-9000, 9000)])
    #expect(Set(ring) == [TilePoint(-80, -80), TilePoint(4176, -80), TilePoint(4176, 4176), TilePoint(-80, 4176)])
    #expect(Clipping.ring([TilePoint(5000, 0), TilePoint(6000, 0), TilePoint(5000, 10)]).isEmpty)
    #expect(
      Clipping.simplified([TilePoint(0, 0), TilePoint(100, 3), TilePoint(200, 0), TilePoint(200, 100)]) == [
        TilePoint(0, 0), TilePoint(200, 0), TilePoint(200, 100),
      ])
  }
}
