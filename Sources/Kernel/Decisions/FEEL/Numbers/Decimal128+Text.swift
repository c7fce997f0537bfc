// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Decimal128 {
  /// Reads `1`, `-1.5`, `.5`, `1e10`, `1.2E-3`. More than 34 digits are rounded. `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    var copy = String(text)
    let number = copy.withUTF8 { Self.read($0) }
    guard let number else { return nil }
    self = number
  }

  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Decimal128? {
    var index = 0
    var negative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") {
      negative = true
      index += 1
    }
    var coefficient: UInt128 = 0
    var exponent = 0
    var more = false
    var seen = false
    var isFraction = false
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit <= 9 {
        seen = true
        if coefficient < PowersOfTen[37] {
          coefficient = coefficient &* 10 &+ UInt128(digit)
          if isFraction { exponent -= 1 }
        } else {
          more = more || digit != 0
          if !isFraction { exponent += 1 }
        }
      } else if bytes[index] == UInt8(ascii: "."), !isFraction, index + 1 < bytes.count,
        bytes[index + 1] &- UInt8(ascii: "0") <= 9
      {
        isFraction = true
      } else {
        break
      }
      index += 1
    }
    guard seen else { return nil }
    if index < bytes.count {
      guard let written = Self.exponent(bytes, index) else { return nil }
      exponent += written
    }
    return rounding(negative: negative, coefficient, exponent: exponent, more: more)
  }

  /// `e10`, `E-3`, to the end of the text.
  private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = start + 1
    var negative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < bytes.count else { return nil }
    var value = 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = min(value * 10 + Int(digit), 1_000_000_000)
      index += 1
    }
    return negative ? -value : value
  }
}

extension Decimal128: CustomStringConvertible, LosslessStringConvertible {
  /// What FEEL's `string()` gives: digits and a point, without exponent as long as that takes no more than a hundred
  /// zeros; beyond, as `1.5E+6000`.
  public var description: String {
    let exponent = exponent
    if high & ~Self.signBit == Self.integerHigh { return (isNegative ? "-" : "") + String(low) }
    let digits = coefficient == 0 ? "0" : String(coefficient)
    guard exponent <= 100, -exponent - digits.utf8.count <= 100 else { return scientific }
    var text = isNegative ? "-" : ""
    if exponent >= 0 {
      text += digits
      if coefficient != 0 { text += String(repeating: "0", count: exponent) }
      return text
    }
    let whole = digits.utf8.count + exponent
    if whole > 0 {
      text += digits.prefix(whole)
    } else {
      text += "0"
    }
    text += "."
    if whole < 0 { text += String(repeating: "0", count: -whole) }
    text += digits.suffix(min(digits.utf8.count, -exponent))
    return text
  }

  /// `1.234E+5`.
  var scientific: String {
    let digits = coefficient == 0 ? "0" : String(coefficient)
    let shown = exponent + digits.utf8.count - 1
    let fraction = digits.dropFirst()
    return (isNegative ? "-" : "") + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
      + (shown < 0 ? "E" : "E+") + String(shown)
  }
}
