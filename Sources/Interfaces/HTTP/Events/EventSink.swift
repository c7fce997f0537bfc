// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where events for one reader are put. Sending never waits: a reader that does not keep up is cut off, and comes back
/// with the identifier of the last event it saw.
public final class EventSink: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isOpen = true
    var reader: CheckedContinuation<[UInt8]?, Never>?
    var watchers: [AsyncStream<Never>.Continuation] = []
  }

  /// How many bytes may wait for the reader.
  private let limit: Int
  private let onCut: @Sendable () -> Void
  private let state = Mutex(State())

  init(limit: Int, onCut: @escaping @Sendable () -> Void) {
    self.limit = limit
    self.onCut = onCut
  }

  public var isOpen: Bool { state.withLock { $0.isOpen } }

  /// How many bytes wait for the reader: who has much to send can wait until it has taken some of it.
  public var waiting: Int { state.withLock { $0.pending.count } }

  /// `false` when the stream has ended and nothing more need be sent.
  @discardableResult
  public func send(_ event: ServerSentEvent) -> Bool {
    let (isOpen, isCut) = state.withLock { state -> (Bool, Bool) in
      guard state.isOpen else { return (false, false) }
      guard state.pending.count + event.bytes.count <= limit else {
        // What waits is dropped: the reader gets it again after it came back, and the comment soon.
        state.pending =
          ServerSentEvent.comment(
            "cut off: more than \(limit) bytes were waiting to be read; come back with Last-Event-ID"
          ).bytes
        Self.close(&state)
        return (false, true)
      }
      state.pending += event.bytes
      Self.wake(&state)
      return (true, false)
    }
    if isCut { onCut() }
    return isOpen
  }

  /// Ends the stream after what was sent so far.
  ///
  /// - Parameter comment: tells whoever looks at the stream why.
  public func finish(comment: String? = nil) {
    state.withLock { state in
      guard state.isOpen else { return }
      if let comment { state.pending += ServerSentEvent.comment(comment).bytes }
      Self.close(&state)
    }
  }

  /// Returns when the stream has ended, for whatever reason.
  public func closed() async {
    let (stream, continuation) = AsyncStream<Never>.makeStream()
    let isOpen = state.withLock { state in
      if state.isOpen { state.watchers.append(continuation) }
      return state.isOpen
    }
    guard isOpen else { return }
    for await _ in stream {}
  }

  /// The reader is gone: what waits for it is dropped.
  func abandon() {
    state.withLock { state in
      state.pending = []
      Self.close(&state)
    }
  }

  /// Keeps the connection open where nothing else does.
  func heartbeat() {
    state.withLock { state in
      guard state.isOpen, state.pending.isEmpty else { return }
      state.pending = Self.beat
      Self.wake(&state)
    }
  }

  /// All that waits, as soon as something does; `nil` at the end. For one task.
  func next() async -> [UInt8]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { state in
          state.reader = continuation
          Self.wake(&state)
        }
      }
    } onCancel: {
      abandon()
    }
  }

  private static let beat = Array(":\n\n".utf8)

  private static func wake(_ state: inout State) {
    guard let reader = state.reader, !state.pending.isEmpty || !state.isOpen else { return }
    state.reader = nil
    reader.resume(returning: state.pending.isEmpty ? nil : state.pending)
    state.pending = []
  }

  private static func close(_ state: inout State) {
    state.isOpen = false
    wake(&state)
    for watcher in state.watchers { watcher.finish() }
    state.watchers = []
  }
}
