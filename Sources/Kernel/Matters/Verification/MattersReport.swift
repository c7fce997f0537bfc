// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A matter that is not what its events make of it.
public struct MatterFault: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// These columns of its row are not what the events say; `snapshot` is the whole matter.
    case differs([String])
    /// Its rows in the lists of departments are not what the events say.
    case departmentsDiffer
    /// It has events, and no row.
    case missing
    /// It has a row, and no events.
    case withoutEvents
    /// This event of the journal cannot be folded: it cannot be read, or does not follow from the one before.
    case brokenHistory(event: String)
  }

  /// The matter's identifier.
  public var id: String
  /// Its number, where that is known.
  public var number: String?
  public var kind: Kind

  public var description: String {
    let name = "matter \(number.map { "\($0) (\(id))" } ?? id)"
    switch kind {
    case .differs(let columns): return "\(name) differs from its events in \(columns.joined(separator: ", "))"
    case .departmentsDiffer: return "\(name) is not in the lists of the departments that its events name"
    case .missing: return "\(name) has events and is missing"
    case .withoutEvents: return "\(name) has no events"
    case .brokenHistory(let event):
      return "\(name) cannot be replayed: event \(event) does not follow from those before"
    }
  }
}

/// The result of `Matters.verify`.
public struct MattersReport: Sendable {
  /// How many matters were replayed.
  public var matters: Int64 = 0
  /// From how many events.
  public var events: Int64 = 0
  public var faults: [MatterFault] = []
}
