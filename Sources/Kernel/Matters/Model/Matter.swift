// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Spatial
public import Vocabulary

/// Anything that somebody must finish (事项): an urban event, an appeal, a warning, an application.
///
/// Its state is the fold of its events by `apply`, a pure function; nothing else changes it.
public struct Matter: Sendable, Hashable {
  public var id: Identifier
  /// The number that people use: `20261124-000123`.
  public var number: String
  /// The type and its version; the matter keeps it to its end.
  public var type: String
  public var typeVersion: Int
  public var title: String
  public var text: String
  public var state: MatterState
  /// The state to which a suspended or merged matter goes back.
  public var stateBefore: MatterState?
  public var priority: MatterPriority
  /// How it came in: `public`, `phone`, `app`, `sensor`, `import`, `api` …
  public var channel: String
  public var position: Position?
  public var address: String?
  public var areas: AreaPath
  /// The principal who reported it.
  public var owner: String?
  public var reporters: [Reporter]
  /// Its identifier in the system it came from.
  public var externalID: String?
  /// What further reports of the same trouble have in common, such as a warning's rule and series.
  public var correlation: String?
  /// SHA-256 of the code with which a reporter without an account follows and rates it.
  public var trackingHash: String?
  /// Further facts, by the type's own names.
  public var attributes: [String: JSON]
  public var branches: [Branch] = []
  /// The time limits that it keeps; `nil` before it is submitted, and where it began before they were decided.
  public var limits: TimeLimits?
  public var clocks: [MatterClock] = []
  public var evidence: [Evidence] = []
  public var notes: [Note] = []
  /// The outcome that the last handler or verifier wrote.
  public var result: String?
  /// Who worked on a branch before somebody else took it over.
  public var formerHandlers: [String] = []
  public var mergedInto: Identifier?
  /// The matters that were merged into this one.
  public var absorbed: [Identifier] = []
  public var rating: Rating?
  /// How often a department refused it, the check failed, and it was opened again.
  public var bounces = 0
  public var reworks = 0
  public var reopenings = 0
  public var createdAt: Instant
  public var updatedAt: Instant
  public var closedAt: Instant?
  /// Counts its events.
  public var revision: Int64

  /// The department in charge: the lead of the branches that are not over, else the last lead.
  public var department: String? {
    (branches.last { $0.role == .lead && $0.status != .refused && $0.status != .cancelled }
      ?? branches.last { $0.role == .lead })?.department
  }

  /// Codes of all departments that have or had a part in it, and have not refused it.
  public var departments: Set<String> {
    Set(branches.filter { $0.status != .refused && $0.status != .cancelled }.map(\.department))
  }

  /// Who worked on its result; none of them may verify it.
  public var handlers: Set<String> { Set(branches.compactMap(\.handler)).union(formerHandlers) }

  public var facts: AccessFacts {
    AccessFacts(departments: departments, areas: areas.codes, owner: owner)
  }

  /// The next due date: of the running clocks, the earliest.
  public var dueAt: Instant? { clocks.lazy.filter(\.isRunning).compactMap(\.dueAt).min() }

  /// The next moment at which a clock needs attention.
  public var timerAt: Instant? { clocks.lazy.compactMap(\.timerAt).min() }
}

extension AreaPath {
  /// The codes of all levels that are known.
  public var codes: Set<String> { Set([district, street, community, cell].compactMap { $0 }) }
}

/// Somebody who reported a matter. Personal data: shown only to those who work on it.
public struct Reporter: Sendable, Hashable {
  public var principal: String?
  public var name: String?
  public var contact: String?

  public init(principal: String? = nil, name: String? = nil, contact: String? = nil) {
    self.principal = principal
    self.name = name
    self.contact = contact
  }
}

/// One department's part in a matter.
public struct Branch: Sendable, Hashable {
  /// In charge (主办), assisting (协办), or only told.
  public enum Role: String, Sendable, CaseIterable { case lead, assisting, informed }
  public enum Status: String, Sendable, CaseIterable { case offered, inProgress, done, refused, cancelled }

  public var department: String
  public var role: Role
  public var status: Status = .offered
  /// The principal who took it.
  public var handler: String?
  /// Why the department refused.
  public var reason: String?
  public var result: String?
  /// It was done before the matter was opened again or given to another lead: a failed check does not send it back.
  public var isPast = false
  /// The line of the routing table that chose the department: `duty-list@3#17`; `nil` when a person did.
  public var rule: String?
  public var offeredAt: Instant
  public var endedAt: Instant?

  public init(department: String, role: Role, rule: String? = nil, offeredAt: Instant) {
    self.department = department
    self.role = role
    self.rule = rule
    self.offeredAt = offeredAt
  }

  /// Whether somebody still has to do something.
  public var isOpen: Bool { role != .informed && (status == .offered || status == .inProgress) }
}

/// A file that shows something, kept under the hash of its content.
public struct Evidence: Sendable, Hashable {
  /// What it shows: the trouble, the result, the check.
  public enum Phase: String, Sendable, CaseIterable { case report, handle, verify }

  /// SHA-256 of the file in hexadecimal digits.
  public var hash: String
  public var mediaType: String
  public var size: Int64
  public var phase: Phase
  public var by: String
  public var at: Instant
  /// SHA-256 of the copy without metadata that the public may see; `nil` for files that have no public copy.
  public var publicHash: String?

  public init(
    hash: String, mediaType: String, size: Int64, phase: Phase, by: String, at: Instant, publicHash: String?
  ) {
    self.hash = hash
    self.mediaType = mediaType
    self.size = size
    self.phase = phase
    self.by = by
    self.at = at
    self.publicHash = publicHash
  }
}

/// A remark in a matter's history.
public struct Note: Sendable, Hashable {
  public var text: String
  public var by: String
  public var at: Instant
  /// Whether the reporter sees it.
  public var isPublic: Bool
}

/// What the reporter thinks of the result (评价).
public struct Rating: Sendable, Hashable {
  /// 1 (not satisfied at all) to 5 (very satisfied).
  public var grade: Int
  public var comment: String?
  public var at: Instant
}
