// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What a scalar without quotes means: the core schema of YAML 1.2 (§10.3.2).
enum YAMLScalar {
  static func value(of text: String) -> JSON {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    let number = Array(text.utf8)
    let digits =
      number.first == UInt8(ascii: "-") || number.first == UInt8(ascii: "+") ? number.dropFirst() : number[...]
    guard let first = digits.first, isDigit(first) || first == UInt8(ascii: ".") else { return .string(text) }
    if digits.allSatisfy(isDigit), let value = Int64(text) { return .integer(value) }
    guard isDecimal(digits), let value = Double(text), value.isFinite else { return .string(text) }
    return .number(value)
  }

  /// Why a text should not stand without quotes, with what to write; `nil` when all readers of YAML agree on it.
  static func doubt(_ text: String) -> String? {
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    if ["yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) {
      return "\(text) without quotes is true or false to some readers of YAML: write true or false, or \"\(text)\""
    }
    if [".inf", ".nan"].contains(digits.lowercased()) { return "\(text) is no number that can be kept" }
    guard let first = digits.utf8.first, isDigit(first) else { return nil }
    if digits.utf8.allSatisfy(isDigit) {
      if first == UInt8(ascii: "0"), digits.count > 1 {
        return "\(text) without quotes loses its 0 to some readers of YAML: a code is written \"\(text)\""
      }
      if Int64(text) == nil { return "\(text) is too large for a number: a code is written \"\(text)\"" }
    }
    if digits.hasPrefix("0x") || digits.hasPrefix("0o") || digits.hasPrefix("0b") {
      return "\(text) without quotes is a number to some readers of YAML: write it in decimal digits, or \"\(text)\""
    }
    return nil
  }

  /// `12`, `1.5`, `1.`, `.5`, `1e3`: digits with at most one point and one exponent.
  private static func isDecimal(_ digits: ArraySlice<UInt8>) -> Bool {
    var rest = digits
    let whole = rest.prefix(while: isDigit).count
    rest = rest.dropFirst(whole)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(fraction)
    }
    guard whole + fraction > 0 else { return false }
    guard let mark = rest.popFirst() else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
