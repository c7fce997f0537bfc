// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The value of a field.
enum FieldValue: Equatable {
  /// With the decimals with which it was written, where a zero ends them; else 0.
  case number(Double, decimals: UInt8)
  case bool(Bool)
  /// Between the quotes, escapes as they came.
  case text(Range<Int>)
}

/// A line that cannot be understood.
struct LineFault: Error, Equatable {
  var reason: String
  /// The same in Chinese.
  var chinese: String

  init(_ reason: String, _ chinese: String) {
    self.reason = reason
    self.chinese = chinese
  }
}

/// Takes line protocol apart, line by line, over the bytes as they came.
///
/// `measurement[,tag=value…] field=value[,field=value…] [time]`. A backslash escapes comma, equals sign and space in names and
/// tag values, quotation mark and backslash in texts; anywhere else it stands for itself. The parser keeps its arrays, so
/// that a line costs no allocation.
///
/// https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
struct LineParser {
  struct Field: Equatable {
    var key: Range<Int>
    var value: FieldValue
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0
  /// The number of the line that was read last, from 1.
  private(set) var line = 0
  /// Measurement and tags of the line.
  private(set) var head = 0..<0
  /// A hash of the bytes of `head`; of one that was expected it is not worked out.
  private(set) var headHash: UInt64 = 0
  /// Whether the head is the one that the caller expected.
  private(set) var isExpected = false
  private(set) var fields: [Field] = []
  private(set) var time: Int64?
  /// How many line ends lie before `position`.
  private(set) var lineEnds = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    fields.reserveCapacity(16)
  }

  /// Reads the next line; `false` at the end.
  ///
  /// - Parameter expected: tells of how many bytes the head at a position is, where the caller knows it by its bytes; else 0.
  /// - Throws: `LineFault` where it is none; the next call goes on with the line after it.
  @inline(__always)
  mutating func next(
    _ expected: (UnsafeBufferPointer<UInt8>, Int) -> Int = { _, _ in 0 }
  ) throws(LineFault) -> Bool {
    skipBlank()
    line = lineEnds + 1
    guard position < bytes.count else { return false }
    fields.removeAll(keepingCapacity: true)
    time = nil
    do {
      let count = expected(bytes, position)
      isExpected = count > 0
      if isExpected {
        head = position..<position + count
        position += count
      } else {
        try readHead()
      }
      try readFields()
      try readTime()
      return true
    } catch {
      skipLine()
      throw error
    }
  }

  /// Skips empty lines and comments.
  private mutating func skipBlank() {
    while position < bytes.count {
      switch bytes[position] {
      case .space, .tab, .carriageReturn, 0: position += 1
      case .lineFeed:
        lineEnds += 1
        position += 1
      case .hash: skipLine()
      default: return
      }
    }
  }

  private mutating func skipLine() {
    while position < bytes.count {
      position += 1
      if bytes[position - 1] == .lineFeed {
        lineEnds += 1
        return
      }
    }
  }

  private mutating func readHead() throws(LineFault) {
    let start = position
    // FNV-1a, folded in while the bytes are looked at anyway.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var index = start
    let count = bytes.count
    scan: while index < count {
      let byte = bytes[index]
      switch byte {
      case .space, .tab, .lineFeed, .carriageReturn: break scan
      case .backslash:
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        index += 1
        guard index < count, bytes[index].isSpecial else { continue scan }
        hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
        index += 1
      default:
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        index += 1
      }
    }
    position = index
    head = start..<index
    headHash = hash
    if bytes[start] == .comma { throw LineFault("the measurement is missing", "缺少测量名（measurement）") }
  }

  private mutating func readFields() throws(LineFault) {
    guard skipSpaces() else { throw LineFault("the fields are missing", "缺少字段") }
    repeat {
      let key = try readFieldKey()
      fields.append(Field(key: key, value: try readValue()))
    } while skip(.comma)
  }

  private mutating func readFieldKey() throws(LineFault) -> Range<Int> {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case .equals:
        guard position > start else { throw LineFault("a field has no name before its =", "= 之前缺少字段名") }
        position += 1
        return start..<position - 1
      case .backslash where position + 1 < bytes.count && bytes[position + 1].isSpecial: position += 2
      case .comma, .space, .lineFeed, .carriageReturn:
        throw withoutValue(start..<position)
      default: position += 1
      }
    }
    throw withoutValue(start..<position)
  }

  private func withoutValue(_ name: Range<Int>) -> LineFault {
    LineFault(
      "the field \(quoted(name)) has no value; write name=value", "字段 \(quoted(name)) 没有值；请写成 名称=值")
  }

  private mutating func readValue() throws(LineFault) -> FieldValue {
    guard position < bytes.count else { throw LineFault("the value of the last field is missing", "缺少最后一个字段的值") }
    switch bytes[position] {
    case .quote: return try readText()
    case .digit0 ... .digit9, .minus, .plus, .point: return try readNumber()
    case .comma, .space, .lineFeed, .carriageReturn: throw LineFault("the value of a field is missing", "缺少字段的值")
    default: return .bool(try readBool())
    }
  }

  private mutating func readText() throws(LineFault) -> FieldValue {
    let start = position + 1
    var index = start
    var ends = 0
    while index < bytes.count {
      switch bytes[index] {
      case .quote:
        position = index + 1
        lineEnds += ends
        guard isAtEndOfValue else {
          throw LineFault("after the closing \" of a text comes a comma or a space", "文本结束的 \" 之后应为逗号或空格")
        }
        return .text(start..<index)
      case .backslash where index + 1 < bytes.count && (bytes[index + 1] == .quote || bytes[index + 1] == .backslash):
        index += 2
      case .lineFeed:
        ends += 1
        index += 1
      default: index += 1
      }
    }
    // The lines after this one are still good. No text among them can be open to the end again: what would open it would
    // have closed this one.
    throw LineFault("a text has no closing \"", "文本缺少结束的 \"")
  }

  private mutating func readBool() throws(LineFault) -> Bool {
    let start = position
    skipValue()
    switch position - start {
    case 1 where bytes[start] == .t || bytes[start] == .T: return true
    case 1 where bytes[start] == .f || bytes[start] == .F: return false
    case 4, 5:
      let word = string(start..<position)
      if word == "true" || word == "True" || word == "TRUE" { return true }
      if word == "false" || word == "False" || word == "FALSE" { return false }
    default: break
    }
    throw LineFault(
      "\(quoted(start..<position)) is no value: a number, 1i, 1u, true, false, or a text in quotation marks is needed",
      "\(quoted(start..<position)) 不是值：应为数字、1i、1u、true、false 或引号中的文本")
  }

  private mutating func readNumber() throws(LineFault) -> FieldValue {
    let start = position
    var isNegative = false
    if bytes[position] == .minus || bytes[position] == .plus {
      isNegative = bytes[position] == .minus
      position += 1
    }
    let firstDigit = position
    var mantissa: UInt64 = 0
    var overflows = false
    var scale = 0
    var decimals: UInt8 = 0
    while position < bytes.count, bytes[position].isDigit {
      overflows = !mantissa.append(bytes[position]) || overflows
      position += 1
    }
    var digits = position - firstDigit
    if position < bytes.count, digits > 0, bytes[position] == .i || bytes[position] == .u {
      let isSigned = bytes[position] == .i
      position += 1
      guard isAtEndOfValue else { return try refuseNumber(from: start) }
      return .number(
        try integer(mantissa, isNegative, isSigned: isSigned, overflows: overflows, start), decimals: 0)
    }
    if skip(.point) {
      let first = position
      while position < bytes.count, bytes[position].isDigit {
        overflows = !mantissa.append(bytes[position]) || overflows
        position += 1
      }
      scale = first - position
      digits -= scale
      if position > first, bytes[position - 1] == .digit0 { decimals = UInt8(clamping: -scale) }
    }
    guard digits > 0 else { return try refuseNumber(from: start) }
    if position < bytes.count, bytes[position] == .e || bytes[position] == .E {
      position += 1
      guard let exponent = readExponent() else { return try refuseNumber(from: start) }
      scale += exponent
      decimals = 0
    }
    guard isAtEndOfValue else { return try refuseNumber(from: start) }
    // Both are exact in a double, so their quotient or product is the nearest one (Clinger 1990).
    if !overflows, mantissa <= 1 << 53, (-22...22).contains(scale) {
      let value = scale < 0 ? Double(mantissa) / Self.powers[-scale] : Double(mantissa) * Self.powers[scale]
      return .number(isNegative ? -value : value, decimals: decimals)
    }
    guard let value = Double(string(start..<position)), value.isFinite else {
      throw LineFault(
        "the number \(quoted(start..<position)) does not fit a double",
        "数字 \(quoted(start..<position)) 超出双精度浮点数的范围")
    }
    return .number(value, decimals: decimals)
  }

  private func integer(
    _ magnitude: UInt64, _ isNegative: Bool, isSigned: Bool, overflows: Bool, _ start: Int
  ) throws(LineFault) -> Double {
    let limit: UInt64 = isSigned ? (isNegative ? 1 << 63 : (1 << 63) - 1) : isNegative ? 0 : .max
    guard !overflows, magnitude <= limit else {
      throw LineFault(
        "the integer \(quoted(start..<position)) does not fit 64 bits", "整数 \(quoted(start..<position)) 超出 64 位")
    }
    return isNegative ? -Double(magnitude) : Double(magnitude)
  }

  /// The digits after `e`; `nil` where there are none. Beyond what any double needs it only stays large.
  private mutating func readExponent() -> Int? {
    let isNegative = position < bytes.count && bytes[position] == .minus
    if isNegative || (position < bytes.count && bytes[position] == .plus) { position += 1 }
    let first = position
    var value = 0
    while position < bytes.count, bytes[position].isDigit {
      value = min(value * 10 + Int(bytes[position] & 15), 100_000)
      position += 1
    }
    return position > first ? (isNegative ? -value : value) : nil
  }

  private mutating func refuseNumber(from start: Int) throws(LineFault) -> FieldValue {
    skipValue()
    throw LineFault("\(quoted(start..<position)) is no number", "\(quoted(start..<position)) 不是数字")
  }

  private mutating func readTime() throws(LineFault) {
    guard skipSpaces() else { return try requireLineEnd() }
    guard position < bytes.count, bytes[position] != .lineFeed else { return try requireLineEnd() }
    let start = position
    let isNegative = skip(.minus)
    let first = position
    var magnitude: UInt64 = 0
    var overflows = false
    while position < bytes.count, bytes[position].isDigit {
      overflows = !magnitude.append(bytes[position]) || overflows
      position += 1
    }
    let end = position
    guard position > first, isAtEndOfValue, position == bytes.count || bytes[position] != .comma else {
      skipValue()
      throw LineFault(
        "the time \(quoted(start..<position)) is no integer", "时间 \(quoted(start..<position)) 不是整数")
    }
    guard !overflows, magnitude <= UInt64(Int64.max) else {
      throw LineFault(
        "the time \(quoted(start..<end)) lies outside the years 1677 to 2262",
        "时间 \(quoted(start..<end)) 不在公元 1677 至 2262 年之间")
    }
    time = isNegative ? -Int64(magnitude) : Int64(magnitude)
    _ = skipSpaces()
    try requireLineEnd()
  }

  private mutating func requireLineEnd() throws(LineFault) {
    guard position < bytes.count else { return }
    if bytes[position] == .lineFeed {
      lineEnds += 1
      position += 1
      return
    }
    let start = position
    skipValue()
    throw LineFault(
      "\(quoted(start..<position)) was not expected; after the fields comes only the time",
      "此处不应有 \(quoted(start..<position))；字段之后只能是时间")
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Skips spaces, and the carriage return before a line end. `false` where there were none.
  private mutating func skipSpaces() -> Bool {
    let start = position
    while position < bytes.count,
      bytes[position] == .space || bytes[position] == .tab || bytes[position] == .carriageReturn
    {
      position += 1
    }
    return position > start
  }

  private var isAtEndOfValue: Bool {
    guard position < bytes.count else { return true }
    switch bytes[position] {
    case .comma, .space, .tab, .lineFeed, .carriageReturn: return true
    default: return false
    }
  }

  private mutating func skipValue() { while !isAtEndOfValue { position += 1 } }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A piece of the input for a message: not all of it where it is long.
  private func quoted(_ range: Range<Int>) -> String {
    let text = string(range.lowerBound..<min(range.upperBound, range.lowerBound + 40))
    return "\"\(text)\(range.count > 40 ? "…" : "")\""
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}

extension UInt64 {
  /// Appends a decimal digit; `false` where it does not fit.
  fileprivate mutating func append(_ digit: UInt8) -> Bool {
    let (product, overflows) = multipliedReportingOverflow(by: 10)
    let (sum, carries) = product.addingReportingOverflow(UInt64(digit & 15))
    self = sum
    return !overflows && !carries
  }
}
