// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Spatial
import TestSupport
import Testing
import Vocabulary

/// Every matter and reading that has a position asks in which cell, community, street and district it lies: at most 20 µs, in a
/// city of 10,000 cells. The test measures the thread's own time.
@Suite struct AreaSpeedTests {
  private static let boundNanoseconds: Int64 = 20_000

  private static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// A square of that many steps of a thousandth of a degree, some 100 m.
  private static func square(_ column: Int, _ row: Int, side: Int) -> Geometry {
    let (west, south) = (120 + Double(column) / 1000, 30 + Double(row) / 1000)
    let (east, north) = (120 + Double(column + side) / 1000, 30 + Double(row + side) / 1000)
    return AreaIndexTests.rectangle(west, south, east, north)
  }

  /// 4 districts of 50 × 50 cells, 16 streets of 25 × 25, 400 communities of 5 × 5, 10,000 cells.
  private static func city() -> AreaIndex {
    var areas: [Area] = []
    let sides: [(level: Area.Level, side: Int)] = [(.district, 50), (.street, 25), (.community, 5), (.cell, 1)]
    func code(_ level: Area.Level, _ column: Int, _ row: Int, _ side: Int) -> String {
      "\(level.rawValue)-\(column / side)-\(row / side)"
    }
    for (index, (level, side)) in sides.enumerated() {
      for column in stride(from: 0, to: 100, by: side) {
        for row in stride(from: 0, to: 100, by: side) {
          let wider = index > 0 ? sides[index - 1] : nil
          areas.append(
            AreaIndexTests.area(
              code(level, column, row, side), level,
              in: wider.map { code($0.level, column, row, $0.side) }, square(column, row, side: side)))
        }
      }
    }
    return AreaIndex(areas)
  }

  @Test func aPositionIsFoundInMicroseconds() throws {
    let index = Self.city()
    #expect(index.areas.count == 4 + 16 + 400 + 10_000)
    var random = SeededGenerator(seed: 11)
    let positions = (0..<20_000).map { _ in
      Position(Double.random(in: 120..<120.1, using: &random), Double.random(in: 30..<30.1, using: &random))
    }
    func run() -> Int64 {
      let begin = Self.nanoseconds()
      var found = 0
      for position in positions { found += index.locate(position).codes.count }
      #expect(found == 4 * positions.count)
      return (Self.nanoseconds() - begin) / Int64(positions.count)
    }
    _ = run()
    let each = min(run(), run())
    print("point to cell, community, street, district: \(each) ns")
    #expect(each < Self.boundNanoseconds)
  }
}
