// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
public import Storage
public import Vocabulary

/// What somebody did to a sensor, or found out about it: a calibration (校准), upkeep, a remark.
public struct SensorNote: Sendable, Hashable {
  public enum Kind: String, CaseIterable, Sendable { case calibration, maintenance, remark }

  public var id: Identifier
  public var kind: Kind
  /// When it was done, which may be before it was written down.
  public var at: Instant
  public var text: String
  /// The account of whoever wrote it.
  public var by: String
  public var writtenAt: Instant
}

/// The notes on the sensors of a city. They are added and never changed: each is in the journal.
public struct SensorNotes: Sendable {
  /// Roles that write them: those who care for sensors and those who oversee them.
  public static let writers: Set<Role> = [.handler, .dispatcher, .supervisor, .administrator]
  public static let noted = "SensorNoted"
  /// Characters of a note.
  public static let length = 3...1000

  private let database: Database
  private let identifiers: IdentifierSource
  private let time: any TimeSource

  public init(database: Database, identifiers: IdentifierSource, time: any TimeSource) {
    self.database = database
    self.identifiers = identifiers
    self.time = time
  }

  /// The notes on a series, the newest act first.
  public func list(of series: Identifier, limit: Int = 100, tenant: Tenant) async throws -> [SensorNote] {
    try await database.read { transaction in
      try transaction.rows(
        """
        SELECT id, kind, at, content, author, written_at FROM sensor_notes WHERE tenant = ? AND series = ?
        ORDER BY at DESC, id DESC LIMIT ?
        """, values: [tenant.sqlValue, series.sqlValue, .integer(Int64(limit))]
      ).map { row in
        SensorNote(
          id: row[0], kind: SensorNote.Kind(rawValue: row[1]) ?? .remark, at: row[2], text: row[3], by: row[4],
          writtenAt: row[5])
      }
    }
  }

  /// Adds a note.
  /// - Parameter at: when it was done; by default now.
  /// - Throws: `Problem` of code `invalid` for a text that is too short or too long, or a time that is still to come.
  public func add(
    _ kind: SensorNote.Kind, _ text: String, at: Instant? = nil, to series: Identifier, by principal: Principal
  ) async throws -> SensorNote {
    guard Self.length.contains(text.count) else {
      throw Problem.invalid(
        "text", "must say in 3 to 1000 characters what was done", "请用 3 至 1000 个字符说明所做的工作")
    }
    let now = time.now()
    guard at ?? now <= now else {
      throw Problem.invalid("at", "lies in the future: a note is on what was done", "时间晚于现在：记录应为已完成的工作")
    }
    let note = SensorNote(
      id: identifiers.next(at: now), kind: kind, at: at ?? now, text: text, by: principal.id, writtenAt: now)
    try await database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO sensor_notes (tenant, series, id, kind, at, content, author, written_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, principal.tenant, series, note.id, note.kind.rawValue, note.at, note.text, note.by, note.writtenAt)
      try Journal().append(
        NewEvent(
          Self.noted, subjectKind: "series", subject: series.description,
          payload: .object([
            "id": .string(note.id.description), "kind": .string(kind.rawValue), "at": .string(note.at.description),
            "text": .string(text),
          ])), by: principal, at: now, in: transaction)
    }
    return note
  }
}
