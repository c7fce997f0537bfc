// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Reads the parts of a packet.
struct PacketReader {
  var buffer: ByteBuffer

  var isAtEnd: Bool { buffer.readableBytes == 0 }

  static let truncated = MQTTFault(.malformedPacket, "the packet ends before its last part")

  mutating func byte() throws(MQTTFault) -> UInt8 {
    guard let value = buffer.readInteger(as: UInt8.self) else { throw Self.truncated }
    return value
  }

  mutating func two() throws(MQTTFault) -> UInt16 {
    guard let value = buffer.readInteger(as: UInt16.self) else { throw Self.truncated }
    return value
  }

  mutating func four() throws(MQTTFault) -> UInt32 {
    guard let value = buffer.readInteger(as: UInt32.self) else { throw Self.truncated }
    return value
  }

  /// Seven bits a byte, four bytes at most (§1.5.5).
  mutating func variable() throws(MQTTFault) -> UInt32 {
    var value: UInt32 = 0
    for place in 0..<4 {
      let byte = try byte()
      value |= UInt32(byte & 0x7F) << (7 * UInt32(place))
      if byte & 0x80 == 0 { return value }
    }
    throw MQTTFault(.malformedPacket, "a number has more than four bytes")
  }

  mutating func binary() throws(MQTTFault) -> [UInt8] {
    let length = Int(try two())
    guard let bytes = buffer.readBytes(length: length) else { throw Self.truncated }
    return bytes
  }

  /// UTF-8 without U+0000 (§1.5.4).
  mutating func text() throws(MQTTFault) -> String {
    let bytes = try binary()
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw MQTTFault(.malformedPacket, "a text is no UTF-8, or has the character U+0000")
    }
    return text
  }

  /// A packet identifier is not 0 (§2.2.1).
  mutating func identifier() throws(MQTTFault) -> UInt16 {
    let identifier = try two()
    guard identifier != 0 else { throw MQTTFault(.protocolError, "a packet identifier is not 0") }
    return identifier
  }

  /// - Parameter allowed: properties that the packet may have; every other is a protocol error.
  mutating func properties(_ allowed: Set<Properties.Name>) throws(MQTTFault) -> Properties {
    let length = Int(try variable())
    guard let slice = buffer.readSlice(length: length) else { throw Self.truncated }
    var part = PacketReader(buffer: slice)
    var properties = Properties()
    var seen: Set<Properties.Name> = []
    while !part.isAtEnd {
      let byte = try part.byte()
      guard let name = Properties.Name(rawValue: byte), allowed.contains(name) else {
        throw MQTTFault(.protocolError, "the packet has no property \(byte)")
      }
      guard seen.insert(name).inserted || name.mayRepeat else {
        throw MQTTFault(.protocolError, "the property \(name) is given twice")
      }
      properties.add(name, try part.value(of: name))
    }
    return properties
  }

  private mutating func value(of name: Properties.Name) throws(MQTTFault) -> Properties.Value {
    switch name {
    case .payloadFormat, .requestProblemInformation, .requestResponseInformation, .maximumQoS, .retainAvailable,
      .wildcardAvailable, .subscriptionIdentifierAvailable, .sharedAvailable:
      let value = try byte()
      guard value < 2 else { throw MQTTFault(.protocolError, "\(name) is 0 or 1, not \(value)") }
      return .byte(value)
    case .serverKeepAlive, .topicAliasMaximum: return .two(try two())
    case .receiveMaximum, .topicAlias:
      let value = try two()
      guard value > 0 else {
        throw MQTTFault(name == .topicAlias ? .topicAliasInvalid : .protocolError, "\(name) is not 0")
      }
      return .two(value)
    case .messageExpiry, .sessionExpiry, .willDelay: return .four(try four())
    case .maximumPacketSize:
      let value = try four()
      guard value > 0 else { throw MQTTFault(.protocolError, "maximumPacketSize is not 0") }
      return .four(value)
    case .subscriptionIdentifier:
      let value = try variable()
      guard value > 0 else { throw MQTTFault(.protocolError, "a subscription identifier is not 0") }
      return .variable(value)
    case .contentType, .responseTopic, .assignedClientIdentifier, .authenticationMethod, .responseInformation,
      .serverReference, .reasonString:
      return .text(try text())
    case .correlationData, .authenticationData: return .binary(try binary())
    case .userProperty: return .pair(try text(), try text())
    }
  }
}

extension ByteBuffer {
  /// The length of what follows a packet's first byte, and how many bytes say it (§2.1.4); `nil` where more bytes are needed.
  func remainingLength(at start: Int) throws(MQTTFault) -> (length: Int, bytes: Int)? {
    var length = 0
    for place in 0..<4 {
      guard let byte = getInteger(at: start + place, as: UInt8.self) else { return nil }
      length |= Int(byte & 0x7F) << (7 * place)
      if byte & 0x80 == 0 { return (length, place + 1) }
    }
    throw MQTTFault(.malformedPacket, "the length of a packet has more than four bytes")
  }
}
