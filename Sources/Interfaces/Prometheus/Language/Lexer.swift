// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Cuts an expression into tokens.
struct Lexer {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  static func tokens(_ text: String) throws(QueryError) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private mutating func next() throws(QueryError) -> Token {
    skipBlank()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, offset: start) }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      return Token(kind: .string(try string()), offset: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: ".") where Self.isDigit(peek(1)): return try number()
    case _ where Self.isNameStart(byte):
      while let byte = peek(), Self.isNameStart(byte) || Self.isDigit(byte) { position += 1 }
      return Token(kind: .identifier(String(decoding: bytes[start..<position], as: UTF8.self)), offset: start)
    default: return try mark()
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func skipBlank() {
    while let byte = peek() {
      if byte == UInt8(ascii: "#") {
        while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func mark() throws(QueryError) -> Token {
    let start = position
    for length in [2, 1] where position + length <= bytes.count {
      let candidate = String(decoding: bytes[position..<position + length], as: UTF8.self)
      if Self.marks.contains(candidate) {
        position += length
        return Token(kind: .mark(candidate), offset: start)
      }
    }
    let character = String(decoding: bytes[position...], as: UTF8.self).first.map(String.init) ?? ""
    throw .parse(text, at: start, "unexpected character: '\(character)'", "此处不应有字符 '\(character)'")
  }

  private static let marks: Set<String> = [
    "(", ")", "{", "}", "[", "]", ",", ":", "=", "!=", "=~", "!~", "==", "<", "<=", ">", ">=", "+", "-", "*", "/", "%",
    "^",
    "@",
  ]

  // MARK: - Numbers

  private mutating func number() throws(QueryError) -> Token {
    let start = position
    if let milliseconds = duration() { return Token(kind: .duration(milliseconds), offset: start) }
    position = start
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X") {
      position += 2
      let digits = position
      while let byte = peek(), Self.isNameStart(byte) || Self.isDigit(byte) { position += 1 }
      guard let value = UInt64(String(decoding: bytes[digits..<position], as: UTF8.self), radix: 16) else {
        throw .parse(text, at: start, "bad number \(written(start))", "\(written(start)) 不是数字")
      }
      return Token(kind: .number(Double(value)), offset: start)
    }
    while Self.isDigit(peek()) { position += 1 }
    if peek() == UInt8(ascii: ".") {
      position += 1
      while Self.isDigit(peek()) { position += 1 }
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      while Self.isDigit(peek()) { position += 1 }
    }
    if let byte = peek(), Self.isNameStart(byte) {
      while let byte = peek(), Self.isNameStart(byte) || Self.isDigit(byte) { position += 1 }
      throw .parse(text, at: start, "bad number or duration \(written(start))", "\(written(start)) 不是数字或时长")
    }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw .parse(text, at: start, "bad number \(written(start))", "\(written(start)) 不是数字")
    }
    return Token(kind: .number(value), offset: start)
  }

  /// As in `1h30m`, from long units to short ones; `nil` when it is none.
  private mutating func duration() -> Int64? {
    guard Self.isDigit(peek()) else { return nil }
    var total: Int64 = 0
    var last = Int64.max
    while Self.isDigit(peek()) {
      var count: Int64 = 0
      while let byte = peek(), Self.isDigit(byte) {
        let (product, isLarge) = count.multipliedReportingOverflow(by: 10)
        if isLarge || product > 1 << 50 { return nil }
        count = product + Int64(byte - UInt8(ascii: "0"))
        position += 1
      }
      guard let unit = unit(), unit < last else { return nil }
      last = unit
      let (product, isLarge) = count.multipliedReportingOverflow(by: unit)
      let (sum, isLarger) = total.addingReportingOverflow(product)
      guard !isLarge, !isLarger, sum <= Self.longest else { return nil }
      total = sum
    }
    if let byte = peek(), Self.isNameStart(byte) { return nil }
    return total
  }

  private mutating func unit() -> Int64? {
    guard let byte = peek() else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "m"):
      guard peek() == UInt8(ascii: "s") else { return 60_000 }
      position += 1
      return 1
    case UInt8(ascii: "s"): return 1000
    case UInt8(ascii: "h"): return 3_600_000
    case UInt8(ascii: "d"): return 86_400_000
    case UInt8(ascii: "w"): return 7 * 86_400_000
    case UInt8(ascii: "y"): return 365 * 86_400_000
    default: return nil
    }
  }

  /// A duration on its own, as parameters have it.
  static func duration(_ text: String) -> Int64? {
    var lexer = Lexer(text)
    guard let value = lexer.duration(), lexer.position == lexer.bytes.count, lexer.position > 0 else { return nil }
    return value
  }

  /// A thousand years, in milliseconds.
  private static let longest: Int64 = 1000 * 365 * 86_400_000

  private func written(_ start: Int) -> String {
    "\"\(String(decoding: bytes[start..<position], as: UTF8.self).prefix(64))\""
  }

  // MARK: - Strings

  private mutating func string() throws(QueryError) -> String {
    let start = position
    let quote = bytes[position]
    position += 1
    var value: [UInt8] = []
    while let byte = peek() {
      position += 1
      if byte == quote { return try utf8(value, start) }
      if byte == UInt8(ascii: "\n"), quote != UInt8(ascii: "`") { break }
      guard byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "`") else {
        value.append(byte)
        continue
      }
      try escape(quote, into: &value, start)
    }
    throw .parse(text, at: start, "unterminated quoted string", "字符串缺少结束的引号")
  }

  private func utf8(_ value: [UInt8], _ start: Int) throws(QueryError) -> String {
    guard let text = String(validating: value, as: UTF8.self) else {
      throw .parse(self.text, at: start, "the string is not UTF-8", "字符串不是 UTF-8")
    }
    return text
  }

  private mutating func escape(_ quote: UInt8, into value: inout [UInt8], _ start: Int) throws(QueryError) {
    let place = position - 1
    guard let byte = peek() else { throw .parse(text, at: start, "unterminated quoted string", "字符串缺少结束的引号") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): value.append(0x0A)
    case UInt8(ascii: "t"): value.append(0x09)
    case UInt8(ascii: "r"): value.append(0x0D)
    case UInt8(ascii: "a"): value.append(0x07)
    case UInt8(ascii: "b"): value.append(0x08)
    case UInt8(ascii: "f"): value.append(0x0C)
    case UInt8(ascii: "v"): value.append(0x0B)
    case UInt8(ascii: "\\"), quote: value.append(byte)
    case UInt8(ascii: "x"):
      guard let code = code(digits: 2, radix: 16), code < 256 else { throw wrongEscape(place) }
      value.append(UInt8(code))
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      guard let code = code(digits: byte == UInt8(ascii: "u") ? 4 : 8, radix: 16), let scalar = Unicode.Scalar(code)
      else { throw wrongEscape(place) }
      value += Array(String(Character(scalar)).utf8)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      guard let code = code(digits: 3, radix: 8), code < 256 else { throw wrongEscape(place) }
      value.append(UInt8(code))
    default: throw wrongEscape(place)
    }
  }

  private mutating func code(digits: Int, radix: Int) -> UInt32? {
    guard position + digits <= bytes.count else { return nil }
    defer { position += digits }
    let text = String(decoding: bytes[position..<position + digits], as: UTF8.self)
    return text.utf8.allSatisfy { Self.isDigit($0) || Self.isNameStart($0) } ? UInt32(text, radix: radix) : nil
  }

  private func wrongEscape(_ place: Int) -> QueryError {
    .parse(text, at: place, "unknown escape sequence", "未知的转义序列")
  }

  // MARK: - Bytes

  static func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || byte == UInt8(ascii: "_")
  }
}
