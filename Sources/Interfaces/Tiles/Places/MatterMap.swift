// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import Journaling
import Lifeline
import Matters
import Packs
import Storage
import Vocabulary

/// The open matters and the warnings of a city as a map shows them, kept in memory and brought up to date from the journal when
/// somebody looks.
///
/// A million open matters take about 40 MB, and as much again for each kind of rights with which people look at them.
actor MatterMap {
  /// What one kind of rights lets through.
  struct View: Sendable {
    var matters: MatterPlaces
    var list: PlaceList
    var warnings: [Warning]
    var generation: Int
    var madeAt: Instant
  }

  private let city: City
  private var matters = MatterPlaces()
  private var levels: [Int64: UInt8] = [:]
  private var position: JournalPosition?
  private var lookedAt: ContinuousClock.Instant?
  private var looking: Task<Void, any Error>?
  private var views: [AccessRule: View] = [:]

  /// How old what is shown may be.
  private static let freshness = Duration.milliseconds(500)
  /// After so many events everything is read anew.
  private static let fewEvents = 5000
  private static let kinds = MatterEvent.Kind.allCases.map(\.rawValue) + WarningEvent.Kind.allCases.map(\.rawValue)

  init(_ city: City) { self.city = city }

  /// The places that somebody may see.
  func view(for principal: Principal) async throws -> View {
    try await refresh()
    let rule = AccessRule(principal, in: Warnings.readers)
    let now = city.time.now()
    // What is late changes with time alone.
    if let known = views[rule], known.generation == matters.generation,
      now.milliseconds - known.madeAt.milliseconds < 30_000
    {
      return known
    }
    let generation = matters.generation
    let list = matters.list(rule, now: now)
    let warnings = try await Self.activeWarnings(city, for: principal)
    let view = View(matters: matters, list: list, warnings: warnings, generation: generation, madeAt: now)
    if views.count >= 32 { views.removeAll() }
    views[rule] = view
    return view
  }

  private func refresh() async throws {
    if let looking { return try await looking.value }
    if let lookedAt, .now - lookedAt < Self.freshness { return }
    let task = Task { try await look() }
    looking = task
    defer { looking = nil }
    try await task.value
    lookedAt = .now
  }

  private func look() async throws {
    guard let position else { return try await readEverything() }
    let (events, reached) = try await city.database.read { [city] in
      try city.journal.events(
        after: position, kinds: Self.kinds, limit: Self.fewEvents, tenant: city.tenant, in: $0)
    }
    guard events.count < Self.fewEvents else { return try await readEverything() }
    self.position = reached
    guard !events.isEmpty else { return }
    if events.contains(where: { $0.subjectKind == WarningEvent.subjectKind }) { try await readLevels() }
    let ids = Set(events.filter { $0.subjectKind == Matter.subjectKind }.compactMap { Identifier($0.subject) })
    let outlines = try await city.database.read { [city] in
      try city.matters.outlines(of: Array(ids), tenant: city.tenant, in: $0)
    }
    matters.change(Set(ids.map(\.rawValue)), to: Array(outlines.values), levels: levels)
  }

  private func readEverything() async throws {
    // The position first: what happens meanwhile is read again.
    let heads = try await city.database.read { [city] in try city.journal.heads(tenant: city.tenant, in: $0) }
    try await readLevels()
    var collection = MatterPlaces.Collection()
    var after: Identifier?
    repeat {
      // Outlines are ten times as large as what is kept of them: no more than a page of them at a time.
      let page = try await city.database.read { [city, after] in
        try city.matters.openWithPlace(after: after, limit: 5000, tenant: city.tenant, in: $0)
      }
      collection.add(page, levels: levels)
      after = page.count < 5000 ? nil : page.last?.id
    } while after != nil
    matters = collection.places(generation: matters.generation + 1)
    position = heads
  }

  private func readLevels() async throws {
    let warnings = try await Self.activeWarnings(city, for: .system(city.tenant))
    var fresh: [Int64: UInt8] = [:]
    for warning in warnings {
      guard let matter = warning.matter?.rawValue else { continue }
      fresh[matter] = max(fresh[matter] ?? 0, warning.level.mapClass)
    }
    let changed = Set(fresh.keys).union(levels.keys).filter { fresh[$0] != levels[$0] }
    levels = fresh
    matters.change(levels: fresh, of: changed)
    // Also those without a matter are shown.
    views.removeAll()
  }

  /// At most ten thousand: a city with more warnings at a time has a fault in its rules.
  private static func activeWarnings(_ city: City, for principal: Principal) async throws -> [Warning] {
    var query = WarningQuery()
    query.isActive = true
    query.limit = 1000
    var all: [Warning] = []
    repeat {
      let page = try await Warnings(database: city.database).list(query, for: principal)
      all += page.warnings
      query.after = page.next
    } while query.after != nil && all.count < 10_000
    return all
  }
}

extension WarningLevel {
  /// 1 for blue to 4 for red.
  var mapClass: UInt8 { UInt8(5 - rank) }
}
