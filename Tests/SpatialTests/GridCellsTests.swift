// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import TestSupport
import Testing
import Vocabulary

@Suite struct GridCellsTests {
  private let origin = Position(121.47, 31.23)
  private var projection: LocalProjection { LocalProjection(origin: origin) }

  /// A community with corners in metres from the origin.
  private func community(_ corners: [(Double, Double)], code: String = "310101001001") -> Area {
    let ring = corners.map { projection.position(x: $0.0, y: $0.1) }
    return Area(
      code: code, level: .community, name: LocalizedText(["en": "Old Town", "zh-Hans": "老城社区"]),
      geometry: .polygon([ring + [ring[0]]]))
  }

  private func shape(_ area: Area) throws -> Geometry { try #require(area.geometry) }

  @Test func cutsSquaresInReadingOrder() throws {
    let cells = try GridCells(origin: origin).cells(of: community([(0, 0), (300, 0), (300, 200), (0, 200)]))
    #expect(cells.map(\.code) == (1...6).map { "31010100100100\($0)" })
    #expect(cells.allSatisfy { $0.level == .cell && $0.parent == "310101001001" })
    #expect(try cells.allSatisfy { abs(try shape($0).area - 10_000) < 5 })
    #expect(cells[0].name == LocalizedText(["en": "Old Town, cell 001", "zh-Hans": "老城社区001网格"]))
    // The first is in the north-west, the fourth below it.
    func corner(_ cell: Area) throws -> (Double, Double) {
      let box = try shape(cell).boundingBox
      let (x, y) = projection.project(Position(box.west, box.south))
      return (x.rounded(), y.rounded())
    }
    #expect(try corner(cells[0]) == (0, 100))
    #expect(try corner(cells[2]) == (200, 100))
    #expect(try corner(cells[3]) == (0, 0))
  }

  @Test func joinsSliversToTheNeighbourWithTheLongestBorder() throws {
    // 20 m more to the east and 10 m to the north than two squares: the strips are slivers.
    let cells = try GridCells(origin: origin).cells(of: community([(0, 0), (220, 0), (220, 110), (0, 110)]))
    #expect(cells.count == 2)
    let areas = try cells.map { try shape($0).area }
    #expect(abs(areas[0] - 11_000) < 5 && abs(areas[1] - 13_200) < 5)
    let kept = try GridCells(origin: origin, smallestShare: 0).cells(
      of: community([(0, 0), (220, 0), (220, 110), (0, 110)]))
    #expect(kept.count == 6)
    // Alone it stays, however small.
    #expect(try GridCells(origin: origin).cells(of: community([(0, 0), (20, 0), (20, 10), (0, 10)])).count == 1)
  }

  @Test func keepsPartsOfOneSquareApart() throws {
    // A U across the square's middle: its two legs meet only in the square below.
    let legs = [(0.0, 0.0), (90, 0), (90, 190), (60, 190), (60, 90), (30, 90), (30, 190), (0, 190)]
    let cells = try GridCells(origin: origin, smallestShare: 0.01).cells(of: community(legs))
    #expect(cells.count == 3)
  }

  @Test func coversCrookedCommunitiesWithoutOverlap() throws {
    var random = SeededGenerator(seed: 5)
    for round in 0..<6 {
      let corners = (0..<24).map { step in
        let turn = Double(step) / 24
        let radius = Double.random(in: 250...700, using: &random)
        return (350 + radius * Self.wave(turn), -120 + radius * Self.wave(turn + 0.75))
      }
      let community = community(corners)
      let cells = try GridCells(origin: origin).cells(of: community)
      #expect(try GridCells(origin: origin).cells(of: community) == cells)
      let sum = try cells.reduce(0) { $0 + (try shape($1).area) }
      #expect(abs(sum / (try shape(community).area) - 1) < 1e-4)
      #expect(AreaIndex([community] + cells).problems(tolerance: 1e-6) == [], "round \(round)")
      let slivers = try cells.filter { try shape($0).area < 2500 }
      // What is left under the limit has no neighbour at all.
      for sliver in slivers {
        let neighbours = try cells.filter { try $0 != sliver && shape($0).intersects(shape(sliver)) }
        #expect(neighbours.isEmpty, "round \(round): \(sliver.code)")
      }
    }
  }

  /// A triangle wave is round enough.
  private static func wave(_ turn: Double) -> Double {
    let part = (turn - turn.rounded(.down)) * 4
    return part < 2 ? part - 1 : 3 - part
  }

  @Test func fitsNeighbouringCommunities() throws {
    let grid = GridCells(origin: origin, smallestShare: 0)
    let west = try grid.cells(of: community([(0, 0), (150, 0), (150, 100), (0, 100)], code: "W"))
    let east = try grid.cells(of: community([(150, 0), (300, 0), (300, 100), (150, 100)], code: "E"))
    #expect(west.map(\.code) == ["W001", "W002"] && east.map(\.code) == ["E001", "E002"])
    #expect(abs(try shape(west[1]).area + shape(east[0]).area - 10_000) < 5)
    #expect(try shape(west[1]).touches(shape(east[0])))
  }

  @Test func refusesWhatItCannotNumber() throws {
    let large = community([(0, 0), (1000, 0), (1000, 1000), (0, 1000)])
    #expect(try GridCells(origin: origin).cells(of: large).count == 100)
    let problem = try #require(throws: Problem.self) {
      try GridCells(origin: origin, serialDigits: 2).cells(of: large)
    }
    #expect(problem.detail.hasPrefix("area 310101001001 needs 100 cells, more than 2 digits can number"))
    #expect(throws: Problem.self) { try GridCells(origin: origin, side: 0.1).cells(of: large) }
    #expect(throws: Problem.self) {
      try GridCells(origin: origin).cells(
        of: Area(code: "X", level: .community, name: LocalizedText([:]), geometry: .point(origin)))
    }
    #expect(throws: Problem.self) {
      try GridCells(origin: origin).cells(
        of: Area(code: "X", level: .community, name: LocalizedText([:]), geometry: nil))
    }
    #expect(throws: Problem.self) {
      try GridCells(origin: origin).cells(of: community([(0, 0), (300, 200), (300, 0), (0, 200)]))
    }
  }
}
