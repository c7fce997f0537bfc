// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Lifeline
import Matters
import Packs
import Synchronization
import Telemetry
import Vocabulary

/// Makes the tiles of a city and remembers them.
final class TileMaker: Sendable {
  struct Tile: Sendable {
    var bytes: [UInt8]
    var tag: EntityTag
  }

  private struct Key: Hashable {
    var tile: TileAddress
    var layers: [TileLayerName]
    var rule: AccessRule
  }

  private struct Entry {
    var tile: Tile
    var generation: [Int]
    var madeAt: Instant
  }

  private let city: City
  private let ground: Ground
  private let matters: MatterMap
  private let sensors: SensorMap
  private let cache = Mutex<[Key: Entry]>([:])

  /// Tiles that are remembered; at some ten kilobytes each.
  private static let room = 4096

  init(_ city: City) {
    self.city = city
    ground = Ground(city)
    matters = MatterMap(city)
    sensors = SensorMap(city)
  }

  /// Reads what tiles are made of, so that nobody waits for it.
  func prepare() async throws {
    _ = try await ground.current()
    _ = try await sensors.current()
    _ = try await matters.view(for: .system(city.tenant))
  }

  func tile(_ tile: TileAddress, _ layers: [TileLayerName], for principal: Principal) async throws -> Tile {
    let isOpenToAll = layers.allSatisfy(\.isPublic)
    let rule = isOpenToAll ? AccessRule.everything : AccessRule(principal, in: Warnings.readers)
    let key = Key(tile: tile, layers: layers, rule: rule)
    let map = layers.contains(where: \.isGround) ? try await ground.current() : nil
    let needsMatters = layers.contains(.matters) || layers.contains(.warnings)
    let view = needsMatters ? try await matters.view(for: principal) : nil
    let devices = layers.contains(.sensors) ? try await sensors.current() : nil
    let now = view?.madeAt ?? city.time.now()
    let generation = [map?.generation ?? 0, view?.generation ?? 0, devices?.generation ?? 0]
    if let known = cache.withLock({ $0[key] }), known.generation == generation,
      view == nil || known.madeAt == now
    {
      return known.tile
    }
    var content = VectorTile()
    for name in layers {
      var layer = TileLayer(name.text)
      switch name {
      case .ground(let kind): if let map { Self.draw(kind, map, rule, tile, &layer) }
      case .matters: if let view { Self.drawMatters(view, tile, &layer, now) }
      case .warnings: if let view { Self.drawWarnings(view, tile, &layer) }
      case .sensors: if let devices { Self.drawSensors(devices, tile, &layer) }
      }
      content.add(layer)
    }
    let made = Tile(bytes: content.bytes, tag: EntityTag(of: content.bytes))
    cache.withLock { cache in
      if cache.count >= Self.room { cache.removeAll(keepingCapacity: true) }
      cache[key] = Entry(tile: made, generation: generation, madeAt: now)
    }
    return made
  }

  private static func draw(
    _ kind: GroundLayer, _ map: Ground.Map, _ rule: AccessRule, _ tile: TileAddress, _ layer: inout TileLayer
  ) {
    for feature in map.features(in: tile, [kind]) where kind.isPublic || rule.allows(feature.facts) {
      feature.draw(in: tile, on: &layer)
    }
  }

  private static func drawMatters(
    _ view: MatterMap.View, _ tile: TileAddress, _ layer: inout TileLayer, _ now: Instant
  ) {
    view.list.forEachMark(in: tile, single: 17, limit: 2000) { mark in
      switch mark {
      case .point(let index):
        let place = view.matters.places[Int(view.list.items[index])]
        let bits = MatterPlaces.classes(of: place, now: now)
        layer.addPoint(
          tile.point(WorldPoint(code: place.code)),
          [
            ("id", .text(Identifier(rawValue: place.id).description)), ("count", .integer(1)),
            ("level", .integer(Int64(place.level))), ("late", .integer(bits & 1 << 4 == 0 ? 0 : 1)),
            ("urgent", .flag(place.isUrgent)),
          ])
      case .cluster(let count, let classes, let middle):
        let worst = ((0..<4).last { classes[$0] > 0 } ?? -1) + 1
        layer.addPoint(
          tile.point(middle),
          [
            ("count", .integer(Int64(count))), ("level", .integer(Int64(worst))), ("late", .integer(Int64(classes[4]))),
            ("urgent", .flag(classes[5] > 0)),
          ])
      }
    }
  }

  private static func drawWarnings(_ view: MatterMap.View, _ tile: TileAddress, _ layer: inout TileLayer) {
    for warning in view.warnings {
      guard let position = warning.position else { continue }
      let point = WorldPoint(position)
      guard tile.codes.contains(point.code) else { continue }
      layer.addPoint(
        tile.point(point),
        [
          ("id", .text(warning.id.description)), ("series", .text(warning.series)),
          ("level", .integer(Int64(warning.level.mapClass))),
        ])
    }
  }

  private static func drawSensors(_ view: SensorMap.View, _ tile: TileAddress, _ layer: inout TileLayer) {
    view.list.forEachMark(in: tile, single: 15, limit: 2000) { mark in
      switch mark {
      case .point(let index):
        let place = view.places[Int(view.list.items[index])]
        layer.addPoint(
          tile.point(WorldPoint(code: view.list.codes[index])),
          [("code", .text(place.code)), ("count", .integer(1)), ("state", .text(place.state?.rawValue ?? "unknown"))])
      case .cluster(let count, let classes, let middle):
        let worst = classes[2] > 0 ? "silent" : classes[1] > 0 ? "implausible" : classes[0] > 0 ? "late" : "alive"
        layer.addPoint(
          tile.point(middle), [("count", .integer(Int64(count))), ("state", .text(worst))])
      }
    }
  }
}
