// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Spatial
import Storage
import Vocabulary

/// Makes matters of the rows of one file.
struct Boston311Rows: RowImport {
  let matters: Matters
  let principal: Principal
  let layout: Boston311Layout
  let plan: Boston311Plan
  let file: String

  func content(of record: CSVRecord, in reader: CSVReader) throws(CSVFault) -> Boston311Row? {
    let row = try layout.row(record, in: reader)
    if let first = plan.repeated[record.row] {
      throw CSVFault(
        file: file, row: record.row, column: "CASE_ENQUIRY_ID", detail: "case \(row.caseID) is in row \(first) already")
    }
    return row
  }

  func write(
    _ rows: [ImportRow<Boston311Row>], onError: ImportOptions.OnError, database: Database,
    finish: @escaping @Sendable (_ stoppedAt: ImportRow<Boston311Row>?, _ refused: Int, Transaction) throws -> Void
  ) async throws -> BatchOutcome {
    try await database.write { transaction in
      var outcome = BatchOutcome()
      let existing = try matters.matters(
        channel: Boston311Import.channel, externalIDs: rows.map(\.content.caseID), tenant: principal.tenant,
        in: transaction)
      var stoppedAt: ImportRow<Boston311Row>?
      for row in rows {
        if let fault = try write(row, existing[row.content.caseID], &outcome.counts, transaction) {
          outcome.faults.append(fault)
          guard onError == .skip else {
            stoppedAt = row
            break
          }
        }
        try complete(row.row, &outcome.counts, transaction)
      }
      try finish(stoppedAt, stoppedAt == nil ? outcome.faults.count : 0, transaction)
      return outcome
    }
  }

  /// - Returns: what is wrong with the row; nothing of it was written then.
  private func write(
    _ row: ImportRow<Boston311Row>, _ existing: Matter?, _ counts: inout ImportCounts, _ transaction: Transaction
  ) throws -> CSVFault? {
    let content = row.content
    let waits = plan.grouped.contains(row.row)
    if let existing {
      let steps = waits ? [] : steps(content, from: existing.state)
      try perform(steps, on: existing.id, transaction)
      if steps.isEmpty { counts.unchanged += 1 } else { counts.updated += 1 }
      return nil
    }
    var state = MatterState.submitted
    if let type = matters.catalogue.type(content.type), type.acceptsByItself { state = .accepted }
    let beginning = steps(content, from: state, until: waits ? .dispatched : nil)
    do {
      _ = try matters.submit(
        submission(row), then: beginning, by: principal, at: content.opened, in: transaction)
    } catch let problem as Problem {
      return CSVFault(file: file, row: row.row, detail: problem.detail)
    }
    counts.added += 1
    if content.isDuplicate, !waits { counts.duplicates += 1 }
    return nil
  }

  /// Merges the duplicates of a case, in the order in which they were closed, and then closes the case, where its group is
  /// complete with this row.
  private func complete(_ row: Int, _ counts: inout ImportCounts, _ transaction: Transaction) throws {
    guard let group = plan.completed[row] else { return }
    func matter(_ row: Int) throws -> Matter? {
      guard let id = plan.rows[row]?.caseID else { return nil }
      return try matters.matter(
        channel: Boston311Import.channel, externalID: id, tenant: principal.tenant, in: transaction)
    }
    guard let survivor = try matter(group.survivor), let last = plan.rows[group.survivor] else { return }
    for number in group.duplicates {
      guard let duplicate = try matter(number), let ended = plan.rows[number]?.ended,
        MatterAction.merge.from.contains(duplicate.state), !survivor.state.isFinal
      else { continue }
      try matters.merge(
        duplicate.id, into: survivor.id, by: principal, at: max(ended, duplicate.updatedAt), in: transaction)
      counts.merged += 1
    }
    try perform(steps(last, from: survivor.state), on: survivor.id, transaction)
  }

  private func perform(_ steps: [(command: MatterCommand, at: Instant)], on id: Identifier, _ transaction: Transaction)
    throws
  {
    for (command, at) in steps {
      _ = try matters.perform(command, on: id, by: principal, at: at, in: transaction)
    }
  }

  /// What leads from a state to the one that the row tells of: dispatched, or closed.
  ///
  /// The file has no times between opening and closing: a case is accepted and sent to its department when it is opened, and
  /// handled and checked when it is closed. In a state that people brought about since, nothing is left to do.
  private func steps(
    _ row: Boston311Row, from state: MatterState, until goal: MatterState? = nil
  ) -> [(command: MatterCommand, at: Instant)] {
    var steps: [(command: MatterCommand, at: Instant)] = []
    switch state {
    case .submitted:
      steps = [(.accept, row.opened), (.dispatch(lead: row.department, assisting: [], informed: []), row.opened)]
    case .accepted: steps = [(.dispatch(lead: row.department, assisting: [], informed: []), row.opened)]
    case .dispatched: break
    default: return []
    }
    guard goal != .dispatched, let ended = row.ended else { return steps }
    let result = row.closureReason.isEmpty ? "Closed" : row.closureReason
    return steps + [
      (.start(department: row.department), ended), (.handle(department: row.department, result: result), ended),
      (.verify, ended), (.close(result: nil), ended),
    ]
  }

  private func submission(_ row: ImportRow<Boston311Row>) -> Submission {
    let content = row.content
    var attributes = content.attributes
    attributes["onTimeStatus"] = (content.status?.rawValue).map(JSON.string)
    attributes["duplicateOf"] = plan.named[row.row].map(JSON.string)
    return Submission(
      type: content.type, text: content.title, channel: Boston311Import.channel, position: content.position,
      address: content.address, areas: areas(content), externalID: content.caseID, attributes: attributes,
      dueAt: content.target)
  }

  /// The district that the file names; what is smaller only where the map has it in that district.
  private func areas(_ row: Boston311Row) -> AreaPath? {
    guard let district = row.district else { return nil }
    let index = matters.catalogue.areas
    if let located = row.position.map(index.locate), located.district == district { return located }
    return index.path(of: district)
  }
}
