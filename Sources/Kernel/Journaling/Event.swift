// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A change of state, about to be written to the journal.
public struct NewEvent: Sendable {
  /// What happened, in the past tense: `MatterDispatched`.
  public var kind: String
  /// What it happened to: `matter`, `entity`, `person` …
  public var subjectKind: String
  /// The identifier of what it happened to.
  public var subject: String
  /// The subject's revision after the event; 0 where subjects have none.
  public var revision: Int64
  /// The details: one canonical JSON object.
  public var payload: [UInt8]
  /// The codes of the decisions of whose uses the payload tells, so that these are found.
  public var decisions: Set<String>

  public init(
    _ kind: String, subjectKind: String, subject: String, revision: Int64 = 0, payload: [UInt8],
    decisions: Set<String> = []
  ) {
    self.kind = kind
    self.subjectKind = subjectKind
    self.subject = subject
    self.revision = revision
    self.payload = payload
    self.decisions = decisions
  }

  public init(
    _ kind: String, subjectKind: String, subject: String, revision: Int64 = 0, payload: JSON = .object([:]),
    decisions: Set<String> = []
  ) {
    self.init(
      kind, subjectKind: subjectKind, subject: subject, revision: revision, payload: payload.bytes, decisions: decisions
    )
  }
}

/// An event as the journal keeps it.
public struct Event: Sendable, Hashable {
  public var tenant: Tenant
  /// Which chain it is part of.
  public var partition: Int
  /// Its place in that chain; the first is 1, and none is left out.
  public var sequence: Int64
  public var at: Instant
  public var kind: String
  public var subjectKind: String
  public var subject: String
  public var revision: Int64
  /// Identifier of the principal who acted.
  public var actor: String
  /// The session or token through which the actor came.
  public var client: String?
  public var payload: [UInt8]
  /// SHA-256 over the hash of the event before and this event's content.
  public var hash: [UInt8]

  /// How people and messages name it: `0:1234`.
  public var name: String { "\(partition):\(sequence)" }
}
