// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Where a matter stands. A closed set: deadlines, statistics and other systems' states map onto it.
public enum MatterState: String, CaseIterable, Sendable, Hashable {
  case draft
  /// Reported (上报).
  case submitted
  /// Taken in and filed (受理 / 立案).
  case accepted
  /// Sent to a department (派遣).
  case dispatched
  /// Being handled (处置).
  case inProgress
  /// Handled, result reported (反馈).
  case handled
  /// Being checked by somebody else (核查).
  case verifying
  /// Checked and closed (结案).
  case closed
  case archived

  /// Sent back to the reporter to be completed (补正).
  case returned
  /// Not accepted.
  case rejected
  /// Clocks stand still (挂账).
  case suspended
  /// Taken back by the reporter.
  case withdrawn
  /// Ended by a supervisor.
  case cancelled
  /// Goes on inside another matter.
  case merged
  /// Opened again after closing; waits to be dispatched.
  case reopened

  /// Whether work on it is over.
  public var isFinal: Bool {
    switch self {
    case .closed, .archived, .rejected, .withdrawn, .cancelled, .merged: true
    default: false
    }
  }
}

/// How urgent a matter is: normal (一般件), urgent (紧急件), supervised (督办件).
public enum MatterPriority: String, CaseIterable, Sendable, Hashable, Comparable {
  case normal
  case urgent
  case supervised

  /// Greater is more urgent.
  public static func < (left: Self, right: Self) -> Bool { left.order < right.order }
  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
