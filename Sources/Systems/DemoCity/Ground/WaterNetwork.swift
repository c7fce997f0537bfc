// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A pipe of the water supply.
struct Pipe: Sendable {
  var code: String
  var name: Word
  var line: [Point]
  /// Inner diameter in millimetres.
  var diameter: Int
  var material: String
  var laidIn: Int
}

/// A place of the water supply: works, pumping station.
struct WaterPlace: Sendable {
  var code: String
  var name: Word
  var type: String
  var point: Point
}

/// The water supply: works in the north-west and south-east, mains below the borders of communities, pumping stations.
struct WaterNetwork: Sendable {
  private(set) var pipes: [Pipe] = []
  private(set) var places: [WaterPlace] = []

  init(size: DemoSize, grid: CityGrid, random: inout RandomStream) {
    for row in 0...grid.rows {
      for column in 0..<grid.columns {
        add("E", row, column, grid.eastward(row: row, from: column, to: column + 1), row % 3 == 0, &random)
      }
    }
    for column in 0...grid.columns where column != grid.riverColumn {
      for row in 0..<grid.rows {
        add("N", row, column, grid.northward(column: column, from: row, to: row + 1), column % 2 == 0, &random)
      }
    }
    let works = [
      (Word("First Water Works", "第一自来水厂"), 0, grid.rows - 1),
      (Word("Second Water Works", "第二自来水厂"), grid.columns - 1, 0),
    ]
    for (index, (name, column, row)) in works.enumerated() {
      places.append(
        WaterPlace(
          code: "works-\(index + 1)", name: name, type: "WaterWorks",
          point: grid.point(column: column, row: row, 0.5, 0.25)))
    }
    for number in 1...max(4, grid.columns * grid.rows / 12) {
      let (column, row) = (random.integer(below: grid.columns), random.integer(below: grid.rows))
      let point = grid.point(column: column, row: row, 0.27, 0.73)
      guard !grid.river.isNear(point, margin: 50) else { continue }
      places.append(
        WaterPlace(
          code: "pumps-\(number)", name: Word("Pumping Station \(number)", "\(number)号泵站"), type: "PumpingStation",
          point: point))
    }
  }

  private mutating func add(
    _ direction: String, _ row: Int, _ column: Int, _ line: [Point], _ isMain: Bool, _ random: inout RandomStream
  ) {
    let code = "\(direction)\(Division.padded(column, 2))\(Division.padded(row, 2))"
    pipes.append(
      Pipe(
        code: code, name: Word("Water main \(code)", "供水管段\(code)"), line: line,
        diameter: isMain ? random.pick([600, 800, 1000]) : random.pick([200, 300, 400]),
        material: random.pick(["ductile iron", "steel", "concrete", "PE"]), laidIn: 1985 + random.integer(below: 38)))
  }
}
