// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Cuts SQL into the few kinds of tokens that translation must tell apart.
struct SQLScanner {
  enum Kind {
    case word
    case placeholder
    /// A string, a quoted name, a comment: left as it is.
    case quoted
    /// White space, numbers, operators.
    case other
  }
  struct Token {
    let kind: Kind
    let text: Substring
  }

  private let text: String.UTF8View
  private let source: String
  private var position: String.Index

  init(_ source: String) {
    self.source = source
    text = source.utf8
    position = text.startIndex
  }

  /// The next token; `nil` at the end. All tokens together are the source.
  mutating func next() -> Token? {
    guard position < text.endIndex else { return nil }
    let start = position
    let first = text[position]
    position = text.index(after: position)
    let kind: Kind
    switch first {
    case UInt8(ascii: "?"): kind = .placeholder
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      skip(past: first)
      kind = .quoted
    case UInt8(ascii: "-") where peek() == UInt8(ascii: "-"):
      skip(past: UInt8(ascii: "\n"))
      kind = .quoted
    case UInt8(ascii: "/") where peek() == UInt8(ascii: "*"):
      skipComment()
      kind = .quoted
    case UInt8(ascii: "$") where skipDollarQuoted(from: start): kind = .quoted
    case let byte where Self.startsWord(byte):
      while let byte = peek(), Self.startsWord(byte) || Self.isDigit(byte) { position = text.index(after: position) }
      kind = .word
    case let byte where Self.isDigit(byte):
      // `0x1F`, `1e5`: the letters are no word.
      while let byte = peek(), Self.startsWord(byte) || Self.isDigit(byte) { position = text.index(after: position) }
      kind = .other
    default: kind = .other
    }
    return Token(kind: kind, text: source[start..<position])
  }

  /// Whether the next word, after white space, is `word` (in upper or lower case).
  func followedByWord(_ word: String) -> Bool {
    var ahead = self
    while let token = ahead.next() {
      if token.kind == .word { return token.text.uppercased() == word }
      guard token.text.allSatisfy(\.isWhitespace) else { return false }
    }
    return false
  }

  private func peek() -> UInt8? { position < text.endIndex ? text[position] : nil }

  private mutating func skip(past end: UInt8) {
    // A doubled quote ends one string and begins the next, which comes to the same.
    while position < text.endIndex {
      let byte = text[position]
      position = text.index(after: position)
      if byte == end { return }
    }
  }

  /// `$$ … $$` or `$tag$ … $tag$`, PostgreSQL's strings for function bodies. False, and nothing skipped, when it is
  /// none.
  private mutating func skipDollarQuoted(from start: String.Index) -> Bool {
    var end = position
    while end < text.endIndex, Self.startsWord(text[end]) { end = text.index(after: end) }
    guard end < text.endIndex, text[end] == UInt8(ascii: "$") else { return false }
    let mark = source[start...end]
    let body = source[text.index(after: end)...]
    position = body.firstRange(of: mark)?.upperBound ?? text.endIndex
    return true
  }

  private mutating func skipComment() {
    position = text.index(after: position)
    while position < text.endIndex {
      let byte = text[position]
      position = text.index(after: position)
      if byte == UInt8(ascii: "*"), peek() == UInt8(ascii: "/") {
        position = text.index(after: position)
        return
      }
    }
  }

  private static func startsWord(_ byte: UInt8) -> Bool {
    (byte | 32) >= UInt8(ascii: "a") && (byte | 32) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
