// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// Sessions, subscriptions and retained messages of all clients.
final class Broker: Sendable {
  private struct State {
    var sessions: [Session.Key: Session] = [:]
    var tree = TopicTree<Session.Key>()
    var retained: [String: Message] = [:]
    var retainedBytes = 0
  }

  let settings: MQTTSettings
  private let state: Mutex<State>

  init(_ settings: MQTTSettings) {
    self.settings = settings
    state = Mutex(State())
  }

  var sessionCount: Int { state.withLock { $0.sessions.count } }

  /// The session of a client, and whether it was there before.
  ///
  /// - Parameter startsClean: an older session is given up first.
  func session(_ key: Session.Key, startsClean: Bool) -> (Session, isPresent: Bool) {
    if startsClean { remove(key, .sessionTakenOver) }
    return state.withLock { state in
      if let session = state.sessions[key] { return (session, true) }
      let session = Session(key, limit: settings.queuedMessages)
      state.sessions[key] = session
      return (session, false)
    }
  }

  /// Ends a session now or, where its client is to come back, after so many seconds.
  func leave(_ session: Session, connection: Int, expiry: UInt32) {
    guard expiry > 0 else {
      if session.isDetached(since: connection) { remove(session.key, nil) }
      return
    }
    guard expiry < .max else { return }
    Task { [weak self] in
      try? await Task.sleep(for: .seconds(Int64(expiry)))
      if session.isDetached(since: connection) { self?.remove(session.key, nil) }
    }
  }

  private func remove(_ key: Session.Key, _ code: ReasonCode?) {
    let session = state.withLock { state -> Session? in
      guard let session = state.sessions.removeValue(forKey: key) else { return nil }
      for filter in session.filters { state.tree.remove(filter, of: key) }
      return session
    }
    if let session, let code { session.closeConnection(code) }
  }

  func subscribe(_ session: Session, _ subscription: Subscription) -> ReasonCode {
    guard Topic.isFilter(subscription.filter) else { return .topicFilterInvalid }
    guard !subscription.filter.hasPrefix("$share/") else { return .sharedNotSupported }
    let filters = session.filters
    guard filters.contains(subscription.filter) || filters.count < settings.subscriptions else { return .quotaExceeded }
    var granted = subscription
    granted.qos = min(subscription.qos, .atLeastOnce)
    session.note(subscription.filter)
    let retained = state.withLock { state -> [Message] in
      let isNew = state.tree.insert(granted, of: session.key)
      guard granted.retainHandling == 0 || (granted.retainHandling == 1 && isNew) else { return [] }
      return state.retained.values.filter { Topic.matches(granted.filter, $0.topic) }
    }
    for message in retained {
      var copy = message
      copy.qos = min(message.qos, granted.qos)
      copy.isRetained = true
      if let identifier = granted.identifier { copy.properties.add(.subscriptionIdentifier, .variable(identifier)) }
      session.put(copy)
    }
    return granted.qos == .atLeastOnce ? .grantedQoS1 : .success
  }

  func unsubscribe(_ session: Session, _ filter: String) -> ReasonCode {
    session.forget(filter)
    return state.withLock { $0.tree.remove(filter, of: session.key) } ? .success : .noSubscriptionExisted
  }

  /// Passes a message on to all who asked for it.
  ///
  /// - Returns: `quotaExceeded` where it could not be retained, `noMatchingSubscribers` where nobody asked.
  @discardableResult
  func publish(_ message: Message, from publisher: Session.Key? = nil) -> ReasonCode {
    if message.isRetained, !retain(message) { return .quotaExceeded }
    let matches = state.withLock { state in
      state.tree.matches(message.topic).compactMap { key, subscription in
        state.sessions[key].map { ($0, subscription) }
      }
    }
    guard !matches.isEmpty else { return .noMatchingSubscribers }
    // A client with several subscriptions that match gets it once, at the highest QoS (§3.3.4).
    var deliveries: [Session.Key: (Session, Message)] = [:]
    for (session, subscription) in matches where !(subscription.isNoLocal && session.key == publisher) {
      var copy = deliveries[session.key]?.1 ?? message
      let qos = min(message.qos, subscription.qos)
      copy.qos = deliveries[session.key] == nil ? qos : max(copy.qos, qos)
      copy.isRetained = message.isRetained && subscription.keepsRetainFlag
      if let identifier = subscription.identifier {
        copy.properties.add(.subscriptionIdentifier, .variable(identifier))
      }
      deliveries[session.key] = (session, copy)
    }
    for (session, copy) in deliveries.values { session.put(copy) }
    return .success
  }

  private func retain(_ message: Message) -> Bool {
    state.withLock { state in
      let old = state.retained[message.topic].map { $0.topic.utf8.count + $0.payload.readableBytes } ?? 0
      if message.payload.readableBytes == 0 {
        state.retained[message.topic] = nil
        state.retainedBytes -= old
        return true
      }
      let new = message.topic.utf8.count + message.payload.readableBytes
      guard state.retainedBytes - old + new <= settings.retainedBytes else { return false }
      state.retained[message.topic] = message
      state.retainedBytes += new - old
      return true
    }
  }
}
