// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// A point of the world in the square of web Mercator (EPSG:3857), 2³² steps along each side: x to the east from 180° W, y to the
/// south from about 85.05° N. A step is a centimetre at the equator.
struct WorldPoint: Hashable, Sendable {
  var x: UInt32
  var y: UInt32

  init(x: UInt32, y: UInt32) {
    self.x = x
    self.y = y
  }

  /// Positions beyond 85.05° lie on the edge.
  init(_ position: Position) {
    let sine = sin(position.latitude * .pi / 180)
    let y = 0.5 - log((1 + sine) / (1 - sine)) / (4 * .pi)
    self.init(x: Self.step((position.longitude + 180) / 360), y: Self.step(y))
  }

  private static func step(_ share: Double) -> UInt32 {
    guard share > 0 else { return 0 }
    return share >= 1 ? .max : UInt32(share * 4_294_967_296)
  }

  /// The bits of both interleaved, y first: the order of tiles, so that what is in a tile is one range of codes.
  var code: UInt64 { Self.spread(x) | Self.spread(y) << 1 }

  init(code: UInt64) { self.init(x: Self.gathered(code), y: Self.gathered(code >> 1)) }

  private static func spread(_ value: UInt32) -> UInt64 {
    var bits = UInt64(value)
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333
    return (bits | bits << 1) & 0x5555_5555_5555_5555
  }

  private static func gathered(_ code: UInt64) -> UInt32 {
    var bits = code & 0x5555_5555_5555_5555
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333
    bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: bits | bits >> 16)
  }
}

/// Which tile: at zoom z the world is cut into 2ᶻ × 2ᶻ of them.
struct TileAddress: Hashable, Sendable {
  static let zooms = 0...22

  let z: Int
  let x: Int
  let y: Int

  /// `nil` where there is no such tile.
  init?(z: Int, x: Int, y: Int) {
    guard Self.zooms.contains(z), (0..<(1 << z)).contains(x), (0..<(1 << z)).contains(y) else { return nil }
    self.z = z
    self.x = x
    self.y = y
  }

  /// The codes of the points in it.
  var codes: ClosedRange<UInt64> {
    let first = WorldPoint(x: UInt32(truncatingIfNeeded: x << (32 - z)), y: UInt32(truncatingIfNeeded: y << (32 - z)))
      .code
    return z == 0 ? 0...UInt64.max : first...first + ((1 << UInt64(64 - 2 * z)) - 1)
  }

  /// Where a point of the world lies in the tile's grid; outside it for one that is not in the tile.
  func point(_ world: WorldPoint) -> TilePoint {
    let side = Int64(1) << Int64(32 - z)
    let across = Int64(world.x) - Int64(x) * side
    let down = Int64(world.y) - Int64(y) * side
    func grid(_ steps: Int64) -> Int32 {
      let units = (Double(steps) * Double(VectorTile.extent) / Double(side)).rounded(.down)
      return Int32(max(-1_000_000, min(1_000_000, units)))
    }
    return TilePoint(grid(across), grid(down))
  }

  /// Its corners, in steps of the world, with a margin in units of its grid: west, north, east, south.
  func edges(margin: Int64) -> (west: Int64, north: Int64, east: Int64, south: Int64) {
    let side = Int64(1) << Int64(32 - z)
    let more = side * margin / Int64(VectorTile.extent)
    return (Int64(x) * side - more, Int64(y) * side - more, Int64(x + 1) * side + more, Int64(y + 1) * side + more)
  }
}
