// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Journaling
import Packs
import Spatial
import Storage
import Vocabulary

/// The ground of a city in memory: read once, then changed thing by thing as the journal tells.
actor Ground {
  /// What there is at one time. It never changes.
  struct Map: Sendable {
    var features: [GroundFeature]
    /// The features that touch each tile of one zoom.
    fileprivate var buckets: [UInt64: [Int32]]
    var generation: Int

    fileprivate static let zoom = 14

    init(_ features: [GroundFeature], generation: Int) {
      self.features = features
      self.generation = generation
      buckets = [:]
      let shift = UInt32(32 - Self.zoom)
      for (index, feature) in features.enumerated() {
        for y in feature.box.north >> shift...feature.box.south >> shift {
          for x in feature.box.west >> shift...feature.box.east >> shift {
            buckets[UInt64(y) << 32 | UInt64(x), default: []].append(Int32(index))
          }
        }
      }
    }

    /// The features that may touch a tile, each once, in their order.
    func features(in tile: TileAddress, _ layers: Set<GroundLayer>) -> [GroundFeature] {
      let edges = tile.edges(margin: Int64(Clipping.margin))
      func clamped(_ step: Int64) -> UInt32 { UInt32(max(0, min(Int64(UInt32.max), step))) }
      let (west, north) = (clamped(edges.west), clamped(edges.north))
      let (east, south) = (clamped(edges.east), clamped(edges.south))
      let shift = UInt32(32 - Self.zoom)
      let (columns, rows) = (west >> shift...east >> shift, north >> shift...south >> shift)
      var numbers: [Int32] = []
      if columns.count * rows.count <= buckets.count {
        for y in rows { for x in columns { numbers += buckets[UInt64(y) << 32 | UInt64(x)] ?? [] } }
      } else {
        numbers = Array(features.indices.map(Int32.init))
      }
      if columns.count * rows.count > 1 { numbers = Set(numbers).sorted() }
      return numbers.lazy.map { features[Int($0)] }.filter { feature in
        layers.contains(feature.layer) && feature.firstZoom <= tile.z && tile.z <= feature.lastZoom
          && feature.box.west <= east && feature.box.east >= west && feature.box.north <= south
          && feature.box.south >= north
      }
    }
  }

  private let city: City
  private let areas: [GroundFeature]
  private var entities: [String: GroundFeature] = [:]
  private var map: Map?
  private var position: JournalPosition?
  private var lookedAt: ContinuousClock.Instant?
  private var looking: Task<Map, any Error>?

  private static let freshness = Duration.seconds(2)
  private static let kinds = ["EntityCreated", "EntityUpdated", "EntityDeleted"]
  private static let fewEvents = 2000

  init(_ city: City) {
    self.city = city
    areas = city.pack.areas.areas.compactMap { GroundFeature($0) }
  }

  func current() async throws -> Map {
    if let looking { return try await looking.value }
    if let map, let lookedAt, .now - lookedAt < Self.freshness { return map }
    let task = Task { try await look() }
    looking = task
    defer { looking = nil }
    let map = try await task.value
    lookedAt = .now
    return map
  }

  private func look() async throws -> Map {
    guard let position, let map else { return try await readEverything() }
    let (events, reached) = try await city.database.read { [city] in
      try city.journal.events(
        after: position, kinds: Self.kinds, limit: Self.fewEvents, tenant: city.tenant, in: $0)
    }
    guard events.count < Self.fewEvents else { return try await readEverything() }
    self.position = reached
    let ids = Set(events.map(\.subject))
    guard !ids.isEmpty else { return map }
    let changed = try await city.database.read { [city] transaction in
      try ids.map { id in (id, try city.entities.find(id, tenant: city.tenant, in: transaction)) }
    }
    var isOther = false
    for (id, entity) in changed {
      let feature = entity.flatMap { GroundFeature($0) }
      // Devices tell of themselves all the time, and are not drawn here.
      guard feature != nil || entities[id] != nil else { continue }
      entities[id] = feature
      isOther = true
    }
    return isOther ? remember(generation: map.generation + 1) : map
  }

  private func readEverything() async throws -> Map {
    let heads = try await city.database.read { [city] in try city.journal.heads(tenant: city.tenant, in: $0) }
    let types = GroundLayer.types
    var fresh: [String: GroundFeature] = [:]
    var after: String? = ""
    while let start = after {
      let page = try await city.database.read { [city] in
        try city.entities.list(
          EntityQuery(types: types), after: start, limit: 2000, tenant: city.tenant, in: $0)
      }
      for entity in page { fresh[entity.id] = GroundFeature(entity) }
      after = page.count < 2000 ? nil : page.last?.id
    }
    entities = fresh
    position = heads
    return remember(generation: (map?.generation ?? 0) + 1)
  }

  private func remember(generation: Int) -> Map {
    let sorted = entities.sorted { $0.key < $1.key }.map(\.value)
    let map = Map(areas + sorted, generation: generation)
    self.map = map
    return map
  }
}
