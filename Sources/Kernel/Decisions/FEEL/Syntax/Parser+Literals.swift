// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Numbers, strings and the literals of dates, times and durations.
extension Parser {
  /// Grammar rule 37.
  mutating func number() throws(FEELError) -> Node {
    let start = scanner.offset
    var end = start
    func digits() {
      while end < scanner.bytes.count, isDigit(scanner.bytes[end]) { end += 1 }
    }
    digits()
    if end + 1 < scanner.bytes.count, scanner.bytes[end] == UInt8(ascii: "."), isDigit(scanner.bytes[end + 1]) {
      end += 1
      digits()
    }
    guard end > start else { throw expected("an expression", "表达式") }
    if end < scanner.bytes.count, scanner.bytes[end] | 0x20 == UInt8(ascii: "e") {
      var next = end + 1
      if next < scanner.bytes.count,
        scanner.bytes[next] == UInt8(ascii: "+")
          || scanner.bytes[next] == UInt8(ascii: "-")
      {
        next += 1
      }
      if next < scanner.bytes.count, isDigit(scanner.bytes[next]) {
        end = next
        digits()
      }
    }
    scanner.offset = end
    if let (next, _) = scanner.scalar(at: end), NameCharacters.isPart(next) {
      let found = found
      let hint = halfWidthHint
      throw failure(
        "Behind the number stands \(found.english); a name does not begin with a digit\(hint.english).",
        "数字之后是：\(found.chinese)；名称不能以数字开头\(hint.chinese)。")
    }
    scanner.skipSpace()
    guard let value = Self.small(scanner.bytes[start..<end]) ?? Decimal128(scanner.text(start, end)) else {
      let text = scanner.text(start, end)
      let reason = Message("the number \(text) is outside the range of decimals", "数 \(text) 超出十进制数的范围")
      return Node(.invalid(reason), at: start)
    }
    return Node(.constant(.number(value)), at: start)
  }

  private static func small(_ digits: ArraySlice<UInt8>) -> Decimal128? {
    guard digits.count < 18 else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return Decimal128(value)
  }

  func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// Grammar rules 35 and 64, with the quotes.
  mutating func string() throws(FEELError) -> String {
    let opening = scanner.offset
    var start = opening + 1
    var end = start
    var text = ""
    while true {
      guard end < scanner.bytes.count else {
        let hint = HalfWidth.hint(
          in: scanner.text(opening, end).unicodeScalars.filter { HalfWidth.form(of: $0) == "\"" })
        throw failure(
          "The string has no end; close it with \"\(hint.english).", "字符串没有结束；请以 \" 结束\(hint.chinese)。", at: opening)
      }
      switch scanner.bytes[end] {
      case UInt8(ascii: "\""):
        let rest = scanner.text(start, end)
        scanner.offset = end + 1
        scanner.skipSpace()
        return text.isEmpty ? rest : text + rest
      case UInt8(ascii: "\\"):
        scanner.offset = end
        guard let scalar = try escape() else {
          // A backslash that begins no escape sequence is a character like any other.
          end += 1
          continue
        }
        text += scanner.text(start, end)
        text.unicodeScalars.append(scalar)
        start = scanner.offset
        end = start
      default: end += 1
      }
    }
  }

  /// An escape sequence: one character, or two `\u` that make one together; `nil` where there is none.
  private mutating func escape() throws(FEELError) -> Unicode.Scalar? {
    let start = scanner.offset
    let kind = scanner.byte(ahead: 1)
    scanner.offset += 2
    switch kind {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "'"): return "'"
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "U"): return hex(6).flatMap(Unicode.Scalar.init)
    case UInt8(ascii: "u"):
      guard let unit = hex(4) else { return nil }
      guard (0xD800...0xDFFF).contains(unit) else { return Unicode.Scalar(unit) }
      if unit < 0xDC00, scanner.byte == UInt8(ascii: "\\"), scanner.byte(ahead: 1) == UInt8(ascii: "u") {
        scanner.offset += 2
        if let second = hex(4), (0xDC00...0xDFFF).contains(second) {
          return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
        }
      }
      throw failure(
        "A surrogate is written with its other half: \\uD83D\\uDE00.", "代理项必须成对书写：\\uD83D\\uDE00。", at: start)
    default: return nil
    }
  }

  private mutating func hex(_ count: Int) -> UInt32? {
    guard scanner.offset + count <= scanner.bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in scanner.bytes[scanner.offset..<scanner.offset + count] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    scanner.offset += count
    return value
  }

  /// `@"2026-11-24"`: the kind is that of the text (grammar rule 62).
  mutating func temporalLiteral() throws(FEELError) -> Node {
    let offset = scanner.offset
    scanner.offset += 1
    guard scanner.byte == UInt8(ascii: "\"") else { throw expected("a string behind \"@\"", "\"@\" 之后的字符串") }
    let text = try string()
    guard let value = FEELValue(temporal: text) else {
      let reason = Message(
        "\"\(text)\" is no date, time, date and time or duration", "\"\(text)\" 不是日期、时间、日期时间或时长")
      impossible.append((reason, offset))
      return Node(.invalid(reason), at: offset)
    }
    return Node(.constant(value), at: offset)
  }
}
