// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Packs
import Vocabulary

/// A version of a decision or of a threshold rule: who proposed and approved it, from when on it counts.
struct VersionView: Sendable {
  var number: Int
  var address: String
  var versionState: String
  var stateName: String
  var isInForce: Bool
  var isWaiting: Bool
  var origin: String
  var proposed: Moment
  var decided: Moment?
  var decision: String?
  /// Of a version that was stopped after its approval.
  var stoppedApprovalAt: Moment?
  var stoppedApproval: String?
  var validFrom: Moment?
  var versionComment: String?
  var versionReason: String?

  init(_ version: DecisionVersion, inForce: Int?, _ names: [String: String], _ messages: Messages, _ moments: Moments) {
    func name(_ account: String) -> String { names[account].map(messages.name) ?? account }
    number = version.version
    address = VersionedKind.of(version.kind).version(version.version, of: version.code)
    versionState = version.state.rawValue
    isInForce = version.version == inForce
    isWaiting = version.state == .proposed
    // A version that another took the place of, or that is still to come.
    let state =
      switch version.state {
      case .approved where isInForce: "inForce"
      case .approved where version.validFrom.map({ $0 > moments.now }) == true: "toCome"
      default: version.state.rawValue
      }
    stateName = messages["versionState.\(state)"]
    origin = version.proposedBy.map { messages.text("proposedBy", ["name": name($0)]) } ?? messages["fromThePack"]
    proposed = moments.past(version.proposedAt)
    decided = version.decidedAt.map { moments.past($0) }
    decision = version.decidedBy.map {
      messages.text(version.state == .approved ? "approvedBy" : "refusedBy", ["name": name($0)])
    }
    stoppedApprovalAt = version.approvedAt.map { moments.past($0) }
    stoppedApproval = version.approvedBy.map { messages.text("approvedBy", ["name": name($0)]) }
    validFrom = version.validFrom.map { moments.absoluteMoment($0) }
    versionComment = version.comment
    versionReason = version.reason
  }
}

extension Moments {
  /// A moment that is told absolutely, as it may be to come.
  func absoluteMoment(_ instant: Instant) -> Moment {
    let text = absolute(instant)
    return Moment(exact: instant.description, absolute: text, relative: text)
  }
}
