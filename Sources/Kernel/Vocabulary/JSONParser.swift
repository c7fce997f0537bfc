// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension JSON {
  /// Reads one JSON text (RFC 8259) in UTF-8.
  ///
  /// - Parameter depth: how deeply arrays and objects may nest.
  /// - Throws: `Problem` of code `badRequest` with line and column: bad syntax, invalid UTF-8, a key given twice in an
  ///   object, nesting that is too deep, a number beyond the range of a double, text after the value.
  public init(parsing bytes: some Collection<UInt8>, depth: Int = 64) throws(Problem) {
    let parsed: Result<JSON, Problem>? = bytes.withContiguousStorageIfAvailable {
      JSON.parse($0, depth: depth)
    }
    let result = parsed ?? ContiguousArray(bytes).withUnsafeBufferPointer { JSON.parse($0, depth: depth) }
    self = try result.get()
  }

  public init(parsing text: String, depth: Int = 64) throws(Problem) {
    try self.init(parsing: Array(text.utf8), depth: depth)
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) -> Result<JSON, Problem> {
    var parser = JSONParser(bytes: bytes, depth: depth)
    do throws(Problem) {
      let value = try parser.value()
      parser.skipSpace()
      guard parser.position == bytes.count else {
        throw parser.problem("text after the end of the JSON value", "JSON 值之后还有内容")
      }
      return .success(value)
    } catch {
      return .failure(error)
    }
  }
}

/// Recursive descent over bytes. Hand-written because a command's body is read on the hottest path of the program and
/// its errors must name line and column.
private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var depth: Int

  init(bytes: UnsafeBufferPointer<UInt8>, depth: Int) {
    self.bytes = bytes
    self.depth = depth
  }

  func problem(_ what: String, _ chinese: String) -> Problem {
    var line = 1
    var column = 1
    for byte in bytes.prefix(position) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Problem(
      .badRequest, "no valid JSON at line \(line), column \(column): \(what)",
      "第 \(line) 行第 \(column) 列不是有效的 JSON：\(chinese)")
  }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func value() throws(Problem) -> JSON {
    skipSpace()
    guard position < bytes.count else { throw problem("the text ends where a value is expected", "此处应有一个值，但内容已结束") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try literal("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw problem("a value is expected", "此处应为一个值")
    }
  }

  private mutating func literal(_ word: StaticString) throws(Problem) {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count, memcmp(bytes.baseAddress! + position, word.utf8Start, length) == 0 else {
      throw problem("\(word) is expected", "此处应为 \(word)")
    }
    position += length
  }

  private mutating func enter() throws(Problem) {
    guard depth > 0 else { throw problem("nested too deeply", "嵌套过深") }
    depth -= 1
    position += 1
    skipSpace()
  }

  private mutating func object() throws(Problem) -> JSON {
    try enter()
    defer { depth += 1 }
    var members = [String: JSON](minimumCapacity: 8)
    if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw problem("a key is expected", "此处应为键")
      }
      let key = try string()
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
        throw problem("a colon is expected", "此处应为冒号")
      }
      position += 1
      guard members.updateValue(try value(), forKey: key) == nil else {
        throw problem("key \"\(key.prefix(64))\" is given twice", "键“\(key.prefix(64))”重复出现")
      }
      skipSpace()
      guard position < bytes.count else { throw problem("the object is not closed", "对象未结束") }
      position += 1
      switch bytes[position - 1] {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return .object(members)
      default:
        position -= 1
        throw problem("a comma or } is expected", "此处应为逗号或 }")
      }
    }
  }

  private mutating func array() throws(Problem) -> JSON {
    try enter()
    defer { depth += 1 }
    var elements: [JSON] = []
    if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      skipSpace()
      guard position < bytes.count else { throw problem("the array is not closed", "数组未结束") }
      position += 1
      switch bytes[position - 1] {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return .array(elements)
      default:
        position -= 1
        throw problem("a comma or ] is expected", "此处应为逗号或 ]")
      }
    }
  }

  private mutating func number() throws(Problem) -> JSON {
    let start = position
    var whole = true
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let firstDigit = position
    skipDigits()
    guard position > firstDigit else { throw problem("a digit is expected", "此处应为数字") }
    if bytes[firstDigit] == UInt8(ascii: "0"), position - firstDigit > 1 {
      position = firstDigit
      throw problem("a number has no leading zero", "数不能以零开头")
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      whole = false
      position += 1
      let fraction = position
      skipDigits()
      guard position > fraction else { throw problem("a digit is expected after the point", "小数点后应为数字") }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      whole = false
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      let exponent = position
      skipDigits()
      guard position > exponent else { throw problem("a digit is expected in the exponent", "指数中应有数字") }
    }
    let text = Substring(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    if whole, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw problem("the number is out of range", "数超出范围") }
    // 1.0 and 1e2 are written 1 and 100: they must be the same value before and after.
    if let integer = Int64(exactly: value), integer.magnitude < 1 << 53, !(integer == 0 && value.sign == .minus) {
      return .integer(integer)
    }
    return .number(value)
  }

  private mutating func skipDigits() {
    while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 { position += 1 }
  }

  private mutating func string() throws(Problem) -> String {
    position += 1
    let start = position
    var all: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let content = bytes[start..<position]
        // Most are ASCII, which is valid.
        guard
          let text = all < 0x80 ? String(decoding: content, as: UTF8.self) : String(validating: content, as: UTF8.self)
        else {
          position = start
          throw problem("the string is no valid UTF-8", "字符串不是有效的 UTF-8")
        }
        position += 1
        return text
      }
      all |= byte
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      guard byte >= 0x20 else { throw problem("a control character must be escaped", "控制字符须转义") }
      position += 1
    }
    throw problem("the string is not closed", "字符串未结束")
  }

  private mutating func escapedString(from start: Int) throws(Problem) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw problem("the string is no valid UTF-8", "字符串不是有效的 UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20:
        position -= 1
        throw problem("a control character must be escaped", "控制字符须转义")
      default: text.append(byte)
      }
    }
    throw problem("the string is not closed", "字符串未结束")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Problem) {
    guard position < bytes.count else { throw problem("the string is not closed", "字符串未结束") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var unit = UInt32(try hexadecimal())
      if (0xD800..<0xDC00).contains(unit) {
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw problem("half of a surrogate pair", "代理对不完整") }
        position += 2
        let low = UInt32(try hexadecimal())
        guard (0xDC00..<0xE000).contains(low) else { throw problem("half of a surrogate pair", "代理对不完整") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw problem("half of a surrogate pair", "代理对不完整") }
      // PostgreSQL's text cannot hold it, and no name or sentence needs it.
      guard unit != 0 else { throw problem("the character NUL is not accepted", "不接受 NUL 字符") }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default:
      position -= 1
      throw problem("no such escape", "没有这种转义")
    }
  }

  private mutating func hexadecimal() throws(Problem) -> UInt16 {
    guard position + 4 <= bytes.count else { throw problem("four hexadecimal digits are expected", "此处应为四位十六进制数字") }
    var value: UInt16 = 0
    for _ in 0..<4 {
      let byte = bytes[position]
      let digit: UInt8
      switch byte {
      case 48...57: digit = byte - 48
      case 65...70: digit = byte - 55
      case 97...102: digit = byte - 87
      default: throw problem("four hexadecimal digits are expected", "此处应为四位十六进制数字")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
