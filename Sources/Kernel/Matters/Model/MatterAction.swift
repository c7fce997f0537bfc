// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What can be done with a matter: from which states, and by which roles. The whole state machine is this table.
public enum MatterAction: String, CaseIterable, Sendable, Hashable {
  case submit
  case accept
  case sendBack = "return"
  case resubmit
  case reject
  case dispatch
  case start
  case refuse
  case handle
  case verify
  case close
  case rework
  case archive
  case reopen
  case suspend
  case resume
  case withdraw
  case cancel
  case merge
  case unmerge
  case rate
  case note
  case attach
  case extend
  case prioritise

  /// The states in which it is possible.
  public var from: Set<MatterState> { Self.states[self] ?? [] }

  /// The roles that may do it, within the bounds of their grants.
  public var roles: Set<Role> { Self.roles[self] ?? [] }

  /// What is possible in a state.
  static func possible(in state: MatterState) -> [MatterAction] { byState[state] ?? [] }

  // MARK: - The table

  private var statesWritten: Set<MatterState> {
    switch self {
    case .submit: [.draft]
    case .accept: [.submitted]
    case .sendBack: [.submitted, .accepted]
    case .resubmit: [.returned]
    case .reject: [.submitted, .returned]
    case .dispatch: [.accepted, .reopened, .dispatched, .inProgress]
    case .start: [.dispatched, .inProgress]
    case .refuse: [.dispatched, .inProgress]
    case .handle: [.inProgress]
    case .verify: [.handled]
    case .close: [.verifying]
    case .rework: [.verifying]
    case .archive: [.closed, .rejected, .withdrawn, .cancelled]
    case .reopen: [.closed]
    case .suspend: [.submitted, .accepted, .dispatched, .inProgress, .handled, .verifying, .reopened]
    case .resume: [.suspended]
    case .withdraw: [.draft, .submitted, .returned, .accepted, .dispatched]
    case .cancel: Self.open.subtracting([.draft])
    case .merge: [.submitted, .accepted, .dispatched, .inProgress, .reopened]
    case .unmerge: [.merged]
    case .rate: [.closed, .archived]
    case .note: Set(MatterState.allCases).subtracting([.archived])
    case .attach: Self.open
    case .extend: [.accepted, .dispatched, .inProgress, .handled, .verifying, .reopened, .submitted]
    case .prioritise: Self.open.subtracting([.draft, .suspended])
    }
  }

  private var rolesWritten: Set<Role> {
    switch self {
    case .submit, .resubmit, .withdraw: [.reporter, .intake]
    case .accept, .sendBack, .reject: [.intake]
    case .dispatch: [.dispatcher]
    case .start, .refuse, .handle: [.handler]
    case .verify, .close, .rework: [.verifier]
    case .archive: [.supervisor, .administrator]
    case .reopen: [.reporter, .supervisor]
    case .suspend, .resume: [.dispatcher, .supervisor]
    case .cancel: [.supervisor]
    case .merge, .unmerge: [.intake, .dispatcher]
    // A supervisor writes down what a reporter said when asked afterwards (回访).
    case .rate: [.reporter, .supervisor]
    case .note: [.reporter, .intake, .dispatcher, .handler, .verifier, .supervisor]
    case .attach: [.reporter, .intake, .dispatcher, .handler, .verifier]
    case .extend: [.supervisor]
    case .prioritise: [.intake, .dispatcher, .supervisor]
    }
  }

  private static let open = Set(MatterState.allCases.filter { !$0.isFinal })

  // Made once of what is written above: all of it is asked for at each step on a matter.
  private static let states = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.statesWritten) })
  private static let roles = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.rolesWritten) })
  private static let byState = Dictionary(
    uniqueKeysWithValues: MatterState.allCases.map { state in
      (state, allCases.filter { $0.statesWritten.contains(state) })
    })
}
