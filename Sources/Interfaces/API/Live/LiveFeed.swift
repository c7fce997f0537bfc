// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Journaling
import Logging
import Packs
import Storage
import Synchronization
import Vocabulary

/// Gives the events of the journal to everybody who listens, from one reader for all of them.
///
/// Who comes back with the position of the last event reads what happened since from the journal, and then joins; nothing is
/// left out and nothing comes twice, across all partitions. While nobody listens nothing is read.
final class LiveFeed: Sendable {
  private struct State {
    /// How far the reader has come; `nil` while it does not run.
    var position: JournalPosition?
    var listeners: [Int: LiveListener] = [:]
    var lastKey = 0
    /// Counts the readers, so that one that was stopped delivers nothing more.
    var generation = 0
    var reader: Task<Void, Never>?
  }

  private let reader: LiveReader
  private let database: Database
  private let logger: Logger
  private let state = Mutex(State())
  /// Events of a partition read at once.
  private static let batch = 500

  init(_ city: City) {
    reader = LiveReader(city)
    database = city.database
    logger = city.logger
  }

  /// - Throws: `Problem` of code `invalid` for a position that the journal has not reached: it is of another city, or of a time
  ///   before a backup was restored.
  func check(_ position: JournalPosition) async throws {
    guard try await reader.heads().covers(position) else {
      throw Problem.invalid(
        "Last-Event-ID", "lies beyond the end of the journal; read everything anew and come back without it",
        "超出日志末尾；请重新读取全部，且不带此项")
    }
  }

  /// Gives events to a listener until its stream ends.
  ///
  /// - Parameter start: the position after which to begin; `nil` for now.
  func follow(_ listener: LiveListener, after start: JournalPosition?) async throws {
    let key = try await start == nil ? join(listener) : catchUp(listener, from: start ?? JournalPosition())
    guard let key else { return }
    defer { leave(key) }
    await listener.sink.closed()
  }

  private func join(_ listener: LiveListener) async throws -> Int {
    while true {
      try await ensureRunning()
      if let key = tryJoin(listener, at: nil) { return key }
    }
  }

  /// Reads for one listener alone until it is as far as the others.
  private func catchUp(_ listener: LiveListener, from start: JournalPosition) async throws -> Int? {
    var position = start
    while listener.sink.isOpen {
      let (events, reached) = try await reader.read(after: position, limit: Self.batch)
      for event in events {
        position.advance(past: event)
        listener.give(event, id: position)
      }
      position = reached
      if events.count < Self.batch { try await ensureRunning() }
      if let key = tryJoin(listener, at: position) { return key }
      // A reader far behind is given no more than it can take.
      while listener.sink.isOpen, listener.sink.waiting > 1 << 16 { try await Task.sleep(for: .milliseconds(10)) }
    }
    return nil
  }

  /// - Parameter position: how far the listener is; `nil`: wherever the reader is.
  /// - Returns: `nil` when the reader does not run or is further than the listener.
  private func tryJoin(_ listener: LiveListener, at position: JournalPosition?) -> Int? {
    state.withLock { state in
      guard let current = state.position, position?.covers(current) ?? true else { return nil }
      if let position {
        if position != current { listener.ahead(to: position) }
      } else {
        // So that whoever is cut off before the first event can go on from here too.
        listener.send(ServerSentEvent(id: current.description, event: "Ready", data: "{}"))
      }
      state.lastKey += 1
      state.listeners[state.lastKey] = listener
      return state.lastKey
    }
  }

  private func leave(_ key: Int) {
    let reader = state.withLock { state -> Task<Void, Never>? in
      state.listeners[key] = nil
      guard state.listeners.isEmpty else { return nil }
      state.position = nil
      state.generation += 1
      return state.reader.take()
    }
    reader?.cancel()
  }

  private func ensureRunning() async throws {
    guard state.withLock({ $0.position == nil }) else { return }
    let heads = try await reader.heads()
    state.withLock { state in
      guard state.position == nil else { return }
      state.position = heads
      state.generation += 1
      let generation = state.generation
      state.reader = Task { await run(generation) }
    }
  }

  private func run(_ generation: Int) async {
    for await _ in JournalPulse(database: database).stream() {
      do {
        while try await step(generation) {}
      } catch is CancellationError {
        return
      } catch {
        logger.warning("the live stream cannot read the journal, will try again", metadata: ["error": "\(error)"])
      }
      if Task.isCancelled { return }
      try? await Task.sleep(for: breath)
    }
  }

  /// How long the reader pauses after it has told of something: to wake so many connections is what the stream costs, so what
  /// happens meanwhile is told at once. Nobody sees the difference of a fifth of a second.
  private var breath: Duration {
    min(.microseconds(200) * state.withLock { $0.listeners.count }, .milliseconds(150))
  }

  /// One batch. Returns whether there may be more.
  private func step(_ generation: Int) async throws -> Bool {
    let position = state.withLock { $0.generation == generation ? $0.position : nil }
    guard let position else { throw CancellationError() }
    let (events, reached) = try await reader.read(after: position, limit: Self.batch)
    state.withLock { state in
      guard state.generation == generation else { return }
      Self.give(events, after: position, to: state.listeners.values)
      state.position = reached
    }
    return events.count >= Self.batch
  }

  private static func give(
    _ events: [LiveEvent], after start: JournalPosition, to listeners: some Collection<LiveListener>
  ) {
    var position = start
    for event in events {
      position.advance(past: event)
      // Written once, however many want it.
      var written: ServerSentEvent?
      for listener in listeners {
        // Also for one that does not want it: it may be as far as the others from here on.
        let turn = listener.turn(event, at: position)
        guard listener.wants(event) else { continue }
        switch turn {
        case .known: continue
        case .ahead(let ahead): listener.send(event.serverSent(id: position.merged(with: ahead)))
        case .level:
          let ready = written ?? event.serverSent(id: position)
          written = ready
          listener.send(ready)
        }
      }
    }
  }
}

extension LiveEvent {
  func serverSent(id: JournalPosition) -> ServerSentEvent {
    ServerSentEvent(id: id.description, event: kind, data: data)
  }
}
