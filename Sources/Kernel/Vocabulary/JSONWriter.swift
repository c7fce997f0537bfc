// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes JSON text piece by piece into a buffer, without building a tree.
///
/// Members of an object appear in the order of the calls: a caller whose text is hashed calls in sorted order.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  /// Whether the next element of the current container needs a comma before it.
  private var needsComma = false
  /// The instant that was written last, since those of a list are often the same.
  private var lastInstant: (value: Instant, text: (UInt64, UInt64, UInt64))?

  public init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func beginObject() { open(UInt8(ascii: "{")) }
  public mutating func endObject() { close(UInt8(ascii: "}")) }
  public mutating func beginArray() { open(UInt8(ascii: "[")) }
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// The name of the next member; its value must follow.
  public mutating func key(_ name: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// The name of the next member, where it is data.
  public mutating func key(named name: String) {
    comma()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func string(_ value: String) {
    comma()
    quote(value)
    needsComma = true
  }

  public mutating func integer(_ value: some BinaryInteger) {
    comma()
    digits(Int64(value))
    needsComma = true
  }

  /// A finite number, in the shortest form that reads back the same; infinities and NaN become `null`.
  public mutating func number(_ value: Double) {
    comma()
    if !value.isFinite {
      bytes.append(contentsOf: "null".utf8)
    } else if let whole = Int64(exactly: value), whole.magnitude < 1 << 53, !(whole == 0 && value.sign == .minus) {
      digits(whole)
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
    needsComma = true
  }

  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
  public mutating func null() { literal("null") }

  /// Text that is one JSON value already.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    comma()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  public mutating func member(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }
  public mutating func member(_ name: StaticString, _ value: Int64?) {
    guard let value else { return }
    key(name)
    integer(value)
  }
  public mutating func member(_ name: StaticString, _ value: Int?) { member(name, value.map(Int64.init)) }
  public mutating func member(_ name: StaticString, _ value: Double?) {
    guard let value else { return }
    key(name)
    number(value)
  }
  public mutating func member(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    key(name)
    bool(value)
  }
  public mutating func member(_ name: StaticString, _ value: Instant?) {
    guard let value else { return }
    key(name)
    guard let text = lastInstant.flatMap({ $0.value == value ? $0.text : nil }) ?? value.asciiWords else {
      return string(value.description)
    }
    lastInstant = (value, text)
    bytes.append(UInt8(ascii: "\""))
    withUnsafeBytes(of: text) { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }
  public mutating func member(_ name: StaticString, _ value: Identifier?) { member(name, value?.description) }

  /// A whole tree, its objects with sorted keys.
  public mutating func value(_ json: JSON) {
    switch json {
    case .null: null()
    case .bool(let value): bool(value)
    case .integer(let value): integer(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let elements):
      beginArray()
      for element in elements { value(element) }
      endArray()
    case .object(let members):
      beginObject()
      for (name, member) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        key(named: name)
        value(member)
      }
      endObject()
    }
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func literal(_ text: StaticString) {
    comma()
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    needsComma = true
  }

  private mutating func digits(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(48 + rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  private mutating func quote(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { utf8 in
      var start = 0
      while true {
        let end = Self.firstToEscape(utf8, from: start)
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
        guard end < utf8.count else { break }
        escape(utf8[end])
        start = end + 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(Self.hexadecimal[Int(byte >> 4)])
      bytes.append(Self.hexadecimal[Int(byte & 15)])
    }
  }

  /// Where the next quotation mark, backslash or control character is; the end where there is none. Eight bytes are looked
  /// at together: nearly all that is written has none of these.
  private static func firstToEscape(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    /// Its high bits are set where a byte of the word is 0, and perhaps behind that.
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
    var index = start
    while index + 8 <= utf8.count {
      let word = UnsafeRawBufferPointer(utf8).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let controls = (word &- ones &* 0x20) & ~word & highs
      if controls | zeros(word ^ (ones &* 0x22)) | zeros(word ^ (ones &* 0x5C)) != 0 { break }
      index += 8
    }
    while index < utf8.count, utf8[index] >= 0x20, utf8[index] != UInt8(ascii: "\""), utf8[index] != UInt8(ascii: "\\")
    {
      index += 1
    }
    return index
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)
}
