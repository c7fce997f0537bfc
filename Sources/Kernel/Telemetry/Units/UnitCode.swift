// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Says whether a text is a unit in the case-sensitive codes of UCUM, such as `Cel`, `ug/m3` or `L/min`.
///
/// Read by the grammar of The Unified Code for Units of Measure, §§5 to 12: terms of `.` and `/`, a prefix before a
/// metric unit, an exponent behind it, numbers, parentheses and annotations in braces.
public struct UnitCode {
  private let text: String
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// What is wrong with a text that is no unit, and what would be right; `nil` where it is one.
  public static func fault(in text: String) -> String? {
    if let hint = hints[text] { return "\"\(text)\" is no UCUM code: write \(hint)" }
    guard (1...64).contains(text.utf8.count) else { return "a UCUM code has 1 to 64 characters" }
    guard text.utf8.allSatisfy({ (33...126).contains($0) }) else {
      return "\"\(text)\" is no UCUM code, such as Cel, kPa or L/min: codes are printable ASCII without spaces"
    }
    var code = UnitCode(text)
    do throws(Fault) {
      if code.peek == UInt8(ascii: "/") { code.index += 1 }
      try code.term()
      if code.index < code.bytes.count { throw Fault("\"\(code.rest)\" has no place behind a whole unit") }
      return nil
    } catch {
      return "\"\(text)\" is no UCUM code: \(error.detail)"
    }
  }

  /// - Throws: `Problem` of code `invalid` that says what would be right.
  static func check(_ text: String, _ pointer: String) throws(Problem) {
    if let fault = fault(in: text) {
      throw .invalid(pointer, fault, "“\(text.prefix(64))”不是 UCUM 单位代码（例如 Cel、kPa、L/min）：\(fault)")
    }
  }

  private struct Fault: Error {
    var detail: String
    init(_ detail: String) { self.detail = detail }
  }

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private var rest: String { String(decoding: bytes[index...], as: UTF8.self) }

  private mutating func term() throws(Fault) {
    depth += 1
    defer { depth -= 1 }
    try component()
    while let byte = peek, byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") {
      index += 1
      try component()
    }
  }

  private mutating func component() throws(Fault) {
    guard let byte = peek else { throw Fault("a unit is missing at its end") }
    switch byte {
    case UInt8(ascii: "("):
      index += 1
      try term()
      guard peek == UInt8(ascii: ")") else { throw Fault("a ( has no )") }
      index += 1
      return
    case UInt8(ascii: "{"): return try annotation()
    case UInt8(ascii: "."), UInt8(ascii: "/"): throw Fault("a unit is missing before \"\(rest)\"")
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      if !isPowerOfTen {
        while let byte = peek, Self.isDigit(byte) { index += 1 }
        if peek == UInt8(ascii: "{") { try annotation() }
        return
      }
    default: break
    }
    let word = try word()
    guard Self.isUnit(word) else { throw Fault(Self.unknown(word)) }
    try exponent()
    if peek == UInt8(ascii: "{") { try annotation() }
  }

  /// `10*` and `10^` are units: a power of ten has its exponent behind it.
  private var isPowerOfTen: Bool { rest.hasPrefix("10*") || rest.hasPrefix("10^") }

  private mutating func word() throws(Fault) -> String {
    let start = index
    if isPowerOfTen {
      index += 3
    } else {
      while let byte = peek, !Self.ends(byte) {
        if byte == UInt8(ascii: "[") {
          while let byte = peek, byte != UInt8(ascii: "]") {
            guard byte != UInt8(ascii: "{") else { break }
            index += 1
          }
          guard peek == UInt8(ascii: "]") else { throw Fault("a [ has no ]") }
        }
        index += 1
      }
    }
    guard index > start else { throw Fault("\"\(rest)\" begins no unit") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// What can follow a unit. Digits within brackets belong to it.
  private static func ends(_ byte: UInt8) -> Bool {
    isDigit(byte) || "+-./(){}".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private mutating func exponent() throws(Fault) {
    let isSigned = peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-")
    if isSigned { index += 1 }
    let start = index
    while let byte = peek, Self.isDigit(byte) { index += 1 }
    if isSigned, index == start { throw Fault("after the sign of an exponent come digits") }
    if let byte = peek, !Self.ends(byte) { throw Fault("before \"\(rest)\" a . or / is missing") }
  }

  private mutating func annotation() throws(Fault) {
    index += 1
    while let byte = peek, byte != UInt8(ascii: "}") {
      guard byte != UInt8(ascii: "{") else { throw Fault("an annotation holds another") }
      index += 1
    }
    guard peek == UInt8(ascii: "}") else { throw Fault("a { has no }") }
    index += 1
    if let byte = peek, !"./)".utf8.contains(byte) { throw Fault("before \"\(rest)\" a . or / is missing") }
  }

  private static func isUnit(_ word: String) -> Bool {
    if UnitAtoms.metric.contains(word) || UnitAtoms.others.contains(word) { return true }
    return UnitAtoms.prefixes.contains {
      word.hasPrefix($0) && UnitAtoms.metric.contains(String(word.dropFirst($0.count)))
    }
  }

  private static func unknown(_ word: String) -> String {
    if let hint = hints[word] { return "for \"\(word)\" write \(hint)" }
    for prefix in UnitAtoms.prefixes where word.hasPrefix(prefix) {
      let unit = String(word.dropFirst(prefix.count))
      if UnitAtoms.others.contains(unit) { return "\"\(unit)\" takes no prefix such as \"\(prefix)\"" }
    }
    let lower = word.lowercased()
    if let other = UnitAtoms.metric.union(UnitAtoms.others).filter({ $0.lowercased() == lower }).min() {
      return "there is no unit \"\(word)\"; the code \"\(other)\" is written so"
    }
    return "there is no unit \"\(word)\"; what is only counted is an annotation, {\(word)}"
  }

  /// What people write instead.
  private static let hints: [String: String] = [
    "°C": "Cel", "degC": "Cel", "℃": "Cel", "°F": "[degF]", "degF": "[degF]", "°": "deg", "µg/m3": "ug/m3",
    "µg/m³": "ug/m3", "μg/m3": "ug/m3", "μg/m³": "ug/m3", "m³": "m3", "m²": "m2", "m³/h": "m3/h", "m^3": "m3",
    "m^2": "m2",
    "Ω": "Ohm", "ohm": "Ohm", "lux": "lx", "sec": "s", "hr": "h", "hour": "h", "day": "d", "month": "mo", "year": "a",
    "ppm": "[ppm]", "ppb": "[ppb]", "psi": "[psi]", "pH": "[pH]", "kn": "[kn_i]", "knot": "[kn_i]", "mph": "[mi_i]/h",
    "kmh": "km/h", "kph": "km/h", "kWh": "kW.h", "Wh": "W.h", "MWh": "MW.h", "Ah": "A.h", "kVA": "kV.A", "VA": "V.A",
    "rpm": "/min", "dBA": "dB[SPL]", "dB(A)": "dB[SPL]", "inHg": "[in_i'Hg]", "mmHg": "mm[Hg]", "mmH2O": "mm[H2O]",
    "ft": "[ft_i]", "in": "[in_i]", "gal": "[gal_us]", "NTU": "{NTU}", "AQI": "{AQI}", "percent": "%", "none": "1",
  ]
}
