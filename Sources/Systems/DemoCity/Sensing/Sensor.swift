// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A sensor: one series of readings at one place.
public struct Sensor: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case bridgeTilt = "bridge-tilt"
    case bridgeStrain = "bridge-strain"
    case bridgeDeflection = "bridge-deflection"
    case pipePressure = "pipe-pressure"
    case drainLevel = "drain-level"
    case airPM25 = "air-pm25"
    case trafficFlow = "traffic-flow"
    case lampPower = "lamp-power"

    /// Whether its value may be the same for hours: lamps are off by day, roads empty at night.
    var canRest: Bool {
      switch self {
      case .lampPower, .trafficFlow, .drainLevel: true
      case .bridgeTilt, .bridgeStrain, .bridgeDeflection, .pipePressure, .airPM25: false
      }
    }

    /// UCUM code.
    var unit: String {
      switch self {
      case .bridgeTilt: "deg"
      case .bridgeStrain: "um/m"
      case .bridgeDeflection: "mm"
      case .pipePressure: "MPa"
      case .drainLevel: "m"
      case .airPM25: "ug/m3"
      case .trafficFlow: "/h"
      case .lampPower: "kW"
      }
    }

    var name: Word {
      switch self {
      case .bridgeTilt: Word("tilt of a pier", "桥墩倾角")
      case .bridgeStrain: Word("strain", "应变")
      case .bridgeDeflection: Word("deflection", "挠度")
      case .pipePressure: Word("pressure", "压力")
      case .drainLevel: Word("water level in the drain", "排水管网液位")
      case .airPM25: Word("PM2.5", "PM2.5浓度")
      case .trafficFlow: Word("vehicles per hour", "车流量")
      case .lampPower: Word("power of the street lights", "路灯功率")
      }
    }
  }

  /// Its place in the list of all sensors.
  let number: Int
  let kind: Kind
  /// Code of its series: `pipe-pressure-0042`.
  public let code: String
  let name: Word
  let point: Point
  /// Identifier of the entity that it watches, where there is one.
  let asset: String?

  var entity: String { "urn:ngsi-ld:Device:\(code)" }
}

extension Sensor {
  static func all(
    size: DemoSize, grid: CityGrid, division: Division, roads: RoadNetwork, water: WaterNetwork,
    random: inout RandomStream
  ) -> [Sensor] {
    var sensors: [Sensor] = []
    var counts: [Kind: Int] = [:]
    func add(_ kind: Kind, _ place: Word, _ point: Point, asset: String? = nil) {
      let serial = counts[kind, default: 0] + 1
      counts[kind] = serial
      let name = Word(
        "\(place.english): \(kind.name.english) \(serial)", "\(place.chinese)\(kind.name.chinese)\(serial)")
      // A step towards the middle, so that none stands outside the city's border.
      let inside = point + (Point(x: 0, y: 0) - point).direction * 8
      sensors.append(
        Sensor(
          number: sensors.count, kind: kind, code: "\(kind.rawValue)-\(Division.padded(serial, 4))", name: name,
          point: inside, asset: asset))
    }
    for (index, bridge) in roads.bridges.enumerated() {
      let asset = DemoEntities.bridge(index)
      for (kind, count) in [(Kind.bridgeTilt, 4), (.bridgeStrain, 8), (.bridgeDeflection, 4)] {
        for place in 1...count {
          add(kind, bridge.name, bridge.line.point(at: Double(place) / Double(count + 1)).point, asset: asset)
        }
      }
    }
    let rest = Double(max(0, size.sensors - sensors.count))
    let main = roads.roads.filter { $0.kind == .main || $0.kind == .expressway }
    for _ in 0..<Int(rest * 0.28) {
      let index = random.integer(below: water.pipes.count)
      add(
        .pipePressure, water.pipes[index].name, water.pipes[index].line.point(at: random.number(in: 0.1...0.9)).point,
        asset: DemoEntities.pipe(water.pipes[index]))
    }
    for _ in 0..<Int(rest * 0.18) {
      let road = random.pick(roads.roads)
      add(.drainLevel, road.name, road.line.point(at: random.unit()).point)
    }
    for _ in 0..<Int(rest * 0.03) {
      let community = random.pick(division.communities)
      add(.airPM25, community.name, Division.centre(community, grid))
    }
    for _ in 0..<Int(rest * 0.14) {
      let road = random.pick(main)
      add(.trafficFlow, road.name, road.line.point(at: random.unit()).point)
    }
    while sensors.count < size.sensors {
      let road = random.pick(roads.roads)
      add(.lampPower, road.name, road.line.point(at: random.unit()).point)
    }
    return sensors
  }
}
