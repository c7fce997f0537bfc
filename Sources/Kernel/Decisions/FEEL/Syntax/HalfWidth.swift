// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What FEEL has in the place of characters that a Chinese keyboard gives: full-width forms (全角), Chinese
/// punctuation.
enum HalfWidth {
  /// What is meant by a character; `nil` for one that is as it should be.
  ///
  /// The right single quotation mark is not among them: names may hold it.
  static func form(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x2018, 0x201C, 0x201D, 0x300C, 0x300D: "\""
    case 0x3001: ","
    case 0x3002: "."
    case 0x3008, 0x300A: "<"
    case 0x3009, 0x300B: ">"
    case 0x3010: "["
    case 0x3011: "]"
    default: nil
    }
  }

  /// How the first such character of a text is to be written, to follow upon what is wrong with the text; empty where
  /// there is none.
  static func hint(in text: some Sequence<Unicode.Scalar>) -> Message {
    for scalar in text {
      if let form = form(of: scalar) {
        return Message("; write the half-width \(form) instead of \(scalar)", "；请改用半角 \(form) 而非 \(scalar)")
      }
    }
    return Message(same: "")
  }

  /// The same for a name that nothing has: full-width characters may be part of names, so only an unknown one is
  /// suspected of them.
  static func hint(inName name: String) -> Message { hint(in: name.unicodeScalars) }
}
