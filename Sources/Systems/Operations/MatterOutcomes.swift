// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Journaling
public import Logging
public import Matters
import Spatial
public import Storage
public import Vocabulary

/// Keeps the table `matter_outcomes`, from which reports are made, in step with the matters.
///
/// A follower of the journal. What it writes depends on the matter as it is, not on the event, so it may be run anew from the
/// beginning at any time and comes to the same rows.
public struct MatterOutcomes: Sendable {
  private let matters: Matters
  private let tenant: Tenant
  private let zone: TimeZoneRules
  private let logger: Logger

  /// - Parameter zone: the city's time zone, for months.
  public init(matters: Matters, tenant: Tenant, zone: TimeZoneRules, logger: Logger) {
    self.matters = matters
    self.tenant = tenant
    self.zone = zone
    self.logger = logger
  }

  /// By which the journal knows how far it has come.
  public static let followerName = "matter-outcomes"

  /// Runs until its task is cancelled.
  public func follower(database: Database) -> Follower {
    Follower(
      Self.followerName, database: database, tenant: tenant, kinds: Self.kinds.map(\.rawValue), contents: false,
      batch: 500,
      // Of several events of one matter in a batch the first does the work of all.
      pace: .milliseconds(150), logger: logger
    ) { event, transaction in try update(event, in: transaction) }
  }

  /// The events that can change an outcome.
  static let kinds: [MatterEvent.Kind] = [
    .submitted, .accepted, .returned, .resubmitted, .rejected, .dispatched, .refused, .closed, .reopened, .suspended,
    .resumed, .withdrawn, .cancelled, .merged, .unmerged, .extended, .prioritised, .relocated,
  ]

  func update(_ event: Event, in transaction: Transaction) throws {
    guard event.subjectKind == Matter.subjectKind, let id = Identifier(event.subject) else { return }
    let known = try transaction.row(
      "SELECT revision FROM matter_outcomes WHERE tenant = ? AND matter = ?", tenant, id)
    // Worked out already, from a later state than this event left.
    if let known, known[0] as Int64 >= event.revision { return }
    guard let matter = try matters.matter(id, from: event.revision, tenant: tenant, in: transaction) else { return }
    try record(matter, in: transaction)
  }

  /// What is to be written of matters as they are, whatever the journal says: for a city whose history is written at once.
  /// Their outcomes are worked out here, so that the transaction itself only writes.
  public func writing(of matters: [Matter]) -> @Sendable (Transaction) throws -> Void {
    let rows = matters.compactMap(row)
    return { transaction in
      for row in rows { try transaction.execute(Self.save, values: row) }
    }
  }

  private func record(_ matter: Matter, in transaction: Transaction) throws {
    if let row = row(of: matter) { try transaction.execute(Self.save, values: row) }
  }

  /// The values of `save`; none for a matter that has no outcome yet.
  private func row(of matter: Matter) -> [SQLValue]? {
    guard let outcome = MatterOutcome(matter) else { return nil }
    return [
      tenant.sqlValue, matter.id.sqlValue, .integer(outcome.revision), .text(outcome.type), .text(outcome.channel),
      outcome.department.sqlValue, outcome.areas.district.sqlValue, outcome.areas.street.sqlValue,
      outcome.areas.community.sqlValue, outcome.areas.cell.sqlValue, outcome.owner.sqlValue,
      outcome.openedAt.sqlValue, .text(zone.month(of: outcome.openedAt)), outcome.dueAt.sqlValue,
      outcome.endedAt.sqlValue, outcome.endedAt.map(zone.month).sqlValue, (outcome.ending?.rawValue).sqlValue,
      .text(outcome.verdict.rawValue),
    ]
  }

  private static let save = """
    INSERT INTO matter_outcomes
      (tenant, matter, revision, type, channel, department, district, street, community, cell, owner, opened_at,
       opened_month, due_at, ended_at, ended_month, ending, verdict)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (tenant, matter) DO UPDATE SET revision = excluded.revision, department = excluded.department,
      district = excluded.district, street = excluded.street, community = excluded.community, cell = excluded.cell,
      opened_at = excluded.opened_at, opened_month = excluded.opened_month, due_at = excluded.due_at,
      ended_at = excluded.ended_at, ended_month = excluded.ended_month, ending = excluded.ending,
      verdict = excluded.verdict
    """
}
