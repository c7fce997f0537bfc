// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Matters
import Storage
public import Vocabulary

/// What our clocks say of Boston's requests beside what the files say of them.
public struct Boston311Comparison: Hashable, Sendable {
  /// A row of which there is something to say.
  public struct Remark: Hashable, Sendable {
    public var file: String
    public var row: Int
    public var caseID: String
    public var type: String
    public var detail: String
  }

  /// The last time that stands in the files: when they were made, as far as open requests are concerned.
  public var asOf = Instant(milliseconds: .min)
  public var rows = 0
  public var closedRows = 0
  /// Rows by `TYPE`.
  public var rowsByType: [String: Int] = [:]
  /// Rows with `OnTime_Status`.
  public var judged = 0
  /// Rows that have a target and of which both say the same.
  public var equal = 0
  /// Rows that have a target and of which the clock says something else.
  public var different: [Remark] = []
  /// Rows with `OnTime_Status` but without the target that it would be measured by; what our clocks say by the limit of the
  /// type, or nothing.
  public var withoutTarget: [Remark] = []
  /// Rows with a target but without `OnTime_Status`.
  public var unjudged: [Remark] = []
  /// Rows that end before they begin.
  public var backwards: [Remark] = []
  /// Rows that are open and say how they were closed.
  public var openAndClosed: [Remark] = []
  /// Rows that are not in the database.
  public var missing: [Remark] = []
  /// Duplicates: merged, and closed for want of a case that they could be merged into.
  public var merged = 0
  public var duplicates: [Remark] = []
}

extension Boston311Import {
  /// Compares files that were imported with the matters that were made of them.
  /// - Throws: `Problem` naming file, row and column; `StorageError`.
  public func compare(_ files: [URL]) async throws -> Boston311Comparison {
    var comparison = Boston311Comparison()
    var pages: [(file: String, rows: [(number: Int, content: Boston311Row)])] = []
    do throws(CSVFault) {
      for url in files {
        var reader = try CSVReader(url)
        let layout = try Boston311Layout(reader, zone: zone, catalogue: matters.catalogue)
        var rows: [(Int, Boston311Row)] = []
        while let record = try reader.next() {
          try reader.check(record)
          rows.append((record.row, try layout.row(record, in: reader)))
        }
        pages.append((url.lastPathComponent, rows))
      }
    } catch {
      throw error.problem
    }
    for (_, row) in pages.flatMap(\.rows) {
      comparison.asOf = max(comparison.asOf, row.opened, row.closed ?? row.opened)
    }
    for (file, rows) in pages {
      for first in stride(from: 0, to: rows.count, by: 500) {
        let some = Array(rows[first..<min(first + 500, rows.count)])
        let found = try await database.read { [matters, tenant] transaction in
          try matters.matters(
            channel: Self.channel, externalIDs: some.map(\.content.caseID), tenant: tenant, in: transaction)
        }
        for (number, row) in some { comparison.add(row, number, file, found[row.caseID]) }
      }
    }
    return comparison
  }
}

extension Boston311Comparison {
  mutating func add(_ row: Boston311Row, _ number: Int, _ file: String, _ matter: Matter?) {
    rows += 1
    rowsByType[row.typeName, default: 0] += 1
    if row.closed != nil { closedRows += 1 }
    func remark(_ detail: String) -> Remark {
      Remark(file: file, row: number, caseID: row.caseID, type: row.typeName, detail: detail)
    }
    if let closed = row.closed, closed < row.opened {
      backwards.append(remark("closed \((row.opened - closed).wholeMilliseconds / 1000) s before it was opened"))
    }
    if row.isOpen, row.closureReason.contains("Case Closed") {
      openAndClosed.append(remark("`CASE_STATUS` is Open, `CLOSURE_REASON` says that it is closed"))
    }
    guard let matter else {
      missing.append(remark("there is no such matter"))
      return
    }
    if row.isDuplicate {
      if matter.state == .merged { merged += 1 } else { duplicates.append(remark("")) }
    }
    let late = matter.clock(.total)?.onTime(at: asOf) == false
    switch (row.status, row.target) {
    case (nil, nil): break
    case (nil, _): unjudged.append(remark(late ? "late" : "on time"))
    case (.some, nil):
      judged += 1
      let isMeasured = matter.clock(.total)?.dueAt != nil
      let verdict = late ? (row.closed == nil ? "open late" : "closed late") : "on time"
      withoutTarget.append(remark(isMeasured ? verdict : ""))
    case (let status?, let target?):
      judged += 1
      if late == (status == .overdue) {
        equal += 1
      } else {
        let end = row.closed.map { "closed at \($0)" } ?? "open at \(asOf)"
        different.append(remark("target \(target), \(end), the file says \(status.rawValue)"))
      }
    }
  }
}
