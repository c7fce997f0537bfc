// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Where the values of a JSON text stand: for those that are kept as they were written.
///
/// The text has been read by `JSON(parsing:)` before, so its syntax is right.
public struct JSONText: Sendable {
  public let range: Range<Int>
  let members: [String: JSONText]
  let elements: [JSONText]

  package init(range: Range<Int>, members: [String: JSONText], elements: [JSONText]) {
    self.range = range
    self.members = members
    self.elements = elements
  }

  public static func parse(_ bytes: [UInt8]) -> JSONText {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = Scanner(bytes: buffer)
      return scanner.value()
    }
  }

  public subscript(key: String) -> JSONText? { members[key] }
  public subscript(index: Int) -> JSONText? { elements.indices.contains(index) ? elements[index] : nil }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    mutating func skipSpace() {
      while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    mutating func value() -> JSONText {
      skipSpace()
      let start = position
      guard position < bytes.count else { return JSONText(range: start..<start, members: [:], elements: []) }
      switch bytes[position] {
      case UInt8(ascii: "{"):
        var members: [String: JSONText] = [:]
        position += 1
        skipSpace()
        while position < bytes.count, bytes[position] != UInt8(ascii: "}") {
          let name = key()
          skipSpace()
          position += 1
          members[name] = value()
          next()
        }
        position += 1
        return JSONText(range: start..<min(position, bytes.count), members: members, elements: [])
      case UInt8(ascii: "["):
        var elements: [JSONText] = []
        position += 1
        skipSpace()
        while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
          elements.append(value())
          next()
        }
        position += 1
        return JSONText(range: start..<min(position, bytes.count), members: [:], elements: elements)
      case UInt8(ascii: "\""): skipString()
      default:
        while position < bytes.count, !Self.ends.contains(bytes[position]), bytes[position] > 0x20 { position += 1 }
      }
      return JSONText(range: start..<position, members: [:], elements: [])
    }

    private static let ends: [UInt8] = Array(",]}".utf8)

    /// After a member or an element.
    private mutating func next() {
      skipSpace()
      if position < bytes.count, bytes[position] == UInt8(ascii: ",") { position += 1 }
      skipSpace()
    }

    private mutating func skipString() {
      position += 1
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      position = min(position + 1, bytes.count)
    }

    private mutating func key() -> String {
      let start = position
      skipString()
      let text = bytes[start..<position]
      if text.contains(UInt8(ascii: "\\")), let key = try? JSON(parsing: Array(text)).string { return key }
      return String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
    }
  }
}
