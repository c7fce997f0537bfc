// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELValue {
  /// The text that FEEL's `string()` gives: a string itself, every other value as `literal`.
  public var text: String {
    if case .string(let value) = self { return value }
    return literal
  }

  /// The same text, or `nil` when it has more bytes: parts of a value that are shared are written each time.
  func text(within limit: Int) -> String? {
    if case .string(let value) = self { return value }
    var text = ""
    write(to: &text, limit: limit)
    return text.utf8.count <= limit ? text : nil
  }

  /// The value as `string()` writes it within lists, strings in quotes.
  public var literal: String {
    var text = ""
    write(to: &text, limit: .max)
    return text
  }

  /// The value as an expression that gives it again: as `literal`, and dates, times and durations as `@"…"`. Functions
  /// have none.
  public var expression: String {
    var text = ""
    write(to: &text, limit: .max, isExpression: true)
    return text
  }

  /// The beginning of `literal`, for messages.
  public var shortText: String {
    guard weight <= 64 else { return kind }
    let text = literal
    guard text.unicodeScalars.count > 60 else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(57))) + "…"
  }

  /// What kind of value it is, for messages: `a number`, `a list` …
  public var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .date: "a date"
    case .time: "a time"
    case .dateAndTime: "a date and time"
    case .daysAndTimeDuration: "a days and time duration"
    case .yearsAndMonthsDuration: "a years and months duration"
    case .range: "a range"
    case .list(let list): "a list of \(list.count)"
    case .context: "a context"
    case .function: "a function"
    }
  }

  /// Stops soon after the limit is passed.
  private func write(to text: inout String, limit: Int, isExpression: Bool = false) {
    guard text.utf8.count <= limit else { return }
    if isExpression, isTemporal {
      text += "@"
      Self.quote(literal, to: &text)
      return
    }
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let value): text += value.description
    case .string(let value): Self.quote(value, to: &text)
    case .date(let value): text += value.description
    case .time(let value): text += value.description
    case .dateAndTime(let value): text += value.description
    case .daysAndTimeDuration(let value): text += value.description
    case .yearsAndMonthsDuration(let value): text += value.description
    case .range(let range): range.write(to: &text) { $0.write(to: &$1, limit: limit, isExpression: isExpression) }
    case .list(let list):
      text += "["
      for (index, element) in list.enumerated() where text.utf8.count <= limit {
        if index > 0 { text += ", " }
        element.write(to: &text, limit: limit, isExpression: isExpression)
      }
      text += "]"
    case .context(let context):
      text += "{"
      for (index, entry) in context.entries.enumerated() where text.utf8.count <= limit {
        if index > 0 { text += ", " }
        Self.writeKey(entry.name, to: &text)
        text += ": "
        entry.value.write(to: &text, limit: limit, isExpression: isExpression)
      }
      text += "}"
    case .function(let function): text += function.literal
    }
  }

  private var isTemporal: Bool {
    switch self {
    case .date, .time, .dateAndTime, .daysAndTimeDuration, .yearsAndMonthsDuration: true
    default: false
    }
  }

  /// A name as it is, anything else in quotes.
  private static func writeKey(_ name: String, to text: inout String) {
    let isName =
      name.unicodeScalars.first.map(NameCharacters.isStart) == true
      && name.unicodeScalars.allSatisfy { NameCharacters.isPart($0) || $0 == " " }
    if isName { text += name } else { quote(name, to: &text) }
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    defer { text += "\"" }
    // Hardly any string has such a character, and one by one they are slow.
    guard value.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
      text += value
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension FEELRange {
  fileprivate func write(to text: inout String, value write: (FEELValue, inout String) -> Void) {
    switch form {
    case .interval:
      text += startIncluded ? "[" : "("
      if let start { write(start, &text) }
      text += ".."
      if let end { write(end, &text) }
      text += endIncluded ? "]" : ")"
    case .comparison:
      if let start {
        text += startIncluded ? ">= " : "> "
        write(start, &text)
      } else if let end {
        text += endIncluded ? "<= " : "< "
        write(end, &text)
      }
    case .equal, .unequal:
      text += form == .equal ? "= " : "!= "
      if let start { write(start, &text) }
    }
  }
}

extension FEELFunction {
  var literal: String { "function(" + parameters.map(\.name).joined(separator: ", ") + ")" }
}

extension FEELValue: CustomStringConvertible {
  public var description: String { literal }
}
