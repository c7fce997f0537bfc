// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Journaling
import Synchronization

/// One reader of the live stream.
final class LiveListener: Sendable {
  private struct State {
    var audience: LiveAudience
    /// How far it is, where that is further than the others; `nil` once they have come as far.
    var ahead: JournalPosition?
  }

  let sink: EventSink
  private let state: Mutex<State>

  init(_ audience: LiveAudience, sink: EventSink) {
    self.sink = sink
    state = Mutex(State(audience: audience))
  }

  /// What it wants and may see; changes when the rights of whoever listens do.
  var audience: LiveAudience {
    get { state.withLock { $0.audience } }
    set { state.withLock { $0.audience = newValue } }
  }

  func wants(_ event: LiveEvent) -> Bool { state.withLock { $0.audience.wants(event) } }

  /// It has been given everything up to that position.
  func ahead(to position: JournalPosition) { state.withLock { $0.ahead = position } }

  /// What an event that the others are given next means to it.
  enum Turn {
    /// It has been given it already.
    case known
    /// It is as far as the others.
    case level
    /// It is as far as that, and the event is new to it.
    case ahead(JournalPosition)
  }

  /// - Parameter position: how far the others are with the event.
  func turn(_ event: LiveEvent, at position: JournalPosition) -> Turn {
    state.withLock { state in
      guard let ahead = state.ahead else { return .level }
      let isOvertaken = position.covers(ahead)
      if isOvertaken { state.ahead = nil }
      if ahead.isPast(event) { return .known }
      return isOvertaken ? .level : .ahead(ahead)
    }
  }

  func send(_ event: ServerSentEvent) { sink.send(event) }

  func give(_ event: LiveEvent, id: JournalPosition) {
    if wants(event) { sink.send(event.serverSent(id: id)) }
  }
}
