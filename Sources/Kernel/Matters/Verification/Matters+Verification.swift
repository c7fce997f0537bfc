// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

extension Matters {
  /// The matter that its events make, whatever is stored of it; `nil` when it has none.
  /// - Throws: `StorageError.corrupt` when an event does not follow from those before.
  public static func replay(_ id: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Matter? {
    var replay = MatterReplay()
    let subject = id.description
    for event in try Journal().history(of: subject, kind: Matter.subjectKind, tenant: tenant, in: transaction) {
      replay.take(event)
    }
    if let event = replay.broken { throw StorageError.corrupt("event \(event) of matter \(subject) cannot be folded") }
    return replay.matter
  }

  /// Replays every matter from the journal and compares it, byte by byte, with what is stored of it.
  ///
  /// Holds a few hundred matters at a time, however many there are.
  /// - Parameters:
  ///   - faultLimit: stops looking after so many faults.
  ///   - progress: called now and then with the number of matters replayed.
  ///   - visit: sees each matter as its events make it, in the order of identifiers.
  public static func verify(
    tenant: Tenant, faultLimit: Int = 100, in transaction: Transaction, progress: (Int64) -> Void = { _ in },
    visit: (Matter) -> Void = { _ in }
  ) throws -> MattersReport {
    var verifier = MatterVerifier(tenant: tenant, faultLimit: faultLimit)
    var subject = ""
    var replay = MatterReplay()
    func finish() throws {
      if let matter = replay.matter, replay.broken == nil { visit(matter) }
      try verifier.take(replay, of: subject, in: transaction)
      if verifier.report.matters % 1000 == 0 { progress(verifier.report.matters) }
    }
    try Journal().forEachEvent(ofKind: Matter.subjectKind, tenant: tenant, in: transaction) { event in
      guard !verifier.isFull else { return }
      if event.subject != subject {
        if !subject.isEmpty { try finish() }
        subject = event.subject
        replay = MatterReplay()
      }
      replay.take(event)
      verifier.report.events += 1
    }
    if !subject.isEmpty { try finish() }
    try verifier.finish(in: transaction)
    return verifier.report
  }
}
