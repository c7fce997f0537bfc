// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads the lexical forms of XML Schema Part 2 from the start of a text.
struct TemporalScanner {
  private let bytes: [UInt8]
  private var position = 0

  /// No lexical form is longer than `longest`: of a longer text nothing is read.
  init(_ text: some StringProtocol) { bytes = text.utf8.count <= Self.longest ? Array(text.utf8) : [] }

  private static let longest = 256

  var atEnd: Bool { position == bytes.count }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// As many digits as there are; their value and their count. `nil` when there is none, or 19 and more that count.
  mutating func number() -> (value: Int, digits: Int)? {
    let start = position
    var value = 0
    while let byte = next, byte &- UInt8(ascii: "0") <= 9 {
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !over, !carry else { return nil }
      value = sum
      position += 1
    }
    return position > start ? (value, position - start) : nil
  }

  /// Exactly two digits.
  mutating func pair() -> Int? {
    guard let (value, digits) = number(), digits == 2 else { return nil }
    return value
  }

  /// Digits behind a point as nanoseconds: what is behind the ninth is cut off. `nil` when there is none.
  mutating func nanoseconds() -> Int? {
    var value = 0
    var count = 0
    while let byte = next, byte &- UInt8(ascii: "0") <= 9 {
      if count < 9 { value = value * 10 + Int(byte - UInt8(ascii: "0")) }
      count += 1
      position += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 9)..<9 { value *= 10 }
    return value
  }
}

/// `.25` for 250,000,000 nanoseconds, nothing for none.
func fractionText(_ nanoseconds: Int) -> String {
  guard nanoseconds > 0 else { return "" }
  let digits = String(nanoseconds)
  let padded = String(repeating: "0", count: 9 - digits.utf8.count) + digits
  return "." + padded.prefix(padded.utf8.count - trailingZeros(padded))
}

private func trailingZeros(_ digits: String) -> Int { digits.utf8.reversed().prefix { $0 == UInt8(ascii: "0") }.count }

/// A number with zeros before it until it has so many digits.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value.magnitude)
  return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
