// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A part of the city: its meshes, code and name.
struct DemoArea: Sendable {
  var code: String
  var level: String
  var name: Word
  var parent: String?
  var meshes: Meshes
  /// Whether a community is cut into cells.
  var hasCells = false
}

/// Districts, streets and communities.
struct Division: Sendable {
  var districts: [DemoArea] = []
  var streets: [DemoArea] = []
  var communities: [DemoArea] = []

  /// No province of the codes of GB/T 2260 begins with 99.
  private static let prefix = "9901"

  init(size: DemoSize, grid: CityGrid, random: inout RandomStream) {
    var names = PlaceNames(random: &random)
    let (wide, high) = size.communities
    var firstColumn = 0
    for group in size.districts {
      let bounds = (0...group.bands).map { $0 * size.streetRows / group.bands }
      for (low, top) in zip(bounds, bounds.dropFirst()).reversed() {
        let number = districts.count + 1
        let name = WordList.districts[(number - 1) % WordList.districts.count]
        let code = Self.prefix + Self.padded(number, 2)
        let columns = firstColumn..<firstColumn + group.columns
        districts.append(
          DemoArea(
            code: code, level: "district", name: name.followed(by: Word("District", "区")), parent: nil,
            meshes: Meshes(
              columns: columns.lowerBound * wide..<columns.upperBound * wide, rows: low * high..<top * high)))
        addStreets(of: code, columns, low..<top, wide, high, &names)
      }
      firstColumn += group.columns
    }
    chooseDense(size: size, grid: grid)
  }

  private mutating func addStreets(
    of district: String, _ columns: Range<Int>, _ rows: Range<Int>, _ wide: Int, _ high: Int, _ names: inout PlaceNames
  ) {
    var number = 0
    for row in rows.reversed() {
      for column in columns {
        number += 1
        let code = district + Self.padded(number, 3)
        streets.append(
          DemoArea(
            code: code, level: "street", name: names.next().followed(by: Word("Street", "街道")), parent: district,
            meshes: Meshes(columns: column * wide..<(column + 1) * wide, rows: row * high..<(row + 1) * high)))
        for meshRow in 0..<high {
          for meshColumn in 0..<wide {
            let (x, y) = (column * wide + meshColumn, row * high + meshRow)
            communities.append(
              DemoArea(
                code: code + Self.padded(meshRow * wide + meshColumn + 1, 3), level: "community",
                name: names.next().followed(by: Word("Community", "社区")), parent: code,
                meshes: Meshes(columns: x..<x + 1, rows: y..<y + 1)))
          }
        }
      }
    }
  }

  /// Cells are for the dense part: the communities nearest to the middle.
  private mutating func chooseDense(size: DemoSize, grid: CityGrid) {
    let byDistance = communities.indices.sorted { left, right in
      let distances = [left, right].map { Self.centre(communities[$0], grid).length }
      return (distances[0], left) < (distances[1], right)
    }
    // About one cell for each 10,000 m² (GB/T 30428.1), and some more at the edges.
    let each = CityGrid.side * CityGrid.side / 10_000 * 1.09
    for index in byDistance.prefix(Int((Double(size.cells) / each).rounded())) { communities[index].hasCells = true }
  }

  static func centre(_ community: DemoArea, _ grid: CityGrid) -> Point {
    grid.point(column: community.meshes.columns.lowerBound, row: community.meshes.rows.lowerBound, 0.5, 0.5)
  }

  static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
