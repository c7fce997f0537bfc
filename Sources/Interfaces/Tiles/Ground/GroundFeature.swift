// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Spatial
import Vocabulary

/// A thing of the ground, ready to be drawn.
struct GroundFeature: Sendable {
  enum Shape: Sendable {
    case point(WorldPoint)
    case lines([[WorldPoint]])
    /// Of each polygon the outer ring first; the last point of a ring is not the first again.
    case polygons([[[WorldPoint]]])
  }

  var layer: GroundLayer
  var firstZoom: Int
  var lastZoom = 22
  var shape: Shape
  /// The corners of its box in the world: west, north, east, south.
  var box: (west: UInt32, north: UInt32, east: UInt32, south: UInt32)
  var properties: [(String, TileValue)]
  var facts: AccessFacts

  /// `nil` for what is not drawn.
  init?(_ entity: Entity) {
    guard let layer = GroundLayer(type: entity.type), let location = entity.location,
      let shape = Shape(location)
    else { return nil }
    var properties: [(String, TileValue)] = [("id", .text(entity.id))]
    if let name = entity.attributes["name"]?.value {
      properties += Self.names(LocalizedText((name.object ?? [:]).compactMapValues(\.string)))
    }
    for (attribute, key) in [("roadClass", "class"), ("use", "use")] {
      if let text = entity.attributes[attribute]?.value.string { properties.append((key, .text(text))) }
    }
    for attribute in ["floors", "diameter"] {
      if let number = entity.attributes[attribute]?.value.integer { properties.append((attribute, .integer(number))) }
    }
    self.init(
      layer, from: layer.firstZoom(of: entity), shape, properties,
      AccessFacts(departments: Set([entity.department].compactMap { $0 }), areas: Set(entity.areas.codes)))
  }

  init?(_ area: Area) {
    guard let geometry = area.geometry, let shape = Shape(geometry) else { return nil }
    let first: Int
    let last: Int
    switch area.level {
    case .district: (first, last) = (0, 22)
    case .street: (first, last) = (9, 22)
    case .community: (first, last) = (12, 22)
    case .cell: (first, last) = (15, 22)
    }
    self.init(
      .areas, from: first, shape,
      [("code", .text(area.code)), ("level", .text(area.level.rawValue))] + Self.names(area.name),
      AccessFacts())
    lastZoom = last
  }

  private init(
    _ layer: GroundLayer, from firstZoom: Int, _ shape: Shape, _ properties: [(String, TileValue)], _ facts: AccessFacts
  ) {
    self.layer = layer
    self.firstZoom = firstZoom
    self.shape = shape
    box = shape.box
    self.properties = properties
    self.facts = facts
  }

  private static func names(_ name: LocalizedText) -> [(String, TileValue)] {
    [("name_en", .text(name.text(in: "en"))), ("name_zh", .text(name.text(in: "zh-Hans")))]
  }

  /// Adds what of it is in a tile.
  func draw(in tile: TileAddress, on layer: inout TileLayer) {
    switch shape {
    case .point(let point):
      layer.addPoint(tile.point(point), properties)
    case .lines(let lines):
      let parts = lines.flatMap { Clipping.line(Clipping.simplified($0.map(tile.point))) }
      layer.addLines(parts, properties)
    case .polygons(let polygons):
      for rings in polygons {
        layer.addPolygon(
          rings.map { ring in
            // Closed for the simplification, so that the first point is kept by right.
            let points = ring.map(tile.point)
            return Clipping.ring(Array(Clipping.simplified(points + points.prefix(1)).dropLast()))
          }, properties)
      }
    }
  }
}

extension GroundFeature.Shape {
  init?(_ geometry: Geometry) {
    switch geometry {
    case .point(let position): self = .point(WorldPoint(position))
    case .lineString(let line): self = .lines([line.map(WorldPoint.init)])
    case .multiLineString(let lines): self = .lines(lines.map { $0.map(WorldPoint.init) })
    case .polygon, .multiPolygon:
      self = .polygons(geometry.polygons.map { $0.map { $0.dropLast().map(WorldPoint.init) } })
    case .multiPoint, .geometryCollection: return nil
    }
  }

  fileprivate var box: (west: UInt32, north: UInt32, east: UInt32, south: UInt32) {
    var box: (west: UInt32, north: UInt32, east: UInt32, south: UInt32) = (.max, .max, 0, 0)
    func extend(_ point: WorldPoint) {
      box = (min(box.west, point.x), min(box.north, point.y), max(box.east, point.x), max(box.south, point.y))
    }
    switch self {
    case .point(let point): extend(point)
    case .lines(let lines): for line in lines { line.forEach(extend) }
    case .polygons(let polygons): for rings in polygons { rings.first?.forEach(extend) }
    }
    return box
  }
}
