// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Writes the control packets of a server.
struct PacketEncoder {
  let version: Version
  /// The largest packet that the client takes.
  var limit = Int.max

  /// Appends the packet; `false` where it is too large for the client, or has no form in its version.
  @discardableResult
  func write(_ packet: ServerPacket, to buffer: inout ByteBuffer) -> Bool {
    var body = ByteBuffer()
    let head: UInt8
    switch packet {
    case .connected(let isPresent, let code, let properties):
      head = 0x20
      body.writeInteger(UInt8(isPresent ? 1 : 0))
      body.writeInteger(isFive ? code.rawValue : code.returnCode)
      write(properties, to: &body)
    case .publish(let message, let identifier, let isDuplicate):
      head = 0x30 | (isDuplicate ? 8 : 0) | message.qos.rawValue << 1 | (message.isRetained ? 1 : 0)
      write(message.topic, to: &body)
      if message.qos != .atMostOnce { body.writeInteger(identifier) }
      write(message.properties, to: &body)
      body.writeImmutableBuffer(message.payload)
    case .acknowledge(let identifier, let code, let reason):
      head = 0x40
      body.writeInteger(identifier)
      // Success without properties is left out (MQTT 5 §3.4.2.1).
      if isFive, code != .success || reason != nil {
        body.writeInteger(code.rawValue)
        write(Self.reason(reason), to: &body)
      }
    case .subscribed(let identifier, let codes):
      head = 0x90
      body.writeInteger(identifier)
      write(Properties(), to: &body)
      for code in codes { body.writeInteger(isFive || code.rawValue < 3 ? code.rawValue : 0x80) }
    case .unsubscribed(let identifier, let codes):
      head = 0xB0
      body.writeInteger(identifier)
      write(Properties(), to: &body)
      if isFive { for code in codes { body.writeInteger(code.rawValue) } }
    case .pong: head = 0xD0
    case .disconnect(let code, let reason):
      guard isFive else { return false }
      head = 0xE0
      body.writeInteger(code.rawValue)
      write(Self.reason(reason), to: &body)
    }
    var length = ByteBuffer()
    Self.write(UInt32(body.readableBytes), to: &length)
    guard 1 + length.readableBytes + body.readableBytes <= limit else { return false }
    buffer.writeInteger(head)
    buffer.writeImmutableBuffer(length)
    buffer.writeImmutableBuffer(body)
    return true
  }

  private var isFive: Bool { version == .five }

  private static func reason(_ text: String?) -> Properties {
    text.map { Properties([(.reasonString, .text(String($0.prefix(500))))]) } ?? Properties()
  }

  private func write(_ text: String, to buffer: inout ByteBuffer) {
    buffer.writeInteger(UInt16(text.utf8.count))
    buffer.writeString(text)
  }

  static func write(_ value: UInt32, to buffer: inout ByteBuffer) {
    var rest = value
    repeat {
      let byte = UInt8(rest & 0x7F)
      rest >>= 7
      buffer.writeInteger(rest > 0 ? byte | 0x80 : byte)
    } while rest > 0
  }

  /// Nothing in 3.1.1, which has none.
  private func write(_ properties: Properties, to buffer: inout ByteBuffer) {
    guard isFive else { return }
    var part = ByteBuffer()
    for entry in properties.entries {
      part.writeInteger(entry.name.rawValue)
      switch entry.value {
      case .byte(let value): part.writeInteger(value)
      case .two(let value): part.writeInteger(value)
      case .four(let value): part.writeInteger(value)
      case .variable(let value): Self.write(value, to: &part)
      case .text(let text): write(text, to: &part)
      case .binary(let bytes):
        part.writeInteger(UInt16(bytes.count))
        part.writeBytes(bytes)
      case .pair(let name, let value):
        write(name, to: &part)
        write(value, to: &part)
      }
    }
    Self.write(UInt32(part.readableBytes), to: &buffer)
    buffer.writeImmutableBuffer(part)
  }
}
