// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import MQTT

/// Bytes written out by hand from the tables of MQTT 3.1.1 and 5, §3.
struct CodecTests {
  static let connectThree: [UInt8] =
    [0x10, 0x1D, 0x00, 0x04] + Array("MQTT".utf8) + [0x04, 0xC2, 0x00, 0x3C, 0x00, 0x03] + Array("abc".utf8)
    + [0x00, 0x04] + Array("user".utf8) + [0x00, 0x06] + Array("secret".utf8)
  static let connectFive: [UInt8] =
    [0x10, 0x1A, 0x00, 0x04] + Array("MQTT".utf8) + [0x05, 0x06, 0x00, 0x0A]
    // Session expiry 10.
    + [0x05, 0x11, 0x00, 0x00, 0x00, 0x0A]
    // Client "c"; no properties of the will; topic "w", payload "x".
    + [0x00, 0x01, 0x63, 0x00, 0x00, 0x01, 0x77, 0x00, 0x01, 0x78]

  private func decode(_ bytes: [UInt8], after: [UInt8] = [], limit: Int = 1000) throws(MQTTFault) -> ClientPacket? {
    var decoder = PacketDecoder(limit: limit)
    var buffer = ByteBuffer(bytes: after)
    if !after.isEmpty { _ = try decoder.next(&buffer) }
    buffer = ByteBuffer(bytes: bytes)
    let packet = try decoder.next(&buffer)
    if packet != nil { #expect(buffer.readableBytes == 0) }
    return packet
  }

  private func encode(_ packet: ServerPacket, _ version: Version) -> [UInt8] {
    var buffer = ByteBuffer()
    PacketEncoder(version: version).write(packet, to: &buffer)
    return Array(buffer.readableBytesView)
  }

  @Test func readsConnect() throws {
    var expected = Connect(version: .three, client: "abc", startsClean: true, keepAlive: 60)
    expected.userName = "user"
    expected.password = "secret"
    #expect(try decode(Self.connectThree) == .connect(expected))
    var five = Connect(version: .five, client: "c", startsClean: true, keepAlive: 10)
    five.properties = Properties([(.sessionExpiry, .four(10))])
    five.will = Message(topic: "w", payload: ByteBuffer(string: "x"))
    #expect(try decode(Self.connectFive) == .connect(five))
  }

  @Test func readsWhatClientsSend() throws {
    #expect(
      try decode([0x30, 0x05, 0x00, 0x01, 0x61, 0x68, 0x69], after: Self.connectThree)
        == .publish(Message(topic: "a", payload: ByteBuffer(string: "hi")), identifier: 0, isDuplicate: false))
    // QoS 1, retained, a duplicate; identifier 10; topic alias 5.
    let publish: [UInt8] = [0x3B, 0x0A, 0x00, 0x01, 0x61, 0x00, 0x0A, 0x03, 0x23, 0x00, 0x05, 0x68]
    var message = Message(topic: "a", payload: ByteBuffer(string: "h"), qos: .atLeastOnce, isRetained: true)
    message.properties = Properties([(.topicAlias, .two(5))])
    #expect(try decode(publish, after: Self.connectFive) == .publish(message, identifier: 10, isDuplicate: true))
    #expect(
      try decode([0x82, 0x0A, 0x00, 0x01, 0x02, 0x0B, 0x07, 0x00, 0x02, 0x61, 0x2F, 0x2D], after: Self.connectFive)
        == .subscribe(
          identifier: 1,
          [
            Subscription(
              filter: "a/", qos: .atLeastOnce, isNoLocal: true, keepsRetainFlag: true, retainHandling: 2, identifier: 7)
          ], Properties([(.subscriptionIdentifier, .variable(7))])))
    #expect(
      try decode([0xA2, 0x05, 0x00, 0x02, 0x00, 0x01, 0x61], after: Self.connectThree)
        == .unsubscribe(identifier: 2, ["a"]))
    #expect(try decode([0x40, 0x02, 0x00, 0x03], after: Self.connectThree) == .acknowledge(identifier: 3, reason: 0))
    #expect(
      try decode([0x40, 0x03, 0x00, 0x03, 0x97], after: Self.connectFive) == .acknowledge(identifier: 3, reason: 0x97))
    #expect(try decode([0xC0, 0x00], after: Self.connectThree) == .ping)
    #expect(try decode([0xE0, 0x00], after: Self.connectThree) == .disconnect(reason: 0, Properties()))
    #expect(
      try decode([0xE0, 0x07, 0x04, 0x05, 0x11, 0x00, 0x00, 0x00, 0x01], after: Self.connectFive)
        == .disconnect(reason: 4, Properties([(.sessionExpiry, .four(1))])))
  }

  @Test(
    arguments: [
      // Other flags than the table has; QoS 3; a duplicate of QoS 0.
      ([0x80, 0x05, 0x00, 0x01, 0x00, 0x01, 0x61, 0x00], ReasonCode.malformedPacket),
      ([0x36, 0x03, 0x00, 0x01, 0x61], .malformedPacket), ([0x38, 0x03, 0x00, 0x01, 0x61], .malformedPacket),
      // QoS 2.
      ([0x34, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01], .qosNotSupported), ([0x62, 0x02, 0x00, 0x01], .qosNotSupported),
      // Identifier 0.
      ([0x32, 0x05, 0x00, 0x01, 0x61, 0x00, 0x00], .protocolError), ([0x40, 0x02, 0x00, 0x00], .protocolError),
      // A wildcard in a name; an empty name.
      ([0x30, 0x03, 0x00, 0x01, 0x23], .topicNameInvalid), ([0x30, 0x02, 0x00, 0x00], .topicNameInvalid),
      // No UTF-8; U+0000; a text beyond the end.
      ([0x30, 0x03, 0x00, 0x01, 0xFF], .malformedPacket), ([0x30, 0x03, 0x00, 0x01, 0x00], .malformedPacket),
      ([0x30, 0x03, 0x00, 0x09, 0x61], .malformedPacket),
      // A length of five bytes; one beyond the limit.
      ([0x30, 0x80, 0x80, 0x80, 0x80, 0x01], .malformedPacket), ([0x30, 0xFF, 0xFF, 0xFF, 0x7F], .packetTooLarge),
      // What only servers send, and a second CONNECT.
      ([0x20, 0x02, 0x00, 0x00], .protocolError), ([0xF0, 0x00], .protocolError), (connectThree, .protocolError),
      // No filter.
      ([0x82, 0x02, 0x00, 0x01], .malformedPacket),
    ] as [([UInt8], ReasonCode)]) func refuses(bytes: [UInt8], code: ReasonCode)
  {
    #expect { try decode(bytes, after: Self.connectThree) } throws: { ($0 as? MQTTFault)?.code == code }
  }

  @Test(
    arguments: [
      // A property twice; one that the packet does not have; an alias of 0; a first packet that is no CONNECT.
      ([0x30, 0x0A, 0x00, 0x01, 0x61, 0x06, 0x23, 0x00, 0x01, 0x23, 0x00, 0x01], ReasonCode.protocolError),
      ([0x30, 0x09, 0x00, 0x01, 0x61, 0x05, 0x11, 0x00, 0x00, 0x00, 0x01], .protocolError),
      ([0x30, 0x07, 0x00, 0x01, 0x61, 0x03, 0x23, 0x00, 0x00], .topicAliasInvalid),
    ] as [([UInt8], ReasonCode)]) func refusesProperties(bytes: [UInt8], code: ReasonCode)
  {
    #expect { try decode(bytes, after: Self.connectFive) } throws: { ($0 as? MQTTFault)?.code == code }
  }

  @Test func refusesOtherVersions() {
    var bytes = Self.connectThree
    bytes[8] = 3
    #expect { try decode(bytes) } throws: { ($0 as? MQTTFault)?.code == .unsupportedVersion }
    #expect { try decode([0xC0, 0x00]) } throws: { ($0 as? MQTTFault)?.code == .protocolError }
  }

  @Test func waitsForTheRest() throws {
    for count in 0..<Self.connectThree.count {
      #expect(try decode(Array(Self.connectThree[..<count])) == nil)
    }
  }

  @Test func writesWhatServersSend() {
    #expect(encode(.connected(isPresent: true, .success, Properties()), .three) == [0x20, 0x02, 0x01, 0x00])
    #expect(
      encode(.connected(isPresent: false, .badUserNameOrPassword, Properties()), .three) == [0x20, 0x02, 0x00, 0x04])
    #expect(
      encode(.connected(isPresent: false, .success, Properties([(.maximumQoS, .byte(1))])), .five)
        == [0x20, 0x05, 0x00, 0x00, 0x02, 0x24, 0x01])
    let message = Message(topic: "a", payload: ByteBuffer(string: "h"), qos: .atLeastOnce, isRetained: true)
    #expect(
      encode(.publish(message, identifier: 10, isDuplicate: true), .three)
        == [0x3B, 0x06, 0x00, 0x01, 0x61, 0x00, 0x0A, 0x68])
    #expect(
      encode(.publish(message, identifier: 10, isDuplicate: false), .five)
        == [0x33, 0x07, 0x00, 0x01, 0x61, 0x00, 0x0A, 0x00, 0x68])
    #expect(
      encode(.acknowledge(identifier: 3, .quotaExceeded, reason: nil), .five) == [0x40, 0x04, 0x00, 0x03, 0x97, 0x00])
    #expect(encode(.acknowledge(identifier: 3, .success, reason: nil), .five) == [0x40, 0x02, 0x00, 0x03])
    #expect(encode(.acknowledge(identifier: 3, .quotaExceeded, reason: "x"), .three) == [0x40, 0x02, 0x00, 0x03])
    #expect(
      encode(.subscribed(identifier: 1, [.grantedQoS1, .notAuthorized]), .three) == [
        0x90, 0x04, 0x00, 0x01, 0x01, 0x80,
      ])
    #expect(encode(.subscribed(identifier: 1, [.notAuthorized]), .five) == [0x90, 0x04, 0x00, 0x01, 0x00, 0x87])
    #expect(encode(.unsubscribed(identifier: 2, [.success]), .three) == [0xB0, 0x02, 0x00, 0x02])
    #expect(
      encode(.unsubscribed(identifier: 2, [.noSubscriptionExisted]), .five) == [0xB0, 0x04, 0x00, 0x02, 0x00, 0x11])
    #expect(encode(.pong, .three) == [0xD0, 0x00])
    #expect(encode(.disconnect(.sessionTakenOver, reason: nil), .five) == [0xE0, 0x02, 0x8E, 0x00])
    #expect(encode(.disconnect(.sessionTakenOver, reason: nil), .three).isEmpty)
    // A length of two bytes: 200 is 0xC8 0x01.
    let large = Message(topic: "a", payload: ByteBuffer(repeating: 0x61, count: 197))
    #expect(Array(encode(.publish(large, identifier: 0, isDuplicate: false), .three).prefix(3)) == [0x30, 0xC8, 0x01])
  }

  @Test func heedsTheClientsLimit() {
    var buffer = ByteBuffer()
    let message = Message(topic: "a", payload: ByteBuffer(repeating: 1, count: 100))
    #expect(
      !PacketEncoder(version: .five, limit: 50).write(.publish(message, identifier: 0, isDuplicate: false), to: &buffer)
    )
    #expect(buffer.readableBytes == 0)
  }
}
