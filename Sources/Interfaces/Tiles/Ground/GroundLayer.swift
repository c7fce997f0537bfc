// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Spatial
import Vocabulary

/// A layer of the ground: what of the city is drawn below matters and sensors.
enum GroundLayer: String, CaseIterable, Sendable {
  /// Districts, streets, communities and grid cells.
  case areas
  case water
  case parks
  case buildings
  case roads
  /// Works and stations of the supply.
  case places
  case pipes
  case bridges

  /// Whether everybody may see it. Where a city's supply lies is nothing for everybody.
  var isPublic: Bool {
    switch self {
    case .areas, .water, .parks, .buildings, .roads: true
    case .places, .pipes, .bridges: false
    }
  }

  /// Types of entities, by layer. The names are those of the demo city and of Smart Data Models.
  private static let layers: [String: GroundLayer] = [
    "River": .water, "WaterBody": .water, "Lake": .water, "Canal": .water, "Park": .parks, "Garden": .parks,
    "GreenSpace": .parks, "Building": .buildings, "Road": .roads, "RoadSegment": .roads, "WaterWorks": .places,
    "PumpingStation": .places, "Pipe": .pipes, "PipeSegment": .pipes, "Bridge": .bridges,
  ]

  static let types = layers.keys.sorted()

  /// The layer of an entity type; `nil` for what is not drawn.
  init?(type: String) {
    guard let layer = Self.layers[type] else { return nil }
    self = layer
  }

  /// The zoom from which on a thing is drawn.
  func firstZoom(of entity: Entity) -> Int {
    switch self {
    case .areas: 0
    case .water: 6
    case .parks: 11
    case .buildings: 14
    case .roads:
      switch entity.attributes["roadClass"]?.value.string {
      case "expressway", "main": 8
      case "secondary": 12
      default: 14
      }
    case .places: 12
    case .pipes: 13
    case .bridges: 11
    }
  }
}
