// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The control packets of a client of MQTT 3.1.1 that only listens: what it writes, and what it reads.
///
/// That version is spoken by every broker, and it has all that a bridge needs: a session that is kept, and QoS 1.
enum BridgeCodec {
  /// What a broker sends.
  enum Packet: Hashable {
    case connected(isPresent: Bool, code: UInt8)
    case publish(Message, identifier: UInt16)
    case subscribed([UInt8])
    case pong
  }

  // MARK: Writing (§3)

  static func connect(_ settings: BridgeSettings) -> ByteBuffer {
    var body = ByteBuffer()
    body.writeText("MQTT")
    body.writeInteger(UInt8(4))
    // The session is kept: no clean session.
    body.writeInteger(UInt8((settings.userName == nil ? 0 : 0x80) | (settings.password == nil ? 0 : 0x40)))
    body.writeInteger(settings.keepAlive)
    body.writeText(settings.client)
    if let name = settings.userName { body.writeText(name) }
    if let password = settings.password { body.writeText(password) }
    return packet(0x10, body)
  }

  static func subscribe(_ filters: [String]) -> ByteBuffer {
    var body = ByteBuffer()
    body.writeInteger(UInt16(1))
    for filter in filters {
      body.writeText(filter)
      body.writeInteger(QoS.atLeastOnce.rawValue)
    }
    return packet(0x82, body)
  }

  static func acknowledge(_ identifiers: [UInt16]) -> ByteBuffer {
    var buffer = ByteBuffer()
    for identifier in identifiers {
      buffer.writeInteger(UInt16(0x4002))
      buffer.writeInteger(identifier)
    }
    return buffer
  }

  static let ping = ByteBuffer(bytes: [0xC0, 0])
  static let disconnect = ByteBuffer(bytes: [0xE0, 0])

  private static func packet(_ head: UInt8, _ body: ByteBuffer) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeInteger(head)
    var length = body.readableBytes
    repeat {
      buffer.writeInteger(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
      length >>= 7
    } while length > 0
    buffer.writeImmutableBuffer(body)
    return buffer
  }

  // MARK: Reading

  /// The next packet; `nil` where more bytes are needed.
  ///
  /// - Throws: `MQTTFault`; nothing more can be read then.
  static func next(_ buffer: inout ByteBuffer, limit: Int) throws(MQTTFault) -> Packet? {
    let start = buffer.readerIndex
    guard let head = buffer.getInteger(at: start, as: UInt8.self) else { return nil }
    guard let (length, place) = try buffer.remainingLength(at: start + 1) else { return nil }
    guard length <= limit else {
      throw MQTTFault(.packetTooLarge, "the broker sends a packet of \(length) bytes; at most \(limit) are taken")
    }
    guard buffer.readableBytes >= 1 + place + length else { return nil }
    buffer.moveReaderIndex(forwardBy: 1 + place)
    guard var body = buffer.readSlice(length: length) else { return nil }
    switch head >> 4 {
    case 2:
      guard let flags = body.readInteger(as: UInt8.self), let code = body.readInteger(as: UInt8.self) else { break }
      return .connected(isPresent: flags & 1 == 1, code: code)
    case 3:
      guard let qos = QoS(rawValue: head >> 1 & 3), qos != .exactlyOnce else {
        throw MQTTFault(.qosNotSupported, "the broker sends with QoS 2, though QoS 1 was asked for")
      }
      guard let size = body.readInteger(as: UInt16.self), let topic = body.readString(length: Int(size)) else { break }
      var identifier: UInt16 = 0
      if qos == .atLeastOnce {
        guard let read = body.readInteger(as: UInt16.self), read > 0 else { break }
        identifier = read
      }
      return .publish(
        Message(topic: topic, payload: body, qos: qos, isRetained: head & 1 == 1), identifier: identifier)
    case 9:
      guard body.readInteger(as: UInt16.self) != nil else { break }
      return .subscribed(Array(body.readableBytesView))
    case 13: return .pong
    default: break
    }
    throw MQTTFault(.malformedPacket, "the broker sends a packet that cannot be read (type \(head >> 4))")
  }
}

extension ByteBuffer {
  fileprivate mutating func writeText(_ text: String) {
    writeInteger(UInt16(clamping: text.utf8.count))
    writeBytes(text.utf8.prefix(Int(UInt16.max)))
  }
}
