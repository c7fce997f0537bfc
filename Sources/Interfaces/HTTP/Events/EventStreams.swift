// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The open streams of events: beats for all of them, and ends them when the server shuts down.
final class EventStreams: Sendable {
  private struct State {
    var sinks: [ObjectIdentifier: EventSink] = [:]
    var isEnding = false
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.sinks.count } }

  /// `false` when the server is shutting down.
  func add(_ sink: EventSink) -> Bool {
    state.withLock { state in
      guard !state.isEnding else { return false }
      state.sinks[ObjectIdentifier(sink)] = sink
      return true
    }
  }

  func remove(_ sink: EventSink) {
    state.withLock { $0.sinks[ObjectIdentifier(sink)] = nil }
  }

  func heartbeat() {
    for sink in all { sink.heartbeat() }
  }

  func endAll() {
    state.withLock { $0.isEnding = true }
    for sink in all { sink.finish(comment: "the server is shutting down; come back with Last-Event-ID") }
  }

  private var all: [EventSink] { state.withLock { Array($0.sinks.values) } }
}
