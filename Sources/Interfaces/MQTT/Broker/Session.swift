// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What is kept of a client between its connections: subscriptions, and messages that it has not acknowledged.
final class Session: Sendable {
  /// One user's client; two users with the same client identifier are two.
  struct Key: Hashable, Sendable {
    var user: String
    var client: String
  }

  private struct Waiting {
    var message: Message
    var expiresAt: ContinuousClock.Instant?
  }

  private struct State {
    var filters: Set<String> = []
    var queue: [Waiting] = []
    /// Sent and not acknowledged, in the order of sending.
    var inFlight: [(identifier: UInt16, waiting: Waiting)] = []
    var nextIdentifier: UInt16 = 1
    var receiveMaximum = 65535
    /// Counts connections; an older one must not touch what belongs to a newer one.
    var connection = 0
    var wake: (@Sendable () -> Void)?
    var close: (@Sendable (ReasonCode) -> Void)?
    var expiry: UInt32 = 0
    var dropped = 0
  }

  let key: Key
  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: messages that may wait for the client.
  init(_ key: Key, limit: Int) {
    self.key = key
    self.limit = limit
  }

  /// Takes the session over for a new connection; what was sent and not acknowledged is sent again.
  ///
  /// - Returns: the number of the connection.
  func attach(
    receiveMaximum: Int, expiry: UInt32, wake: @escaping @Sendable () -> Void,
    close: @escaping @Sendable (ReasonCode) -> Void
  ) -> Int {
    let (previous, number) = state.withLock { state in
      let previous = state.close
      state.connection += 1
      state.receiveMaximum = receiveMaximum
      state.expiry = expiry
      state.wake = wake
      state.close = close
      return (previous, state.connection)
    }
    previous?(.sessionTakenOver)
    return number
  }

  /// `nil` where another connection has taken over; else the seconds that the session stays.
  func detach(_ connection: Int, expiry: UInt32? = nil) -> UInt32? {
    state.withLock { state in
      guard state.connection == connection else { return nil }
      state.wake = nil
      state.close = nil
      if let expiry { state.expiry = expiry }
      return state.expiry
    }
  }

  func isDetached(since connection: Int) -> Bool {
    state.withLock { $0.connection == connection && $0.close == nil }
  }

  func closeConnection(_ code: ReasonCode) {
    let close = state.withLock { $0.close }
    close?(code)
  }

  var filters: Set<String> { state.withLock { $0.filters } }

  func note(_ filter: String) { state.withLock { _ = $0.filters.insert(filter) } }
  func forget(_ filter: String) { state.withLock { _ = $0.filters.remove(filter) } }

  var isConnected: Bool { state.withLock { $0.wake != nil } }

  /// Puts a message into the queue. Those of QoS 0 do not wait for a client that is away.
  ///
  /// - Returns: whether it was taken.
  @discardableResult
  func put(_ message: Message) -> Bool {
    let (wake, isTaken) = state.withLock { state -> ((@Sendable () -> Void)?, Bool) in
      guard message.qos > .atMostOnce || state.wake != nil else { return (nil, false) }
      guard state.queue.count < limit else {
        state.dropped += 1
        return (nil, false)
      }
      let expiry = message.properties.number(.messageExpiry)
      state.queue.append(
        Waiting(message: message, expiresAt: expiry.map { .now + .seconds(Int64($0)) }))
      return (state.wake, true)
    }
    wake?()
    return isTaken
  }

  /// Takes out what waits, or was not acknowledged, of shared subscriptions.
  func giveUpShared() -> [Message] {
    state.withLock { state in
      let all = state.inFlight.map(\.waiting) + state.queue
      state.inFlight.removeAll { $0.waiting.message.share != nil }
      state.queue.removeAll { $0.message.share != nil }
      return all.filter { $0.message.share != nil }.compactMap(Self.current)
    }
  }

  /// What may be sent now.
  func take(_ connection: Int) -> [ServerPacket] {
    state.withLock { state in
      guard state.connection == connection else { return [] }
      var packets: [ServerPacket] = []
      var rest: [Waiting] = []
      for waiting in state.queue {
        guard let message = Self.current(waiting) else { continue }
        guard message.qos == .atLeastOnce else {
          packets.append(.publish(message, identifier: 0, isDuplicate: false))
          continue
        }
        guard rest.isEmpty, state.inFlight.count < state.receiveMaximum else {
          rest.append(waiting)
          continue
        }
        let identifier = Self.freeIdentifier(&state)
        state.inFlight.append((identifier, waiting))
        packets.append(.publish(message, identifier: identifier, isDuplicate: false))
      }
      state.queue = rest
      return packets
    }
  }

  /// What a new connection of an old session begins with.
  func takeUnacknowledged(_ connection: Int) -> [ServerPacket] {
    state.withLock { state in
      guard state.connection == connection else { return [] }
      return state.inFlight.map { .publish($0.waiting.message, identifier: $0.identifier, isDuplicate: true) }
    }
  }

  /// The client has it.
  func acknowledge(_ identifier: UInt16) {
    let wake = state.withLock { state -> (@Sendable () -> Void)? in
      state.inFlight.removeAll { $0.identifier == identifier }
      return state.queue.isEmpty ? nil : state.wake
    }
    wake?()
  }

  private static func current(_ waiting: Waiting) -> Message? {
    guard let expiresAt = waiting.expiresAt else { return waiting.message }
    let left = expiresAt - .now
    guard left > .zero else { return nil }
    // What is left of its time is passed on (§3.3.2.3.3).
    var message = waiting.message
    message.properties.entries.removeAll { $0.name == .messageExpiry }
    message.properties.add(.messageExpiry, .four(UInt32(clamping: left.components.seconds + 1)))
    return message
  }

  private static func freeIdentifier(_ state: inout State) -> UInt16 {
    while true {
      let identifier = state.nextIdentifier
      state.nextIdentifier = identifier == .max ? 1 : identifier + 1
      if !state.inFlight.contains(where: { $0.identifier == identifier }) { return identifier }
    }
  }
}
