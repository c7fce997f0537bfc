// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a range (DMN 1.5, 10.3.4.1, `range(from)`): brackets, two literals and two dots between them.
///
/// An endpoint is a number, a string, `@"…"`, or `date`, `time`, `date and time` or `duration` of a string literal; both
/// have one type and are in order. One of them may be missing beside an open bracket, as in `(..2]`. Anything else
/// gives `nil`.
struct RangeText {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  static func read(_ text: String) -> FEELRange? {
    guard text.utf8.count <= 10_000 else { return nil }
    var reader = RangeText(scalars: Array(text.unicodeScalars))
    return reader.range()
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func range() -> FEELRange? {
    skipSpace()
    guard let opening = take(), opening == "[" || opening == "(" || opening == "]" else { return nil }
    skipSpace()
    // Only a bracket that leaves its end out may stand beside the dots (rule 66 b and c).
    let hasNoStart = opening != "[" && isAtDots
    let start = hasNoStart ? nil : endpoint()
    guard hasNoStart || start != nil, skip("..") else { return nil }
    skipSpace()
    let hasNoEnd = !hasNoStart && (next == ")" || next == "[")
    let end = hasNoEnd ? nil : endpoint()
    guard hasNoEnd || end != nil, let closing = take(), closing == "]" || closing == ")" || closing == "[" else {
      return nil
    }
    skipSpace()
    guard position == scalars.count, Self.mayBound(start, end) else { return nil }
    return FEELRange(start: start, startIncluded: opening == "[", end: end, endIncluded: closing == "]")
  }

  /// Whether values may be the ends of one range: two are of one type and in order.
  private static func mayBound(_ start: FEELValue?, _ end: FEELValue?) -> Bool {
    guard let start, let end else { return (start ?? end)?.isPoint ?? false }
    guard start.isPoint, FEELType(of: start) == FEELType(of: end), let isLess = start.isLess(than: end),
      let isEqual = start.isEqual(to: end)
    else { return false }
    return isLess || isEqual
  }

  private var isAtDots: Bool { scalars[position...].starts(with: "..".unicodeScalars) }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take() -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    position += 1
    return scalar
  }

  private mutating func skipSpace() {
    while let scalar = next, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func skip(_ word: String) -> Bool {
    let wanted = Array(word.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func endpoint() -> FEELValue? {
    skipSpace()
    defer { skipSpace() }
    if skip("@") { return string().flatMap { Self.temporal($0) } }
    if next == "\"" { return string().map { .string($0) } }
    for name in Self.functions where skip(name) {
      skipSpace()
      guard skip("(") else { return nil }
      skipSpace()
      guard let text = string() else { return nil }
      skipSpace()
      return skip(")") ? FEELValue(calling: name, with: text) : nil
    }
    return number()
  }

  /// `date and time` stands before `date`, which it begins with.
  private static let functions = ["date and time", "date", "time", "duration"]

  private static func temporal(_ text: String) -> FEELValue? { FEELValue(temporal: text) }

  /// Digits with a point that is not one of the two dots between endpoints.
  private mutating func number() -> FEELValue? {
    let start = position
    _ = skip("-")
    while let scalar = next {
      let isPoint = scalar == "." && position + 1 < scalars.count && scalars[position + 1] != "."
      guard asciiDigit(scalar) != nil || isPoint else { break }
      position += 1
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<position])
    return Decimal128(String(text)).map { .number($0) }
  }

  /// A string literal (rule 35) with its escapes.
  private mutating func string() -> String? {
    guard skip("\"") else { return nil }
    var text = String.UnicodeScalarView()
    while let scalar = take() {
      switch scalar {
      case "\"": return String(text)
      case "\\":
        guard let escaped = escape() else { return nil }
        text.append(escaped)
      default: text.append(scalar)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    switch take() {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "\"": return "\""
    case "'": return "'"
    case "\\": return "\\"
    case "u": return hexadecimal(4)
    case "U": return hexadecimal(6)
    default: return nil
    }
  }

  private mutating func hexadecimal(_ count: Int) -> Unicode.Scalar? {
    guard position + count <= scalars.count else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[position..<position + count])
    position += count
    return UInt32(String(text), radix: 16).flatMap(Unicode.Scalar.init)
  }
}

extension FEELValue {
  /// What a function that makes dates, times and durations gives for a text; `nil` for other functions, and where the
  /// text is none.
  init?(calling function: String, with text: String) {
    let value: FEELValue? =
      switch function {
      case "date": FEELDate(text).map { .date($0) }
      case "time": FEELTime(text).map { .time($0) }
      case "date and time": FEELDateAndTime(text).map { .dateAndTime($0) }
      case "duration": FEELValue(duration: text)
      default: nil
      }
    guard let value else { return nil }
    self = value
  }

  /// A duration of either kind from its lexical form.
  init?(duration text: String) {
    if let months = YearsAndMonthsDuration(text) {
      self = .yearsAndMonthsDuration(months)
    } else if let duration = DaysAndTimeDuration(text) {
      self = .daysAndTimeDuration(duration)
    } else {
      return nil
    }
  }

  /// What the text behind `@` means (rule 65): a date, a date and time, a time or a duration.
  init?(temporal text: String) {
    if let date = FEELDate(text) {
      self = .date(date)
    } else if let moment = FEELDateAndTime(text) {
      self = .dateAndTime(moment)
    } else if let time = FEELTime(text) {
      self = .time(time)
    } else {
      self.init(duration: text)
    }
  }
}
