// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Vocabulary

/// Numbers as people read them.
enum NumberText {
  /// At most four digits after the point, and no more than four that count.
  static func text(_ number: Double) -> String {
    guard number.isFinite else { return "–" }
    let size = number.magnitude
    let digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (number * scale).rounded() / scale
    return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int64(rounded))" : "\(rounded)"
  }

  /// So many things, in groups of three digits: both languages part them by a comma.
  static func count(_ count: some BinaryInteger) -> String {
    let digits = "\(count.magnitude)"
    let grouped = digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
      text.append(digit.element)
    }
    return count < 0 ? "-\(grouped)" : grouped
  }

  /// - Parameter unit: a UCUM code.
  static func text(_ number: Double, unit: String?) -> String {
    unit.map { "\(text(number)) \(symbol(of: $0))" } ?? text(number)
  }

  static func text(_ value: ReadingValue, unit: String?) -> String {
    switch value {
    case .number(let number): text(number, unit: unit)
    case .text(let text), .document(let text): text
    case .bool(let flag): flag ? "1" : "0"
    }
  }

  /// How people write a UCUM unit.
  static func symbol(of unit: String) -> String {
    [
      "deg": "°", "Cel": "°C", "um/m": "µm/m", "ug/m3": "µg/m³", "m3": "m³", "m3/h": "m³/h", "/h": "/h", "[degF]": "°F",
      "dB[SPL]": "dB",
    ][unit] ?? unit
  }
}
