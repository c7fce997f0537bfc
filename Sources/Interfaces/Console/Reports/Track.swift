// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Vocabulary

/// The way of a report in five stations, as of a parcel.
struct Track: Sendable {
  struct Station: Sendable {
    var name: String
    var isDone: Bool
    var isCurrent: Bool
  }

  var stations: [Station]
  /// Says the same to those who do not see it.
  var label: String
  /// It ended before its way was over.
  var isEnded: Bool

  init(_ state: MatterState, _ steps: [PublicProgress.Step], _ messages: Messages) {
    let reached: Int
    switch state {
    case .draft, .submitted, .returned: reached = 0
    case .accepted: reached = 1
    case .dispatched, .inProgress, .reopened: reached = 2
    case .handled, .verifying: reached = 3
    case .closed, .archived: reached = 4
    // Where it stood before: the farthest of the states that it had.
    case .suspended, .rejected, .withdrawn, .cancelled, .merged:
      reached = steps.map { Self.station($0.state) }.max() ?? 0
    }
    isEnded = state.isFinal && state != .closed && state != .archived
    let isOver = state == .closed || state == .archived
    let names = ["track.reported", "track.accepted", "track.handling", "track.checking", "track.done"]
    stations = names.enumerated().map { index, name in
      Station(name: messages[name], isDone: index < reached || isOver, isCurrent: index == reached && !isOver)
    }
    label = messages.text(
      "trackLabel", ["step": "\(reached + 1)", "of": "\(names.count)", "name": messages[names[reached]]])
  }

  private static func station(_ state: MatterState) -> Int {
    switch state {
    case .accepted: 1
    case .dispatched, .inProgress, .reopened: 2
    case .handled, .verifying: 3
    case .closed, .archived: 4
    default: 0
    }
  }
}
