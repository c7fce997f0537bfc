// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A road of the city.
struct Road: Sendable {
  enum Class: String, Sendable { case expressway, main, secondary, lane }

  var name: Word
  var kind: Class
  var line: [Point]
}

/// A bridge over the river.
struct Bridge: Sendable {
  var name: Word
  var line: [Point]
  var spans: Int
  var openedIn: Int
}

/// The street network: a ring road, roads along the borders of communities, roads along both banks, lanes inside.
struct RoadNetwork: Sendable {
  private(set) var roads: [Road] = []
  private(set) var bridges: [Bridge] = []
  private var names: [Word]

  /// From the middle of the river to the road along its bank.
  private let bank: Double

  init(size: DemoSize, grid: CityGrid, division: Division, random: inout RandomStream) {
    names = WordList.roads
    for index in names.indices.dropLast() { names.swapAt(index, index + random.integer(below: names.count - index)) }
    bank = grid.river.halfWidth + 35
    ring(grid, &random)
    for (side, name) in [(-1.0, Word("Binjiang West", "滨江西")), (1.0, Word("Binjiang East", "滨江东"))] {
      add(name, .main, grid.river.parallel(at: side * bank))
    }
    var others = PlaceNames(random: &random)
    for row in 0...grid.rows { crossing(row, grid, &others, &random) }
    for column in 0...grid.columns where column != grid.riverColumn {
      let isMain = column % size.communities.columns == 0
      let name = nextName(&others)
      add(
        isMain ? name.followed(by: Word("South", "南")) : name, isMain ? .main : .secondary,
        grid.northward(column: column, from: 0, to: grid.rows))
    }
    for community in division.communities { lanes(community, grid) }
  }

  private mutating func nextName(_ others: inout PlaceNames) -> Word { names.popLast() ?? others.next() }

  private mutating func add(_ name: Word, _ kind: Road.Class, _ line: [Point]) {
    let ending =
      switch kind {
      case .expressway: Word("Expressway", "快速路")
      case .main: Word("Avenue", "大道")
      case .secondary: Word("Road", "路")
      case .lane: Word("Lane", "巷")
      }
    roads.append(Road(name: name.followed(by: ending), kind: kind, line: line))
  }

  private mutating func ring(_ grid: CityGrid, _ random: inout RandomStream) {
    let width = Double(grid.columns) / 2 * CityGrid.side * 0.72
    let height = Double(grid.rows) / 2 * CityGrid.side * 0.7
    // A multiple of four, so that a point lies in the middle of the river; about a hundred metres apart.
    let steps = 4 * max(24, Int((width + height) * 3.2 / 400))
    let points = (0..<steps).map { step -> Point in
      let angle = 2 * Double.pi * Double(step) / Double(steps)
      let (x, y) = (Foundation.cos(angle), Foundation.sin(angle) * height)
      // Somewhat squarer than an ellipse, and bent with the river where it crosses.
      return Point(x: width * x * (1.12 - 0.12 * x * x) + grid.river.middle(at: y) * (1 - abs(x)), y: y)
    }
    add(Word("Ring", "环城"), .expressway, points + points.prefix(1))
    // It crosses the river in the north and in the south.
    for (index, name) in [(steps / 4, Word("North Ring", "北环")), (3 * steps / 4, Word("South Ring", "南环"))] {
      let along = (points[index - 1] - points[index + 1]).direction * bank
      bridges.append(bridge(name, [points[index] - along, points[index] + along], &random))
    }
  }

  /// A road from west to east; every other one has a bridge.
  private mutating func crossing(
    _ row: Int, _ grid: CityGrid, _ others: inout PlaceNames, _ random: inout RandomStream
  ) {
    let name = nextName(&others)
    let west = upToBank(grid.eastward(row: row, from: 0, to: grid.riverColumn))
    let east = upToBank(grid.eastward(row: row, from: grid.riverColumn, to: grid.columns).reversed()).reversed()
    guard row % 2 == 1, row < grid.rows else {
      add(name.followed(by: Word("West", "西")), .secondary, west)
      add(name.followed(by: Word("East", "东")), .secondary, Array(east))
      return
    }
    add(name, .main, west + east)
    if let start = west.last, let end = east.first { bridges.append(bridge(name, [start, end], &random)) }
  }

  /// A line that ends in the middle of the river, cut off at the bank.
  private func upToBank(_ line: [Point]) -> [Point] {
    guard let end = line.last else { return line }
    var kept = line.dropLast()
    while kept.count > 1, let last = kept.last, (last - end).length <= bank { kept.removeLast() }
    guard let last = kept.last else { return line }
    let length = (end - last).length
    return Array(kept) + [.between(last, end, max(0, length - bank) / length)]
  }

  private func bridge(_ name: Word, _ line: [Point], _ random: inout RandomStream) -> Bridge {
    Bridge(
      name: name.followed(by: Word("Bridge", "大桥")), line: line, spans: 5 + 2 * random.integer(below: 4),
      openedIn: 1978 + random.integer(below: 44))
  }

  private mutating func lanes(_ community: DemoArea, _ grid: CityGrid) {
    let (column, row) = (community.meshes.columns.lowerBound, community.meshes.rows.lowerBound)
    func line(_ from: (Double, Double), _ to: (Double, Double)) -> [Point] {
      (0...6).map { step in
        let share = Double(step) / 6
        return grid.point(
          column: column, row: row, from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
      }.filter { !grid.river.isNear($0, margin: 35) }
    }
    let plain = BuiltUp.plain(community)
    for (name, points) in [
      (plain, line((0, 0.5), (1, 0.5))), (plain.followed(by: Word("Cross", "横")), line((0.5, 0), (0.5, 1))),
    ] where points.count > 1 { add(name, .lane, points) }
  }
}
