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

  /// How far it is, where others that are at `position` are not as far.
  func ahead(of position: JournalPosition) -> JournalPosition? {
    state.withLock { state in
      if let ahead = state.ahead, position.covers(ahead) { state.ahead = nil }
      return state.ahead
    }
  }

  func send(_ event: ServerSentEvent) { sink.send(event) }

  func give(_ event: LiveEvent, id: JournalPosition) {
    if wants(event) { sink.send(event.serverSent(id: id)) }
  }
}
