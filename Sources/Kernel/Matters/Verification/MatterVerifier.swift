// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Compares replayed matters with the stored ones, some hundreds at a time, along their identifiers.
struct MatterVerifier {
  let tenant: Tenant
  let faultLimit: Int
  var report = MattersReport()
  private var waiting: [Matter] = []
  /// Identifiers up to this one have been compared.
  private var reached = Int64.min
  private static let atOnce = 256

  init(tenant: Tenant, faultLimit: Int) {
    self.tenant = tenant
    self.faultLimit = faultLimit
  }

  var isFull: Bool { report.faults.count >= faultLimit }

  private mutating func add(_ kind: MatterFault.Kind, _ id: String, _ number: String?) {
    if !isFull { report.faults.append(MatterFault(id: id, number: number, kind: kind)) }
  }

  mutating func take(_ replay: MatterReplay, of subject: String, in transaction: Transaction) throws {
    report.matters += 1
    if let event = replay.broken { add(.brokenHistory(event: event), subject, replay.matter?.number) }
    // Also one whose history broke: it has a row, which is compared with what could be folded.
    guard let matter = replay.matter else { return }
    waiting.append(matter)
    if waiting.count == Self.atOnce { try compare(upTo: matter.id.rawValue, in: transaction) }
  }

  mutating func finish(in transaction: Transaction) throws {
    try compare(upTo: .max, in: transaction)
  }

  private mutating func compare(upTo last: Int64, in transaction: Transaction) throws {
    let range: [SQLValue] = [.text(tenant.name), .integer(reached), .integer(last)]
    var rest = waiting[...]
    try transaction.forEach(Self.rows, values: range) { row in
      guard !isFull else { return }
      let id = Identifier(rawValue: row[0])
      while let next = rest.first, next.id < id {
        add(.missing, next.id.description, next.number)
        rest.removeFirst()
      }
      guard let matter = rest.first, matter.id == id else {
        add(.withoutEvents, id.description, row[1])
        return
      }
      rest.removeFirst()
      let columns = MatterStore.columns
      let right = MatterStore.values(of: matter, snapshot: matter.json)
      let wrong = columns.indices.filter { !Self.areIdentical(row.values[$0 + 1], right[$0]) }
      if !wrong.isEmpty { add(.differs(wrong.map { columns[$0] }), id.description, matter.number) }
    }
    for matter in rest { add(.missing, matter.id.description, matter.number) }
    try compareDepartments(range, in: transaction)
    waiting = []
    reached = last
  }

  private mutating func compareDepartments(_ range: [SQLValue], in transaction: Transaction) throws {
    var rest = waiting[...]
    var found: [[SQLValue]] = []
    var current = Int64.min
    func finish(_ verifier: inout Self) {
      while let next = rest.first, next.id.rawValue < current {
        if !next.departments.isEmpty { verifier.add(.departmentsDiffer, next.id.description, next.number) }
        rest.removeFirst()
      }
      guard let matter = rest.first, matter.id.rawValue == current else {
        if !found.isEmpty {
          verifier.add(.departmentsDiffer, Identifier(rawValue: current).description, nil)
        }
        return
      }
      rest.removeFirst()
      let right = matter.departments.sorted().map { MatterStore.departmentValues(of: matter, $0) }
      let isRight =
        found.count == right.count && zip(found, right).allSatisfy { zip($0, $1).allSatisfy(Self.areIdentical) }
      if !isRight { verifier.add(.departmentsDiffer, matter.id.description, matter.number) }
    }
    try transaction.forEach(Self.departmentRows, values: range) { row in
      guard !isFull else { return }
      if row[0] != current {
        finish(&self)
        found = []
        current = row[0]
      }
      found.append(Array(row.values.dropFirst()))
    }
    finish(&self)
    current = .max
    found = []
    finish(&self)
  }

  /// Texts are compared byte by byte: Swift takes two that look alike for equal.
  private static func areIdentical(_ left: SQLValue, _ right: SQLValue) -> Bool {
    if case .text(let one) = left, case .text(let other) = right { return one.utf8.elementsEqual(other.utf8) }
    return left == right
  }

  private static let rows =
    "SELECT id, \(MatterStore.columns.joined(separator: ", ")) FROM matters WHERE tenant = ? AND id > ? AND id <= ? "
    + "ORDER BY id"
  private static let departmentRows =
    "SELECT matter, \(MatterStore.departmentColumns.joined(separator: ", ")) FROM matter_departments "
    + "WHERE tenant = ? AND matter > ? AND matter <= ? ORDER BY matter, department"
}
