// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Spatial
public import Vocabulary

/// One step of a matter's life. Everything that had to be looked up or worked out is in it, so that folding needs nothing else.
public struct MatterEvent: Sendable, Hashable {
  public enum Kind: String, CaseIterable, Sendable {
    case drafted = "MatterDrafted"
    case submitted = "MatterSubmitted"
    case accepted = "MatterAccepted"
    case returned = "MatterReturned"
    case resubmitted = "MatterResubmitted"
    case rejected = "MatterRejected"
    case dispatched = "MatterDispatched"
    case started = "MatterStarted"
    case refused = "MatterRefused"
    case handled = "MatterHandled"
    case branchDone = "MatterBranchDone"
    case verificationStarted = "MatterVerificationStarted"
    case closed = "MatterClosed"
    case reworkOrdered = "MatterReworkOrdered"
    case archived = "MatterArchived"
    case reopened = "MatterReopened"
    case suspended = "MatterSuspended"
    case resumed = "MatterResumed"
    case withdrawn = "MatterWithdrawn"
    case cancelled = "MatterCancelled"
    case merged = "MatterMerged"
    case unmerged = "MatterUnmerged"
    case absorbed = "MatterAbsorbed"
    case released = "MatterReleased"
    case rated = "MatterRated"
    case noted = "MatterNoted"
    case evidenceAttached = "MatterEvidenceAttached"
    case extended = "MatterExtended"
    case prioritised = "MatterPrioritised"
    case clockWarned = "MatterClockWarned"
    case clockBreached = "MatterClockBreached"
    case warningJoined = "MatterWarningJoined"
    /// The city was divided anew, and what lies around the matter has changed.
    case relocated = "MatterRelocated"
  }

  /// What an event says besides its kind.
  public enum Body: Sendable, Hashable {
    case none
    /// The matter as it began.
    case beginning(Matter)
    /// The part of the matter that a reporter may complete.
    case completion(title: String?, text: String?, address: String?, attributes: [String: JSON])
    /// New branches; those still open of the departments named in `ended` are cancelled.
    case branches([Branch], ended: [String])
    /// A department's branch changed.
    case branch(department: String, status: Branch.Status, handler: String?, text: String?)
    /// A reason, such as a rejection's, with its legal basis.
    case reason(String, basis: String?)
    case result(String?)
    /// Another matter, with the reporters, evidence and the like that come from it.
    case other(Identifier, reporters: [Reporter], evidence: [Evidence])
    case rating(grade: Int, comment: String?)
    case note(String, isPublic: Bool)
    case evidence(Evidence)
    case priority(MatterPriority)
    /// The areas in which the matter lies from now on.
    case areas(AreaPath)
  }

  public var kind: Kind
  /// The state after it; `nil` when it stays.
  public var state: MatterState?
  public var clocks: [ClockChange]
  public var body: Body
  /// The time limits that the matter has from now on; `nil` when they stay.
  public var limits: TimeLimits?
  /// The uses of decisions that led to it, so that anybody can ask later why it came out so. Folding does not look at them.
  public var decisions: [DecisionUse]
  public var at: Instant
  /// Identifier of the principal who did it.
  public var by: String

  public init(
    _ kind: Kind, state: MatterState? = nil, clocks: [ClockChange] = [], body: Body = .none,
    limits: TimeLimits? = nil, decisions: [DecisionUse] = [], at: Instant, by: String
  ) {
    self.kind = kind
    self.state = state
    self.clocks = clocks
    self.body = body
    self.limits = limits
    self.decisions = decisions
    self.at = at
    self.by = by
  }
}
