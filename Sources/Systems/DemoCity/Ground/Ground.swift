// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Everything of the city that stands still, worked out from size and seed.
public struct DemoGround: Sendable {
  public let size: DemoSize
  public let seed: UInt64
  /// In the open East China Sea: the city does not exist.
  static let center = Position(123.6, 30.2)

  let grid: CityGrid
  let division: Division
  let roads: RoadNetwork
  let builtUp: BuiltUp
  let water: WaterNetwork
  let sensors: [Sensor]
  let projection = DemoProjection(center: Self.center)

  public init(size: DemoSize, seed: UInt64) {
    self.size = size
    self.seed = seed
    var random = RandomStream(seed: seed, "grid")
    grid = CityGrid(size: size, random: &random)
    random = RandomStream(seed: seed, "division")
    division = Division(size: size, grid: grid, random: &random)
    random = RandomStream(seed: seed, "roads")
    roads = RoadNetwork(size: size, grid: grid, division: division, random: &random)
    random = RandomStream(seed: seed, "buildings")
    builtUp = BuiltUp(size: size, grid: grid, division: division, random: &random)
    random = RandomStream(seed: seed, "water")
    water = WaterNetwork(size: size, grid: grid, random: &random)
    random = RandomStream(seed: seed, "sensors")
    sensors = Sensor.all(size: size, grid: grid, division: division, roads: roads, water: water, random: &random)
  }
}
