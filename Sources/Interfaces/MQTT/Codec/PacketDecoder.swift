// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Takes control packets out of a stream of bytes (MQTT 3.1.1 and 5, §2 and §3).
struct PacketDecoder {
  /// Largest packet in bytes, its head included.
  let limit: Int
  /// Known from the CONNECT packet on.
  private(set) var version: Version?

  init(limit: Int) { self.limit = limit }

  /// The next packet; `nil` where more bytes are needed.
  ///
  /// - Throws: `MQTTFault`; nothing more can be read then.
  mutating func next(_ buffer: inout ByteBuffer) throws(MQTTFault) -> ClientPacket? {
    let start = buffer.readerIndex
    guard let head = buffer.getInteger(at: start, as: UInt8.self) else { return nil }
    if version == nil, head >> 4 != 1 { throw MQTTFault(.protocolError, "the first packet is CONNECT") }
    guard let (length, place) = try buffer.remainingLength(at: start + 1) else { return nil }
    guard 1 + place + length <= limit else {
      throw MQTTFault(.packetTooLarge, "the packet has \(1 + place + length) bytes; at most \(limit) are taken")
    }
    guard buffer.readableBytes >= 1 + place + length else { return nil }
    buffer.moveReaderIndex(forwardBy: 1 + place)
    guard let body = buffer.readSlice(length: length) else { return nil }
    return try packet(head, PacketReader(buffer: body))
  }

  private mutating func packet(_ head: UInt8, _ reader: PacketReader) throws(MQTTFault) -> ClientPacket {
    var reader = reader
    let flags = head & 0x0F
    func require(_ expected: UInt8) throws(MQTTFault) {
      guard flags == expected else { throw MQTTFault(.malformedPacket, "the packet has the flags \(flags)") }
    }
    switch head >> 4 {
    case 1:
      try require(0)
      guard version == nil else { throw MQTTFault(.protocolError, "a second CONNECT") }
      let connect = try reader.connect()
      version = connect.version
      return .connect(connect)
    case 3: return try reader.publish(flags, isFive)
    case 4:
      try require(0)
      let identifier = try reader.identifier()
      let reason = isFive && !reader.isAtEnd ? try reader.byte() : 0
      if isFive, !reader.isAtEnd { _ = try reader.properties([.reasonString, .userProperty]) }
      try reader.end()
      return .acknowledge(identifier: identifier, reason: reason)
    case 8:
      try require(2)
      return try reader.subscribe(isFive)
    case 10:
      try require(2)
      return try reader.unsubscribe(isFive)
    case 12:
      try require(0)
      try reader.end()
      return .ping
    case 14:
      try require(0)
      let reason = isFive && !reader.isAtEnd ? try reader.byte() : 0
      var properties = Properties()
      if isFive, !reader.isAtEnd {
        properties = try reader.properties([.sessionExpiry, .reasonString, .userProperty, .serverReference])
      }
      try reader.end()
      return .disconnect(reason: reason, properties)
    case 5, 6, 7: throw MQTTFault(.qosNotSupported, "QoS 2 is not spoken here")
    default: throw MQTTFault(.protocolError, "a client does not send packets of type \(head >> 4)")
    }
  }

  private var isFive: Bool { version == .five }
}

extension PacketReader {
  fileprivate func end() throws(MQTTFault) {
    guard isAtEnd else { throw MQTTFault(.malformedPacket, "the packet goes on after its last part") }
  }

  fileprivate mutating func connect() throws(MQTTFault) -> Connect {
    guard try text() == "MQTT" else { throw MQTTFault(.unsupportedVersion, "the protocol is called MQTT") }
    guard let version = Version(rawValue: try byte()) else {
      throw MQTTFault(.unsupportedVersion, "3.1.1 and 5 are spoken here")
    }
    let flags = try byte()
    guard flags & 1 == 0 else { throw MQTTFault(.malformedPacket, "the lowest flag of CONNECT is 0") }
    let keepAlive = try two()
    var connect = Connect(version: version, client: "", startsClean: flags & 2 != 0, keepAlive: keepAlive)
    if version == .five {
      connect.properties = try properties([
        .sessionExpiry, .receiveMaximum, .maximumPacketSize, .topicAliasMaximum, .requestResponseInformation,
        .requestProblemInformation, .userProperty, .authenticationMethod, .authenticationData,
      ])
    }
    connect.client = try text()
    if flags & 4 != 0 {
      guard let qos = QoS(rawValue: flags >> 3 & 3) else { throw MQTTFault(.malformedPacket, "the will has QoS 3") }
      var properties = Properties()
      if version == .five {
        properties = try self.properties(Properties.passedOn.union([.willDelay]))
        connect.willDelay = properties.number(.willDelay) ?? 0
      }
      let topic = try text()
      try Topic.checkName(topic)
      let payload = ByteBuffer(bytes: try binary())
      connect.will = Message(
        topic: topic, payload: payload, qos: qos, isRetained: flags & 0x20 != 0,
        properties: properties.only(Properties.passedOn))
    } else if flags & 0x38 != 0 {
      throw MQTTFault(.malformedPacket, "flags of a will without a will")
    }
    if flags & 0x80 != 0 { connect.userName = try text() }
    if flags & 0x40 != 0 {
      guard flags & 0x80 != 0 || version == .five else {
        throw MQTTFault(.malformedPacket, "a password without a user name")
      }
      connect.password = String(decoding: try binary(), as: UTF8.self)
    }
    try end()
    return connect
  }

  fileprivate mutating func publish(_ flags: UInt8, _ isFive: Bool) throws(MQTTFault) -> ClientPacket {
    guard let qos = QoS(rawValue: flags >> 1 & 3) else { throw MQTTFault(.malformedPacket, "there is no QoS 3") }
    guard qos != .exactlyOnce else { throw MQTTFault(.qosNotSupported, "QoS 2 is not spoken here") }
    let isDuplicate = flags & 8 != 0
    guard !isDuplicate || qos != .atMostOnce else { throw MQTTFault(.malformedPacket, "a duplicate of QoS 0") }
    let topic = try text()
    let identifier = qos == .atMostOnce ? 0 : try self.identifier()
    let properties = isFive ? try self.properties(Properties.passedOn.union([.topicAlias])) : Properties()
    // An alias stands for a topic that is left out.
    if !topic.isEmpty || properties[.topicAlias] == nil { try Topic.checkName(topic) }
    return .publish(
      Message(topic: topic, payload: buffer, qos: qos, isRetained: flags & 1 != 0, properties: properties),
      identifier: identifier, isDuplicate: isDuplicate)
  }

  fileprivate mutating func subscribe(_ isFive: Bool) throws(MQTTFault) -> ClientPacket {
    let identifier = try self.identifier()
    let properties = isFive ? try self.properties([.subscriptionIdentifier, .userProperty]) : Properties()
    var subscriptions: [Subscription] = []
    repeat {
      let filter = try text()
      let options = try byte()
      guard let qos = QoS(rawValue: options & 3), options & (isFive ? 0xC0 : 0xFC) == 0, options >> 4 & 3 < 3 else {
        throw MQTTFault(.malformedPacket, "the options \(options) of a subscription")
      }
      guard options & 4 == 0 || !filter.hasPrefix(Share.prefix) else {
        throw MQTTFault(.protocolError, "no local is not possible for a shared subscription (§3.8.3.1)")
      }
      subscriptions.append(
        Subscription(
          filter: filter, qos: qos, isNoLocal: options & 4 != 0, keepsRetainFlag: options & 8 != 0,
          retainHandling: options >> 4 & 3, identifier: properties.number(.subscriptionIdentifier)))
    } while !isAtEnd
    return .subscribe(identifier: identifier, subscriptions, properties)
  }

  fileprivate mutating func unsubscribe(_ isFive: Bool) throws(MQTTFault) -> ClientPacket {
    let identifier = try self.identifier()
    if isFive { _ = try properties([.userProperty]) }
    var filters: [String] = []
    repeat { filters.append(try text()) } while !isAtEnd
    return .unsubscribe(identifier: identifier, filters)
  }
}
