// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes messages of Protocol Buffers: the wire format, and no more of it than vector tiles need.
struct ProtobufWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func tag(_ field: Int, wireType: Int) { varint(UInt64(field << 3 | wireType)) }

  mutating func number(_ field: Int, _ value: UInt64) {
    tag(field, wireType: 0)
    varint(value)
  }

  mutating func text(_ field: Int, _ text: String) { message(field, text.utf8) }

  /// A nested message, or bytes.
  mutating func message(_ field: Int, _ content: some Collection<UInt8>) {
    tag(field, wireType: 2)
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  mutating func double(_ field: Int, _ value: Double) {
    tag(field, wireType: 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A repeated number, packed.
  mutating func packed(_ field: Int, _ values: [UInt32]) {
    var content = ProtobufWriter()
    content.bytes.reserveCapacity(values.count * 2)
    for value in values { content.varint(UInt64(value)) }
    message(field, content.bytes)
  }

  /// A signed number as a small unsigned one: 0, −1, 1, −2 … become 0, 1, 2, 3 …
  static func zigzag(_ value: Int32) -> UInt32 { UInt32(bitPattern: value << 1 ^ value >> 31) }
}
