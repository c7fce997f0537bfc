// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Vocabulary

/// Pictures to be shown as evidence. They are drawn, and look so: nobody takes them for photographs of a real place.
struct DemoPictures: Sendable {
  private(set) var before: [StoredFile] = []
  private(set) var after: [StoredFile] = []

  /// Draws them and keeps them as evidence; drawing them again gives the same files. Waits for the disk.
  init(seed: UInt64, keptIn store: EvidenceStore) throws(Problem) {
    for number in 0..<8 {
      var random = RandomStream(seed: seed &+ UInt64(number), "picture")
      let scene = Drawing(random: &random)
      before.append(try store.keep(scene.png(withTrouble: true), declaredType: "image/png"))
      after.append(try store.keep(scene.png(withTrouble: false), declaredType: "image/png"))
    }
  }
}

/// A street with houses, before and after somebody cleared it.
private struct Drawing {
  private static let width = 320
  private static let height = 200
  private let houses: [(left: Int, width: Int, top: Int, colour: UInt8)]
  private let heap: [(x: Int, y: Int, size: Int, colour: UInt8)]

  init(random: inout RandomStream) {
    var houses: [(Int, Int, Int, UInt8)] = []
    var left = 0
    while left < Self.width {
      let width = 34 + random.integer(below: 40)
      houses.append((left, width - 3, 26 + random.integer(below: 60), UInt8(3 + random.integer(below: 4))))
      left += width
    }
    self.houses = houses
    let middle = 80 + random.integer(below: 160)
    heap = (0..<26).map { _ in
      (
        middle + random.integer(below: 70) - 35, 158 + random.integer(below: 22), 5 + random.integer(below: 11),
        UInt8(7 + random.integer(below: 4))
      )
    }
  }

  /// Red, green, blue of: sky, road, kerb, four walls, four kinds of rubbish, window.
  private static let palette: [UInt8] = [
    196, 220, 240, 92, 94, 98, 170, 168, 160, 214, 190, 160, 188, 166, 150, 158, 172, 186, 206, 200, 186, 120, 84, 52,
    64, 110, 74, 200, 170, 60, 60, 66, 90, 246, 238, 200,
  ]

  func png(withTrouble: Bool) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: Self.width * Self.height)
    func fill(_ xs: Range<Int>, _ ys: Range<Int>, _ colour: UInt8) {
      for y in ys.clamped(to: 0..<Self.height) {
        for x in xs.clamped(to: 0..<Self.width) { pixels[y * Self.width + x] = colour }
      }
    }
    fill(0..<Self.width, 140..<150, 2)
    fill(0..<Self.width, 150..<Self.height, 1)
    for house in houses {
      fill(house.left..<house.left + house.width, house.top..<140, house.colour)
      for y in stride(from: house.top + 8, to: 128, by: 20) {
        for x in stride(from: house.left + 6, to: house.left + house.width - 8, by: 14) {
          fill(x..<x + 7, y..<y + 10, 11)
        }
      }
    }
    if withTrouble {
      for piece in heap { fill(piece.x..<piece.x + piece.size, piece.y - piece.size / 2..<piece.y, piece.colour) }
    }
    return PNG.indexed(width: Self.width, height: Self.height, palette: Self.palette, pixels: pixels)
  }
}
