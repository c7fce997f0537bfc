// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Vocabulary

/// The things of the city as entities.
struct DemoEntities: Sendable {
  let ground: DemoGround

  static func bridge(_ index: Int) -> String { "urn:ngsi-ld:Bridge:\(index + 1)" }
  static func pipe(_ pipe: Pipe) -> String { "urn:ngsi-ld:Pipe:\(pipe.code)" }

  /// In an order that never changes.
  func all() -> [NewEntity] { water() + roads() + supply() + builtUp() }

  /// What is to be added to the devices that the pack's series name.
  func devices() -> [(id: String, patch: EntityPatch)] {
    ground.sensors.map { sensor in
      var patch = EntityPatch(attributes: [
        "category": .set(Attribute("sensor")), "measures": .set(Attribute(.string(sensor.kind.rawValue))),
        "department": .set(Attribute(.string(Self.department(sensor.kind)))),
      ])
      if let asset = sensor.asset { patch.relationships["controlledAsset"] = .set(Relationship(asset)) }
      return (sensor.entity, patch)
    }
  }

  private static func department(_ kind: Sensor.Kind) -> String {
    switch kind {
    case .bridgeTilt, .bridgeStrain, .bridgeDeflection, .lampPower: "roads"
    case .pipePressure, .drainLevel: "water"
    case .airPM25: "environment"
    case .trafficFlow: "traffic-police"
    }
  }

  private func entity(
    _ id: String, _ type: String, _ name: Word, _ location: Geometry, department: String? = nil,
    _ attributes: [String: JSON] = [:]
  ) -> NewEntity {
    var all = attributes.mapValues { Attribute($0) }
    all["name"] = Attribute(name.json)
    all["department"] = department.map { Attribute(.string($0)) }
    return NewEntity(id: id, type: type, attributes: all, location: location)
  }

  private func water() -> [NewEntity] {
    [
      entity(
        "urn:ngsi-ld:River:1", "River", Word("Ting River", "汀江"), ground.projection.polygon(ground.grid.river.ring),
        department: "water")
    ]
  }

  private func roads() -> [NewEntity] {
    ground.roads.roads.enumerated().map { index, road in
      entity(
        "urn:ngsi-ld:Road:\(index + 1)", "Road", road.name, ground.projection.line(road.line), department: "roads",
        ["roadClass": .string(road.kind.rawValue), "length": .integer(Int64(road.line.length.rounded()))])
    }
      + ground.roads.bridges.enumerated().map { index, bridge in
        entity(
          Self.bridge(index), "Bridge", bridge.name, ground.projection.line(bridge.line), department: "roads",
          [
            "length": .integer(Int64(bridge.line.length.rounded())), "spans": .integer(Int64(bridge.spans)),
            "openedIn": .integer(Int64(bridge.openedIn)),
          ])
      }
  }

  private func supply() -> [NewEntity] {
    ground.water.pipes.map { pipe in
      entity(
        Self.pipe(pipe), "Pipe", pipe.name, ground.projection.line(pipe.line), department: "water",
        [
          "diameter": .integer(Int64(pipe.diameter)), "material": .string(pipe.material),
          "laidIn": .integer(Int64(pipe.laidIn)), "length": .integer(Int64(pipe.line.length.rounded())),
        ])
    }
      + ground.water.places.map { place in
        entity(
          "urn:ngsi-ld:\(place.type):\(place.code)", place.type, place.name,
          .point(ground.projection.position(place.point)), department: "water")
      }
  }

  private func builtUp() -> [NewEntity] {
    ground.builtUp.parks.enumerated().map { index, park in
      entity(
        "urn:ngsi-ld:Park:\(index + 1)", "Park", park.name, ground.projection.polygon(park.ring), department: "parks")
    }
      + ground.builtUp.buildings.enumerated().map { index, building in
        entity(
          "urn:ngsi-ld:Building:\(index + 1)", "Building", building.name, ground.projection.polygon(building.ring),
          ["use": .string(building.use.rawValue), "floors": .integer(Int64(building.floors))])
      }
  }
}
