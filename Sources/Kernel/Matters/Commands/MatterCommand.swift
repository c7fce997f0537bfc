// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Vocabulary

/// What somebody wants to be done with a matter.
public enum MatterCommand: Sendable, Hashable {
  case submit
  case accept
  case sendBack(reason: String)
  case resubmit(title: String?, text: String?, address: String?, attributes: [String: JSON])
  case reject(reason: String, basis: String?)
  /// To these departments; without a lead, to the one that the routing table names.
  case dispatch(lead: String?, assisting: [String], informed: [String])
  /// The department may be left out when the principal works for only one of those involved.
  case start(department: String?)
  case refuse(department: String?, reason: String)
  case handle(department: String?, result: String)
  case verify
  case close(result: String?)
  case rework(reason: String)
  case archive
  case reopen(reason: String)
  case suspend(reason: String, basis: String?)
  case resume
  case withdraw(reason: String?)
  case cancel(reason: String)
  case rate(grade: Int, comment: String?)
  case note(String, isPublic: Bool)
  case attach(Evidence)
  case extend(clock: MatterClock.Kind, limit: Limit, reason: String)
  case prioritise(MatterPriority)

  public var action: MatterAction {
    switch self {
    case .submit: .submit
    case .accept: .accept
    case .sendBack: .sendBack
    case .resubmit: .resubmit
    case .reject: .reject
    case .dispatch: .dispatch
    case .start: .start
    case .refuse: .refuse
    case .handle: .handle
    case .verify: .verify
    case .close: .close
    case .rework: .rework
    case .archive: .archive
    case .reopen: .reopen
    case .suspend: .suspend
    case .resume: .resume
    case .withdraw: .withdraw
    case .cancel: .cancel
    case .rate: .rate
    case .note: .note
    case .attach: .attach
    case .extend: .extend
    case .prioritise: .prioritise
    }
  }
}
