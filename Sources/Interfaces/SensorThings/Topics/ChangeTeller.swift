// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import HTTP
import Journaling
import Packs
import Storage
import Synchronization
import Telemetry
import Vocabulary

/// Finds out what has changed since it was last asked, and what is to be told of it.
final class ChangeTeller: Sendable {
  typealias Listening = (filter: String, path: ResourcePath, options: QueryOptions)

  private struct Place {
    var journal: JournalPosition?
    var historical: Int64 = 0
  }

  private let door: SensorThingsDoor
  private let root: String
  private let place = Mutex(Place())

  init(_ door: SensorThingsDoor, root: String) {
    self.door = door
    self.root = root
  }

  /// Something that is new or was changed.
  private struct Change {
    var item: Item
    /// Properties that were changed; `nil` for all.
    var properties: Set<String>?
  }

  /// - Returns: what to tell to whom, in order.
  func changes(
    _ listenings: [Listening], _ readings: [(code: String, at: Instant)], _ observations: Set<ObservationID>
  ) async throws -> [(filter: String, payload: [UInt8])] {
    let before = place.withLock { $0 }
    let (told, after) = try await door.city.database.read { [door, root] transaction in
      let session = ReadSession(
        door.city, ThingsRights(.system(door.city.tenant)), root: root, settings: door.settings, in: transaction)
      var after = before
      var changes = try Self.entities(before.journal, &after, session, isWanted: !listenings.isEmpty)
      changes += try Self.historical(before.journal == nil ? nil : before.historical, &after, session)
      guard !listenings.isEmpty else { return ([(filter: String, payload: [UInt8])](), after) }
      let wanted = listenings.filter { $0.path.type == .observation || $0.path.type.isStream }
      if !wanted.isEmpty { changes += try Self.observations(readings, observations, wanted, session) }
      var told: [(filter: String, payload: [UInt8])] = []
      for change in changes {
        for listening in listenings {
          guard let payload = try Self.payload(of: change, for: listening, session) else { continue }
          told.append((listening.filter, payload))
        }
      }
      return (told, after)
    }
    place.withLock { $0 = after }
    return told
  }

  // MARK: What has changed

  private static func entities(
    _ position: JournalPosition?, _ after: inout Place, _ session: ReadSession, isWanted: Bool
  ) throws -> [Change] {
    let journal = Journal()
    guard let position, isWanted else {
      after.journal = try journal.heads(tenant: session.tenant, in: session.transaction)
      return []
    }
    let (events, reached) = try journal.events(
      after: position, kinds: ["EntityCreated", "EntityUpdated"], limit: 10_000, tenant: session.tenant,
      in: session.transaction)
    after.journal = reached
    // What changed several times is told once, as it is now.
    var changed: [String: Set<String>?] = [:]
    var order: [String] = []
    for event in events {
      var names: Set<String>?
      if event.kind == "EntityUpdated", let patch = try? JSON(parsing: event.payload) {
        names = Set(patch["attributes"]?.object?.keys.map { $0 } ?? [])
        if patch["location"] != nil { names?.insert(EntityType.attribute("location")) }
      }
      if let known = changed[event.subject] {
        changed[event.subject] = .some(names.flatMap { names in known.map { $0.union(names) } })
      } else {
        changed[event.subject] = .some(names)
        order.append(event.subject)
      }
    }
    return try order.compactMap { uri in
      try session.transaction.row(
        "SELECT \(EntityRow.columns("t")) FROM \(EntityRow.tables("t")) WHERE t.tenant = ? AND t.entity = ?",
        session.tenant, uri
      ).map { Change(item: .entity(try EntityRow($0)), properties: changed[uri] ?? nil) }
    }
  }

  private static func historical(
    _ last: Int64?, _ after: inout Place, _ session: ReadSession
  ) throws -> [Change] {
    guard let last else {
      after.historical =
        try session.transaction.row(
          "SELECT COALESCE(MAX(id), 0) FROM sensorthings_historical_locations WHERE tenant = ?", session.tenant)?[0]
        ?? 0
      return []
    }
    let rows = try session.transaction.rows(
      """
      SELECT \(HistoricalRow.columns("t")) FROM sensorthings_historical_locations t
      WHERE t.tenant = ? AND t.id > ? ORDER BY t.id LIMIT 10000
      """, session.tenant, last
    ).map { HistoricalRow($0) }
    after.historical = rows.last?.id ?? last
    return rows.map { Change(item: .historical($0), properties: nil) }
  }

  private static func observations(
    _ readings: [(code: String, at: Instant)], _ observations: Set<ObservationID>, _ listenings: [Listening],
    _ session: ReadSession
  ) throws -> [Change] {
    var streams: [String: EntityRow?] = [:]
    var ids: [ObservationID] = []
    var seen: Set<ObservationID> = []
    for reading in readings {
      let stream: EntityRow?
      if let known = streams[reading.code] {
        stream = known
      } else {
        stream = try self.stream(reading.code, session)
        streams[reading.code] = .some(stream)
      }
      guard let stream, listenings.contains(where: { mayBe($0.path, of: stream) }) else { continue }
      let id = ObservationID(stream: stream.id, at: reading.at.milliseconds, number: 0)
      if seen.insert(id).inserted { ids.append(id) }
    }
    for id in observations.sorted() where seen.insert(id).inserted { ids.append(id) }
    var changes: [Change] = []
    var told: Set<Int64> = []
    for id in ids {
      guard let item = try session.observation(id), case .observation(_, let stream) = item else { continue }
      changes.append(Change(item: item, properties: nil))
      // Its stream goes on to another time.
      if told.insert(stream.id).inserted {
        changes.append(Change(item: .entity(stream), properties: ["phenomenonTime", "resultTime"]))
      }
    }
    return changes
  }

  private static func stream(_ code: String, _ session: ReadSession) throws -> EntityRow? {
    guard
      let series = try session.city.telemetry.catalogue.series(
        code: code, tenant: session.tenant, in: session.transaction)
    else { return nil }
    return try session.transaction.row(
      "SELECT \(EntityRow.columns("t")) FROM \(EntityRow.tables("t")) WHERE t.tenant = ? AND t.series = ?",
      session.tenant, series.id
    ).map { try EntityRow($0) }
  }

  /// Whether Observations of a stream, or the stream, may be what an address names; false only where they are not.
  private static func mayBe(_ path: ResourcePath, of stream: EntityRow) -> Bool {
    for step in path.steps where step.type.isStream {
      if let id = step.id, id != .integer(stream.id) || step.type != stream.type { return false }
    }
    return true
  }

  // MARK: What is told

  private static func payload(of change: Change, for listening: Listening, _ session: ReadSession) throws -> [UInt8]? {
    let (_, path, options) = listening
    guard path.type == change.item.type else { return nil }
    // What only moved its times is told to who listens to those.
    if path.isCollection {
      if case .entity(let row) = change.item, row.type.isStream, change.properties == ["phenomenonTime", "resultTime"] {
        return nil
      }
      if path.steps.count > 1 {
        guard let navigation = path.last.navigation, let parent = try session.walk(path.steps.dropLast()),
          try session.isRelated(change.item, to: parent, navigation)
        else { return nil }
      }
      guard try session.matches(options.filter, change.item) else { return nil }
      return try session.render(change.item, options).bytes
    }
    guard let named = try session.walk(path.steps[...]), named.type == change.item.type, named.id == change.item.id,
      try session.matches(options.filter, change.item)
    else { return nil }
    guard case .property(let property, _) = path.ending else {
      if case .entity(let row) = change.item, row.type.isStream, change.properties == ["phenomenonTime", "resultTime"] {
        return nil
      }
      return try session.render(change.item, options).bytes
    }
    if let changed = change.properties, !changed.contains(EntityType.attribute(property.name)),
      !changed.contains(property.name)
    {
      return nil
    }
    let request = ThingsRequest(method: .get, path: "", root: session.root, principal: .system(session.tenant))
    guard case .json(let bytes) = try session.answer(path, QueryOptions(), request).content else { return nil }
    return bytes
  }
}
