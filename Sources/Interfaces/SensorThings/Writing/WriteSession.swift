// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Packs
import Storage
import Telemetry
import Vocabulary

/// What one request, or one change set of a batch, changes: everything in one transaction.
final class WriteSession {
  let city: City
  let principal: Principal
  let rights: ThingsRights
  let now: Instant
  let transaction: Transaction
  /// Readings that are to be kept at the end, all at once.
  var pending: [NewReading] = []
  var pendingValues: [PendingKey: ReadingValue] = [:]
  /// Readings that were kept, for those who watch.
  private(set) var kept: [NewReading] = []
  /// Observations that are new or changed without a reading that tells of them.
  var noticed: [ObservationID] = []
  /// Streams as they were read before; what is changed is forgotten.
  var streams: [Int64: Stream] = [:]
  /// Features that were made from Locations, by the Location's identifier.
  var generated: [Int64: EntityRow] = [:]
  /// Streams whose rows this transaction holds.
  var locked: Set<Int64> = []
  /// Whether anything was done that streams which are remembered elsewhere must know.
  var changesStreams = false

  struct PendingKey: Hashable {
    var series: Identifier
    var at: Int64
  }

  /// A Datastream or MultiDatastream with the series of its readings.
  struct Stream: Sendable {
    var row: EntityRow
    var series: Series
  }

  var tenant: Tenant { principal.tenant }

  init(_ city: City, _ rights: ThingsRights, at now: Instant, in transaction: Transaction) {
    self.city = city
    self.rights = rights
    principal = rights.principal
    self.now = now
    self.transaction = transaction
  }

  /// Keeps what is still to be kept. To be called before anything is read of readings, and at the end.
  func finish() throws {
    guard !pending.isEmpty else { return }
    try city.telemetry.append(pending, tenant: tenant, in: transaction)
    kept += pending
    pending = []
    pendingValues = [:]
  }

  // MARK: - Finding

  func find(_ type: EntityType, _ id: Int64) throws -> EntityRow? {
    var sql = """
      SELECT \(EntityRow.columns("t")) FROM \(EntityRow.tables("t"))
      WHERE t.tenant = ? AND t.id = ? AND t.type = ?
      """
    var values: [SQLValue] = [tenant.sqlValue, .integer(id), .text(type.rawValue)]
    if let condition = rights.condition(type, "t"), rights.mayWrite {
      sql += " AND \(condition.sql)"
      values += condition.values
    }
    return try transaction.row(sql, values: values).map { try EntityRow($0) }
  }

  /// Entities by the identifiers of the city.
  func find(uris: [String]) throws -> [EntityRow] {
    try uris.compactMap { uri in
      try transaction.row(
        "SELECT \(EntityRow.columns("t")) FROM \(EntityRow.tables("t")) WHERE t.tenant = ? AND t.entity = ?", tenant,
        uri
      ).map { try EntityRow($0) }
    }
  }

  /// The entities that have a relationship with this one. CROSS JOIN keeps SQLite from beginning with all of their type.
  func sources(of row: EntityRow, _ relationship: String, _ type: EntityType) throws -> [EntityRow] {
    try transaction.rows(
      """
      SELECT \(EntityRow.columns("t")) FROM entity_relationships r CROSS JOIN \(EntityRow.tables("t"))
      WHERE r.tenant = ? AND r.target = ? AND r.name = ? AND t.tenant = r.tenant AND t.entity = r.id AND t.type = ?
      ORDER BY t.id
      """, tenant, row.uri, relationship, type.rawValue
    ).map { try EntityRow($0) }
  }

  func stream(_ id: Int64, _ type: EntityType? = nil) throws -> Stream? {
    if let known = streams[id], type == nil || known.row.type == type { return known }
    for type in type.map({ [$0] }) ?? [.datastream, .multiDatastream] {
      if let row = try find(type, id) { return try stream(row) }
    }
    return nil
  }

  func stream(_ row: EntityRow) throws -> Stream? {
    if let known = streams[row.id] { return known }
    guard let id = row.series, let series = try city.telemetry.catalogue.series(id, tenant: tenant, in: transaction)
    else { return nil }
    let stream = Stream(row: row, series: series)
    streams[row.id] = stream
    return stream
  }

  func nextID() throws -> Int64 {
    try transaction.execute(
      """
      INSERT INTO sensorthings_counter (tenant, next) VALUES (?, 2)
      ON CONFLICT (tenant) DO UPDATE SET next = sensorthings_counter.next + 1
      """, tenant)
    let next: Int64 = try transaction.row("SELECT next FROM sensorthings_counter WHERE tenant = ?", tenant)?[0] ?? 2
    return next - 1
  }

  /// - Throws: `Problem` of code `forbidden` for a principal who may not change this entity.
  func requireChange(of row: EntityRow) throws {
    try rights.requireWriting()
    let uri = row.type.isStream ? row.relationships["thing"]?.first ?? row.uri : row.uri
    guard let entity = try city.entities.find(uri, tenant: tenant, in: transaction) else { return }
    try rights.requireChange(of: entity.facts, "\(row.type.singular) \(row.id)")
  }
}
