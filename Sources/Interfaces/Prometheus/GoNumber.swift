// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Numbers as Prometheus writes them: the shortest text that reads back the same, never with an exponent.
enum GoNumber {
  static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    var digits = String(text[..<mark])
    let sign = digits.hasPrefix("-") ? "-" : ""
    if !sign.isEmpty { digits.removeFirst() }
    let point = digits.firstIndex(of: ".").map { digits.distance(from: digits.startIndex, to: $0) } ?? digits.count
    digits.removeAll { $0 == "." }
    let place = point + exponent
    if place <= 0 { return sign + "0." + String(repeating: "0", count: -place) + Self.trimmed(digits) }
    if place >= digits.count { return sign + digits + String(repeating: "0", count: place - digits.count) }
    let index = digits.index(digits.startIndex, offsetBy: place)
    let fraction = Self.trimmed(String(digits[index...]))
    return sign + digits[..<index] + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func trimmed(_ digits: String) -> String {
    var digits = digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits
  }

  /// Milliseconds since 1970 as seconds with at most three decimals.
  static func seconds(_ milliseconds: Int64) -> String {
    let sign = milliseconds < 0 ? "-" : ""
    let whole = milliseconds.magnitude / 1000
    let rest = milliseconds.magnitude % 1000
    guard rest > 0 else { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(trimmed(String("00\(rest)".suffix(3))))"
  }
}
