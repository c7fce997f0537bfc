// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads an expression's text byte by byte, passing over white space and comments.
struct Scanner {
  let bytes: [UInt8]
  var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  /// The byte here; 0 at the end.
  @inline(__always)
  var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  @inline(__always)
  func byte(ahead count: Int) -> UInt8 { offset + count < bytes.count ? bytes[offset + count] : 0 }

  /// The character at an offset and how many bytes it takes; `nil` at the end.
  @inline(__always)
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    return wideScalar(at: offset, first)
  }

  private func wideScalar(at offset: Int, _ first: UInt8) -> (scalar: Unicode.Scalar, length: Int)? {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard offset + length <= bytes.count else { return nil }
    var value = UInt32(first & (0xFF >> UInt8(length + 1)))
    for index in 1..<length { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    return Unicode.Scalar(value).map { ($0, length) }
  }

  /// Passes over white space and comments.
  /// - Returns: false when a comment has no end.
  @discardableResult
  mutating func skipSpace() -> Bool {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 0x20 || byte >= 0x09 && byte <= 0x0D {
        offset += 1
      } else if byte == UInt8(ascii: "/"), self.byte(ahead: 1) == UInt8(ascii: "/") {
        while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
      } else if byte == UInt8(ascii: "/"), self.byte(ahead: 1) == UInt8(ascii: "*") {
        var end = offset + 2
        while end + 1 < bytes.count, bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/") { end += 1 }
        guard end + 1 < bytes.count else { return false }
        offset = end + 2
      } else if byte >= 0x80, let (scalar, length) = scalar(at: offset), NameCharacters.isSpace(scalar) {
        offset += length
      } else {
        break
      }
    }
    return true
  }

  /// The end of the word that begins at an offset with a character a name may begin with; `nil` when none does.
  func wordEnd(at start: Int) -> Int? {
    guard let (first, length) = scalar(at: start), NameCharacters.isStart(first) else { return nil }
    return partsEnd(at: start + length)
  }

  /// The end of the characters a name may go on with.
  func partsEnd(at start: Int) -> Int {
    var end = start
    while let (scalar, length) = scalar(at: end), NameCharacters.isPart(scalar) { end += length }
    return end
  }

  func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

  /// Whether a word stands here.
  @inline(__always)
  func isAt(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard offset + count <= bytes.count else { return false }
    let start = word.utf8Start
    for index in 0..<count where bytes[offset + index] != start[index] { return false }
    guard let (next, _) = scalar(at: offset + count) else { return true }
    return !NameCharacters.isPart(next)
  }

  /// Passes over a word and the space behind it, if it stands here.
  mutating func take(_ word: StaticString) -> Bool {
    guard isAt(word) else { return false }
    offset += word.utf8CodeUnitCount
    skipSpace()
    return true
  }

  /// Passes over a character and the space behind it, if it stands here.
  @inline(__always)
  mutating func take(_ character: UInt8) -> Bool {
    guard byte == character, offset < bytes.count else { return false }
    offset += 1
    skipSpace()
    return true
  }

  /// The end of a name of known parts whose first word ends at an offset; `nil` when the text goes on otherwise.
  func end(of pattern: NamePattern, after firstEnd: Int) -> Int? {
    var end = firstEnd
    for part in pattern.parts.dropFirst() {
      var start = end
      while let (scalar, length) = scalar(at: start), NameCharacters.isSpace(scalar) { start += length }
      let count = part.utf8.count
      guard start + count <= bytes.count, part.utf8.elementsEqual(bytes[start..<start + count]) else { return nil }
      end = start + count
      if let last = part.unicodeScalars.last, NameCharacters.isPart(last), let (next, _) = scalar(at: end),
        NameCharacters.isPart(next)
      {
        return nil
      }
    }
    return end
  }
}
