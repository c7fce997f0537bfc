// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a segment cannot be read.
struct SegmentError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

/// Maps signed numbers to unsigned ones, small magnitudes to small numbers: 0, -1, 1, -2 … become 0, 1, 2, 3 …
@inline(__always) func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value &<< 1 ^ value &>> 63) }

@inline(__always) func unzigzag(_ value: UInt64) -> Int64 {
  Int64(bitPattern: value &>> 1) ^ -Int64(bitPattern: value & 1)
}

/// How many bits the number takes.
@inline(__always) func bitLength(_ value: UInt64) -> Int { 64 &- value.leadingZeroBitCount }

extension [UInt8] {
  /// Appends a number in seven-bit groups, the lowest first (LEB128).
  @inline(__always) mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func appendSigned(_ value: Int64) { appendVarint(zigzag(value)) }

  mutating func appendWord(_ value: UInt64) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}

/// Reads what `[UInt8].appendVarint` and its like wrote; refuses to read past the end.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }

  mutating func byte() throws(SegmentError) -> UInt8 {
    guard position < bytes.count else { throw SegmentError("it ends too early") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func varint() throws(SegmentError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw SegmentError("a number has more than 64 bits") }
      value |= UInt64(next & 0x7F) &<< shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  mutating func signed() throws(SegmentError) -> Int64 { unzigzag(try varint()) }

  /// A number of things, of which there can be no more than `limit`.
  mutating func count(upTo limit: Int) throws(SegmentError) -> Int {
    let value = try varint()
    guard value <= UInt64(limit) else { throw SegmentError("a count of \(value) where \(limit) are possible") }
    return Int(value)
  }

  mutating func word() throws(SegmentError) -> UInt64 {
    guard remaining >= 8 else { throw SegmentError("it ends too early") }
    defer { position += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  mutating func take(_ count: Int) throws(SegmentError) -> Range<Int> {
    guard count >= 0, count <= remaining else { throw SegmentError("it ends too early") }
    defer { position += count }
    return position..<position + count
  }
}
