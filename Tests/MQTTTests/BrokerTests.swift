// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import MQTT

struct BrokerTests {
  private func broker(_ change: (inout MQTTSettings) -> Void = { _ in }) -> Broker {
    var settings = MQTTSettings()
    change(&settings)
    return Broker(settings)
  }

  private func session(_ broker: Broker, _ name: String, receiveMaximum: Int = 100) -> (Session, Int) {
    let (session, _) = broker.session(Session.Key(user: "u", client: name), startsClean: false)
    return (session, session.attach(receiveMaximum: receiveMaximum, expiry: 60, wake: {}, close: { _ in }))
  }

  private func message(_ topic: String, _ text: String = "x", qos: QoS = .atLeastOnce, isRetained: Bool = false)
    -> Message
  {
    Message(topic: topic, payload: ByteBuffer(string: text), qos: qos, isRetained: isRetained)
  }

  private func payloads(_ packets: [ServerPacket]) -> [String] {
    packets.compactMap { if case .publish(let message, _, _) = $0 { String(buffer: message.payload) } else { nil } }
  }

  @Test func keepsMessagesUntilTheyAreAcknowledged() {
    let broker = broker()
    let (session, first) = session(broker, "a", receiveMaximum: 2)
    #expect(broker.subscribe(session, Subscription(filter: "t/#", qos: .exactlyOnce)) == .grantedQoS1)
    for text in ["1", "2", "3"] { #expect(broker.publish(message("t/a", text)) == .success) }
    let sent = session.take(first)
    #expect(payloads(sent) == ["1", "2"], "no more than the client's receive maximum")
    guard case .publish(_, let identifier, false) = sent[0] else {
      Issue.record("\(sent)")
      return
    }
    session.acknowledge(identifier)
    #expect(payloads(session.take(first)) == ["3"])
    // The connection is lost; what was not acknowledged comes again, as duplicates, then what came meanwhile.
    #expect(session.detach(first) == 60)
    broker.publish(message("t/a", "4"))
    broker.publish(message("t/a", "5", qos: .atMostOnce))
    let second = self.session(broker, "a").1
    #expect(session.take(first).isEmpty, "an older connection gets nothing")
    let again = session.takeUnacknowledged(second)
    #expect(payloads(again) == ["2", "3"])
    #expect(again.allSatisfy { if case .publish(_, _, true) = $0 { true } else { false } })
    #expect(payloads(session.take(second)) == ["4"])
  }

  @Test func givesAMessageOnceToAClientWithSeveralSubscriptions() {
    let broker = broker()
    let (session, number) = session(broker, "a")
    _ = broker.subscribe(session, Subscription(filter: "t/+", qos: .atMostOnce, identifier: 1))
    _ = broker.subscribe(session, Subscription(filter: "t/a", qos: .atLeastOnce, identifier: 2))
    broker.publish(message("t/a"))
    let packets = session.take(number)
    guard packets.count == 1, case .publish(let got, _, _) = packets[0] else {
      Issue.record("\(packets)")
      return
    }
    #expect(got.qos == .atLeastOnce)
    #expect(Set(got.properties.entries.map(\.value)) == [.variable(1), .variable(2)])
  }

  @Test func keepsRetainedMessages() {
    let broker = broker { $0.retainedBytes = 10 }
    #expect(broker.publish(message("t", "old", isRetained: true)) == .noMatchingSubscribers)
    broker.publish(message("t", "new", isRetained: true))
    #expect(broker.publish(message("other", "too large for it", isRetained: true)) == .quotaExceeded)
    let (session, number) = session(broker, "a")
    _ = broker.subscribe(session, Subscription(filter: "#", qos: .atLeastOnce))
    guard case .publish(let got, _, _) = session.take(number).first else {
      Issue.record("no retained message")
      return
    }
    #expect(String(buffer: got.payload) == "new" && got.isRetained)
    // The same subscription again, with each of the options.
    for (handling, count) in [(0, 1), (1, 0), (2, 0)] as [(UInt8, Int)] {
      _ = broker.subscribe(session, Subscription(filter: "#", qos: .atLeastOnce, retainHandling: handling))
      #expect(session.take(number).count == count)
    }
    // To those who are there already, a message is no retained one unless they ask for the flag.
    broker.publish(message("t", "", isRetained: true))
    guard case .publish(let last, _, _) = session.take(number).first else {
      Issue.record("not passed on")
      return
    }
    #expect(!last.isRetained)
    let (late, other) = self.session(broker, "b")
    _ = broker.subscribe(late, Subscription(filter: "#", qos: .atLeastOnce))
    #expect(late.take(other).isEmpty, "an empty message takes the retained one away")
  }

  @Test func heedsItsLimits() {
    let broker = broker {
      $0.subscriptions = 2
      $0.queuedMessages = 3
    }
    let (session, number) = session(broker, "a")
    for filter in ["a", "b"] {
      #expect(broker.subscribe(session, Subscription(filter: filter, qos: .atLeastOnce)) == .grantedQoS1)
    }
    #expect(broker.subscribe(session, Subscription(filter: "c", qos: .atLeastOnce)) == .quotaExceeded)
    #expect(broker.subscribe(session, Subscription(filter: "a", qos: .atMostOnce)) == .success)
    for filter in ["$share/a", "$share//a", "$share/+/a", "$share/g#/a", "$share/g/", "$share/g/a#"] {
      #expect(broker.subscribe(session, Subscription(filter: filter, qos: .atMostOnce)) == .topicFilterInvalid)
    }
    #expect(broker.subscribe(session, Subscription(filter: "a#", qos: .atMostOnce)) == .topicFilterInvalid)
    #expect(broker.unsubscribe(session, "c") == .noSubscriptionExisted)
    for text in ["1", "2", "3", "4"] { broker.publish(message("b", text)) }
    #expect(payloads(session.take(number)) == ["1", "2", "3"])
  }

  @Test func doesNotEchoWhereThatIsNotWanted() {
    let broker = broker()
    let (session, number) = session(broker, "a")
    _ = broker.subscribe(session, Subscription(filter: "t", qos: .atLeastOnce, isNoLocal: true))
    broker.publish(message("t"), from: session.key)
    #expect(session.take(number).isEmpty)
    broker.publish(message("t"), from: Session.Key(user: "v", client: "a"))
    #expect(session.take(number).count == 1)
  }

  @Test func forgetsSessionsThatEnd() async throws {
    let broker = broker()
    let (session, number) = session(broker, "a")
    _ = broker.subscribe(session, Subscription(filter: "t", qos: .atLeastOnce))
    _ = session.detach(number)
    broker.leave(session, connection: number, expiry: 0)
    #expect(broker.sessionCount == 0 && broker.publish(message("t")) == .noMatchingSubscribers)
    // A clean start gives up what was there, and closes the other connection.
    let (_, isPresent) = broker.session(Session.Key(user: "u", client: "b"), startsClean: false)
    #expect(!isPresent)
    #expect(broker.session(Session.Key(user: "u", client: "b"), startsClean: false).isPresent)
    #expect(!broker.session(Session.Key(user: "u", client: "b"), startsClean: true).isPresent)
    #expect(
      !broker.session(Session.Key(user: "other", client: "b"), startsClean: false).isPresent, "not another user's")
  }

  @Test func dropsWhatHasExpired() async throws {
    let broker = broker()
    let (session, number) = session(broker, "a")
    _ = broker.subscribe(session, Subscription(filter: "t", qos: .atLeastOnce))
    var short = message("t", "gone")
    short.properties.add(.messageExpiry, .four(0))
    broker.publish(short)
    var long = message("t", "here")
    long.properties.add(.messageExpiry, .four(100))
    broker.publish(long)
    let packets = session.take(number)
    #expect(payloads(packets) == ["here"])
    guard case .publish(let got, _, _) = packets.first else { return }
    #expect(got.properties.number(.messageExpiry) == 100)
  }

  /// MQTT 5 §4.8.2: a group's clients take turns; what one had not acknowledged when its session ended goes to another.
  @Test func aSharedSubscriptionOutlivesItsClients() {
    let broker = broker()
    let (first, number) = session(broker, "a")
    let (second, other) = session(broker, "b")
    for session in [first, second] {
      #expect(broker.subscribe(session, Subscription(filter: "$share/g/t/+", qos: .atLeastOnce)) == .grantedQoS1)
    }
    for text in ["1", "2", "3", "4"] { broker.publish(message("t/a", text)) }
    let mine = payloads(first.take(number))
    #expect(mine.count == 2)
    let theirs = payloads(second.take(other))
    #expect(Set(mine + theirs) == ["1", "2", "3", "4"])
    // The first leaves for good with two messages that it has not acknowledged.
    #expect(first.detach(number, expiry: 0) == 0)
    broker.leave(first, connection: number, expiry: 0)
    #expect(payloads(second.take(other)) == mine)
    #expect(broker.unsubscribe(second, "$share/g/t/+") == .success)
    #expect(broker.publish(message("t/a")) == .noMatchingSubscribers)
  }

  @Test func groupsAreServedApart() {
    let broker = broker()
    let (first, number) = session(broker, "a")
    for filter in ["$share/g/t/#", "$share/h/t/#", "t/a"] {
      #expect(broker.subscribe(first, Subscription(filter: filter, qos: .atLeastOnce)) == .grantedQoS1)
    }
    broker.publish(message("t/a", isRetained: true))
    #expect(first.take(number).count == 3)
    let (late, lateNumber) = session(broker, "c")
    #expect(broker.subscribe(late, Subscription(filter: "$share/g/t/#", qos: .atLeastOnce)) == .grantedQoS1)
    #expect(late.take(lateNumber).isEmpty, "retained messages are not for groups")
  }
}
