// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The bytes that mean something in line protocol.
extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let comma = UInt8(ascii: ",")
  static let equals = UInt8(ascii: "=")
  static let backslash = UInt8(ascii: "\\")
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")
  static let point = UInt8(ascii: ".")
  static let digit0 = UInt8(ascii: "0")
  static let digit9 = UInt8(ascii: "9")
  static let e = UInt8(ascii: "e")
  static let E = UInt8(ascii: "E")
  static let f = UInt8(ascii: "f")
  static let F = UInt8(ascii: "F")
  static let i = UInt8(ascii: "i")
  static let t = UInt8(ascii: "t")
  static let T = UInt8(ascii: "T")
  static let u = UInt8(ascii: "u")

  var isDigit: Bool { self >= .digit0 && self <= .digit9 }
  /// What a backslash escapes in names and tag values.
  var isSpecial: Bool { self == .comma || self == .equals || self == .space }
}

extension Sequence<UInt8> {
  /// Without the backslashes that escape one of these.
  func unescaped(_ isEscaped: (UInt8) -> Bool) -> [UInt8] {
    var result: [UInt8] = []
    var pending = false
    for byte in self {
      if pending {
        pending = false
        if isEscaped(byte) {
          result.append(byte)
          continue
        }
        result.append(.backslash)
      }
      if byte == .backslash { pending = true } else { result.append(byte) }
    }
    if pending { result.append(.backslash) }
    return result
  }
}
