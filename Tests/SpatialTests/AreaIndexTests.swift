// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import TestSupport
import Testing
import Vocabulary

@Suite struct AreaIndexTests {
  static func area(_ code: String, _ level: Area.Level, in parent: String?, _ geometry: Geometry) -> Area {
    Area(code: code, level: level, name: LocalizedText(["en": code]), parent: parent, geometry: geometry)
  }

  static func rectangle(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> Geometry {
    .polygon([
      [
        Position(west, south), Position(east, south), Position(east, north), Position(west, north),
        Position(west, south),
      ]
    ])
  }

  /// One district of two streets; the western one has a community with two cells that leave its north free.
  static let city = [
    area("D", .district, in: nil, rectangle(0, 0, 4, 4)),
    area("D1", .street, in: "D", rectangle(0, 0, 2, 4)),
    area("D2", .street, in: "D", rectangle(2, 0, 4, 4)),
    area("D1A", .community, in: "D1", rectangle(0, 0, 2, 3)),
    area("D1A01", .cell, in: "D1A", rectangle(0, 0, 1, 2)),
    area("D1A02", .cell, in: "D1A", rectangle(1, 0, 2, 2)),
  ]

  @Test(
    arguments: [
      (Position(0.5, 0.5), 0), (Position(4, 4), 0), (Position(3, -0.01), 1106), (Position(4.01, 2), 1112),
      (Position(120, 2), 12_900_000),
    ] as [(Position, Double)])
  func tellsHowFarAwayAPositionIs(position: Position, metres: Double) throws {
    let distance = try #require(AreaIndex(Self.city).distance(to: position))
    #expect(abs(distance - metres) <= metres * 0.01, "\(distance)")
    let listed = Area(code: "D", level: .district, name: LocalizedText(["en": "D"]), parent: nil, geometry: nil)
    #expect(AreaIndex([listed]).distance(to: position) == nil)
  }

  @Test(arguments: [
    (Position(0.5, 0.5), ["D", "D1", "D1A", "D1A01"]),
    (Position(1.5, 0.5), ["D", "D1", "D1A", "D1A02"]),
    (Position(1.5, 2.5), ["D", "D1", "D1A"]),
    (Position(1.5, 3.5), ["D", "D1"]),
    (Position(3, 3), ["D", "D2"]),
    (Position(5, 5), []),
    // Edges: between two cells the eastern one; on the outer edge the one that there is.
    (Position(1, 1), ["D", "D1", "D1A", "D1A02"]),
    (Position(0, 0), ["D", "D1", "D1A", "D1A01"]),
    (Position(0.5, 2), ["D", "D1", "D1A", "D1A01"]),
    (Position(4, 4), ["D", "D2"]),
    (Position(4.000001, 4), []),
  ])
  func locates(_ position: Position, _ codes: [String]) {
    #expect(AreaIndex(Self.city).locate(position).codes == codes)
  }

  /// The community and its cells went to the eastern street; one cell was given up, a street has its name alone.
  @Test(
    arguments: [
      (["D", "D1", "D1A", "D1A01"], Position(0.5, 0.5), ["D", "D2", "D1A", "D1A01"]),
      // The cell that it lay in is no more: its position, or else its community, says where it lies.
      (["D", "D1", "D1A", "D1A02"], Position(1.5, 0.5), ["D", "D2", "D1A"]),
      (["D", "D1", "D1A", "D1A02"], nil, ["D", "D2", "D1A"]),
      (["D", "D1", "D1A"], nil, ["D", "D2", "D1A"]),
      (["D", "D1"], nil, ["D", "D1"]),
      // Given by name, wherever the map shows it.
      (["D", "D3"], Position(0.5, 0.5), ["D", "D3"]),
      // Nothing is left of it, or the map does not reach there.
      (["X", "X1"], nil, ["X", "X1"]),
      (["X", "X1"], Position(3, 3), ["D", "D2"]),
      (["D", "D1"], Position(9, 9), ["D", "D1"]),
      ([], nil, []),
    ] as [([String], Position?, [String])])
  func follows(_ old: [String], _ position: Position?, _ new: [String]) {
    var city = Self.city.filter { $0.code != "D1A02" }
    for index in city.indices where city[index].code == "D1A" { city[index].parent = "D2" }
    city.append(Area(code: "D3", level: .street, name: LocalizedText([:]), parent: "D", geometry: nil))
    func path(_ codes: [String]) -> AreaPath {
      var path = AreaPath()
      for (level, code) in zip(Area.Level.allCases, codes) { path[level] = code }
      return path
    }
    #expect(AreaIndex(city).path(following: path(old), position: position) == path(new))
  }

  @Test func knowsTheTree() {
    let index = AreaIndex(Self.city.shuffled())
    #expect(index.isInside("D1A01", of: "D"))
    #expect(index.isInside("D1A01", of: "D1A01"))
    #expect(!index.isInside("D1A01", of: "D2"))
    #expect(!index.isInside("D", of: "D1A01"))
    #expect(!index.isInside("X", of: "D"))
    #expect(!index.isInside("D", of: "X"))
    #expect(index.children(of: "D").map(\.code) == ["D1", "D2"])
    #expect(index.children(of: nil).map(\.code) == ["D"])
    #expect(index.children(of: "D2").isEmpty)
    #expect(index.area("D1A")?.level == .community)
    #expect(index.path(of: "D1A").codes == ["D", "D1", "D1A"])
    #expect(index.problems() == [])
  }

  @Test func findsWiderAreasOnTheMapWhereParentsAreMissing() {
    let index = AreaIndex([
      Self.area("D", .district, in: nil, Self.rectangle(0, 0, 4, 4)),
      Self.area("C", .cell, in: nil, Self.rectangle(1, 1, 2, 2)),
    ])
    #expect(index.locate(Position(1.5, 1.5)) == AreaPath(district: "D", cell: "C"))
  }

  @Test func holdsNothingWithoutAreas() {
    let index = AreaIndex([])
    #expect(index.locate(Position(0, 0)).isEmpty)
    #expect(index.problems().isEmpty)
  }

  @Test func respectsHolesAndSeveralPolygons() {
    let ring = Geometry.polygon(
      Self.rectangle(0, 0, 9, 9).polygons[0] + Self.rectangle(3, 3, 6, 6).polygons[0])
    let parts = Geometry.multiPolygon(Self.rectangle(4, 4, 5, 5).polygons + Self.rectangle(10, 0, 11, 1).polygons)
    let index = AreaIndex([Self.area("A", .street, in: nil, ring), Self.area("B", .street, in: nil, parts)])
    #expect(index.locate(Position(1, 5)).street == "A")
    #expect(index.locate(Position(3.5, 3.5)).street == nil)
    #expect(index.locate(Position(4.5, 4.5)).street == "B")
    #expect(index.locate(Position(10.5, 0.5)).street == "B")
  }

  /// A net of crooked cells with common corners: every position in it, on edges and corners too, is in exactly one cell by
  /// the even-odd rule, whichever order the areas come in.
  @Test func putsEveryPositionInOneCell() {
    var random = SeededGenerator(seed: 3)
    let size = 12
    var corners: [[Position]] = []
    for row in 0...size {
      corners.append(
        (0...size).map { column in
          let inner = column > 0 && column < size && row > 0 && row < size
          let shift = inner ? Double.random(in: -0.3...0.3, using: &random) : 0
          return Position(121 + (Double(column) + shift) / 1000, 31 + (Double(row) - shift / 2) / 1000)
        })
    }
    var areas: [Area] = []
    for row in 0..<size {
      for column in 0..<size {
        let ring = [
          corners[row][column], corners[row][column + 1], corners[row + 1][column + 1], corners[row + 1][column],
        ]
        // Half of them turn the other way and start elsewhere.
        let turned = (row + column).isMultiple(of: 2) ? ring : [ring[2], ring[1], ring[0], ring[3]]
        areas.append(Self.area("\(row)-\(column)", .cell, in: nil, .polygon([turned + [turned[0]]])))
      }
    }
    let index = AreaIndex(areas)
    let shuffled = AreaIndex(areas.shuffled(using: &random))
    let alone = areas.map { AreaIndex([$0]) }
    var places = corners.joined().map { $0 }
    for _ in 0..<3000 {
      let row = Int.random(in: 0..<size, using: &random)
      let column = Int.random(in: 0..<size, using: &random)
      let (from, to) = (corners[row][column], corners[row + 1][column])
      let share = Double.random(in: 0...1, using: &random)
      // On an edge as nearly as doubles can say.
      places.append(
        Position(
          from.longitude + share * (to.longitude - from.longitude),
          from.latitude + share * (to.latitude - from.latitude)))
      places.append(
        Position(
          121 + Double.random(in: 0...0.012, using: &random), 31 + Double.random(in: 0...0.012, using: &random)))
    }
    for place in places {
      let cell = index.locate(place).cell
      #expect(cell != nil && cell == shuffled.locate(place).cell)
      let holders = alone.filter { !$0.locate(place).isEmpty }.map { $0.areas[0].code }
      #expect(holders.contains(cell ?? ""))
    }
  }

  /// Thousands of corners: strips and the tree must say what GEOS says.
  @Test func agreesWithGEOSOnLongBoundaries() throws {
    var random = SeededGenerator(seed: 11)
    var areas: [Area] = []
    for number in 0..<6 {
      let center = Position(Double(number % 3) * 2, Double(number / 3) * 2)
      let corners = (0..<3000).map { step in
        let angle = Double(step) / 3000 * 2 * .pi
        let radius = 1 + Double.random(in: -0.2...0.2, using: &random)
        return Position(center.longitude + radius * cosine(angle), center.latitude + radius * cosine(angle - .pi / 2))
      }
      areas.append(Self.area("A\(number)", .street, in: nil, .polygon([corners + [corners[0]]])))
    }
    let index = AreaIndex(areas)
    let prepared = try areas.map { try PreparedGeometry(#require($0.geometry)) }
    for _ in 0..<4000 {
      let place = Position(Double.random(in: -2...6, using: &random), Double.random(in: -2...4, using: &random))
      let expected = try zip(areas, prepared).first { try $1.covers(.point(place)) }?.0.code
      #expect(index.locate(place).street == expected)
    }
  }

  private func cosine(_ angle: Double) -> Double {
    // The series is exact enough for a test shape and needs no Foundation.
    var term = 1.0
    var sum = 1.0
    for step in 1..<20 {
      term *= -angle * angle / Double((2 * step - 1) * (2 * step))
      sum += term
    }
    return sum
  }
}
