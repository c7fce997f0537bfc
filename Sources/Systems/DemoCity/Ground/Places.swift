// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A building.
struct Building: Sendable {
  enum Use: String, CaseIterable, Sendable { case residential, office, commercial, school, hospital, industrial }

  var name: Word
  var use: Use
  var floors: Int
  var ring: [Point]
  var community: String
}

/// A park.
struct Park: Sendable {
  var name: Word
  var ring: [Point]
}

/// What stands between the roads: buildings, parks.
struct BuiltUp: Sendable {
  private(set) var buildings: [Building] = []
  private(set) var parks: [Park] = []

  init(size: DemoSize, grid: CityGrid, division: Division, random: inout RandomStream) {
    for community in division.communities {
      let hasPark = random.chance(0.14)
      var number = 0
      let quarters = [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)]
      for (index, quarter) in quarters.enumerated() {
        if hasPark, index == 3 {
          addPark(community, grid, quarter, &random)
        } else {
          addBuildings(size, community, grid, quarter, &number, &random)
        }
      }
    }
  }

  private mutating func addPark(
    _ community: DemoArea, _ grid: CityGrid, _ quarter: (u: Double, v: Double), _ random: inout RandomStream
  ) {
    let (column, row) = (community.meshes.columns.lowerBound, community.meshes.rows.lowerBound)
    let corners = [(0.06, 0.06), (0.25, 0.03), (0.44, 0.06), (0.46, 0.3), (0.42, 0.44), (0.2, 0.46), (0.05, 0.4)]
    let ring = corners.map { u, v in
      grid.point(
        column: column, row: row, quarter.u + u + random.number(in: -0.015...0.015),
        quarter.v + v + random.number(in: -0.015...0.015))
    }
    guard ring.allSatisfy({ !grid.river.isNear($0, margin: 40) }) else { return }
    parks.append(Park(name: Self.plain(community).followed(by: Word("Park", "公园")), ring: ring))
  }

  private mutating func addBuildings(
    _ size: DemoSize, _ community: DemoArea, _ grid: CityGrid, _ quarter: (u: Double, v: Double), _ number: inout Int,
    _ random: inout RandomStream
  ) {
    let (column, row) = (community.meshes.columns.lowerBound, community.meshes.rows.lowerBound)
    for place in 0..<size.buildingsPerQuarter {
      let (u, v) = (0.1 + 0.15 * Double(place % 3), 0.12 + 0.2 * Double(place / 3))
      let point = grid.point(
        column: column, row: row, quarter.u + u + random.number(in: -0.02...0.02),
        quarter.v + v + random.number(in: -0.02...0.02))
      let along = (grid.point(column: column, row: row, 1, 0.5) - grid.point(column: column, row: row, 0, 0.5))
        .direction
      let (length, depth) = (random.number(in: 36...72), random.number(in: 13...24))
      let use = Building.Use.allCases[random.index(of: [74, 8, 9, 4, 1, 4])]
      let floors = use == .residential ? 6 + random.integer(below: 28) : 2 + random.integer(below: 20)
      guard !grid.river.isNear(point, margin: 70) else { continue }
      number += 1
      let half = (along * (length / 2), along.left * (depth / 2))
      let ring = [
        point - half.0 - half.1, point + half.0 - half.1, point + half.0 + half.1, point - half.0 + half.1,
      ]
      buildings.append(
        Building(
          name: Self.name(use, community, number), use: use, floors: floors, ring: ring, community: community.code))
    }
  }

  private static func name(_ use: Building.Use, _ community: DemoArea, _ number: Int) -> Word {
    let kind =
      switch use {
      case .residential: Word("Gardens, block \(number)", "花园\(number)号楼")
      case .office: Word("Office Building \(number)", "写字楼\(number)座")
      case .commercial: Word("Shopping Centre \(number)", "商业中心\(number)座")
      case .school: Word("School, building \(number)", "学校\(number)号楼")
      case .hospital: Word("Hospital, building \(number)", "医院\(number)号楼")
      case .industrial: Word("Works, hall \(number)", "厂区\(number)号厂房")
      }
    return plain(community).followed(by: kind)
  }

  /// The name without its ending.
  static func plain(_ community: DemoArea) -> Word {
    Word(String(community.name.english.dropLast(" Community".count)), String(community.name.chinese.dropLast(2)))
  }
}
