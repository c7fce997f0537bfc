// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// Sessions, subscriptions and retained messages of all clients.
final class Broker: Sendable {
  private struct State {
    var sessions: [Session.Key: Session] = [:]
    var tree = TopicTree<Subscriber>()
    /// Counts the messages of each shared subscription, so that its clients take turns.
    var turns: [Share: Int] = [:]
    /// How many subscriptions each filter has that is a service's business.
    var watched: [String: Int] = [:]
    var retained: [String: Message] = [:]
    var retainedBytes = 0
  }

  let settings: MQTTSettings
  let services: [any TopicService]
  private let state: Mutex<State>

  init(_ settings: MQTTSettings, services: [any TopicService] = []) {
    self.settings = settings
    self.services = services
    state = Mutex(State())
  }

  /// Whose business a topic or filter is.
  func service(for topic: String) -> (any TopicService)? { services.first { $0.isResponsible(for: topic) } }

  /// The filters that are listened to, among those that are the service's business.
  func filters(of service: any TopicService) -> [String] {
    state.withLock { $0.watched.keys.filter(service.isResponsible) }
  }

  /// Whether there is any message that somebody would get.
  var hasSubscriptions: Bool { state.withLock { !$0.tree.isEmpty } }

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
      for filter in session.filters { remove(filter, of: key, &state) }
      return session
    }
    guard let session else { return }
    if let code { session.closeConnection(code) }
    // What it had not acknowledged of a shared subscription is for another of its clients (§4.8.2).
    for message in session.giveUpShared() {
      guard let share = message.share else { continue }
      deliver(message, to: share, among: sessions(of: share))
    }
  }

  @discardableResult
  private func remove(_ filter: String, of key: Session.Key, _ state: inout State) -> Bool {
    let share = Share(filter)
    let filter = share?.filter ?? filter
    guard state.tree.remove(filter, of: Subscriber(session: key, share: share)) else { return false }
    if let count = state.watched[filter] { state.watched[filter] = count > 1 ? count - 1 : nil }
    return true
  }

  func subscribe(_ session: Session, _ subscription: Subscription) -> ReasonCode {
    let share = Share(subscription.filter)
    let filter = share?.filter ?? subscription.filter
    guard Topic.isFilter(filter), share != nil || !filter.hasPrefix(Share.prefix) else { return .topicFilterInvalid }
    let filters = session.filters
    guard filters.contains(subscription.filter) || filters.count < settings.subscriptions else { return .quotaExceeded }
    var granted = subscription
    granted.filter = filter
    granted.qos = min(subscription.qos, .atLeastOnce)
    session.note(subscription.filter)
    let retained = state.withLock { state -> [Message] in
      let isNew = state.tree.insert(granted, of: Subscriber(session: session.key, share: share))
      if isNew, service(for: filter) != nil { state.watched[filter, default: 0] += 1 }
      // Retained messages are not for groups (§4.8.2).
      guard share == nil, granted.retainHandling == 0 || (granted.retainHandling == 1 && isNew) else { return [] }
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
    return state.withLock { remove(filter, of: session.key, &$0) } ? .success : .noSubscriptionExisted
  }

  /// Passes a message on to all who asked for it.
  ///
  /// - Returns: `quotaExceeded` where it could not be retained, `noMatchingSubscribers` where nobody asked.
  @discardableResult
  func publish(_ message: Message, from publisher: Session.Key? = nil) -> ReasonCode {
    if message.isRetained, !retain(message) { return .quotaExceeded }
    let matches = state.withLock { state -> [(Session, Share?, Subscription)] in
      guard !state.tree.isEmpty else { return [] }
      return state.tree.matches(message.topic).compactMap { subscriber, subscription in
        state.sessions[subscriber.session].map { ($0, subscriber.share, subscription) }
      }
    }
    guard !matches.isEmpty else { return .noMatchingSubscribers }
    // A client with several subscriptions that match gets it once, at the highest QoS (§3.3.4).
    var deliveries: [Session.Key: (Session, Message)] = [:]
    var groups: [Share: [(Session, Subscription)]] = [:]
    for (session, share, subscription) in matches {
      if let share {
        groups[share, default: []].append((session, subscription))
        continue
      }
      guard !(subscription.isNoLocal && session.key == publisher) else { continue }
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
    for (share, sessions) in groups { deliver(message, to: share, among: sessions) }
    return .success
  }

  private func sessions(of share: Share) -> [(Session, Subscription)] {
    state.withLock { state in
      state.tree.subscribers(to: share.filter).compactMap { subscriber, subscription in
        guard subscriber.share == share else { return nil }
        return state.sessions[subscriber.session].map { ($0, subscription) }
      }
    }
  }

  /// Gives a message to one client of a group: to the next in turn that is connected and has room, else to one that is to come
  /// back.
  private func deliver(_ message: Message, to share: Share, among sessions: [(Session, Subscription)]) {
    guard !sessions.isEmpty else { return }
    let turn = state.withLock { state in
      state.turns[share, default: 0] &+= 1
      return state.turns[share, default: 0]
    }
    let ordered = sessions.sorted { ($0.0.key.user, $0.0.key.client) < ($1.0.key.user, $1.0.key.client) }
    let first = Int(turn.magnitude % UInt(ordered.count))
    let inTurn = ordered[first...] + ordered[..<first]
    for (session, subscription) in inTurn.filter(\.0.isConnected) + inTurn.filter({ !$0.0.isConnected }) {
      var copy = message
      copy.share = share
      copy.qos = min(message.qos, subscription.qos)
      copy.isRetained = message.isRetained && subscription.keepsRetainFlag
      copy.properties.entries.removeAll { $0.name == .subscriptionIdentifier }
      if let identifier = subscription.identifier {
        copy.properties.add(.subscriptionIdentifier, .variable(identifier))
      }
      if session.put(copy) { return }
    }
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
