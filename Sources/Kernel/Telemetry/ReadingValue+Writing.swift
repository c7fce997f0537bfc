// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension ReadingValue {
  /// A number as it was written; `nil` for one that has no more decimals than it needs, and for other values.
  public func numberText(decimals: Int?) -> String? {
    guard let number, let decimals else { return nil }
    return number.text(decimals: decimals)
  }

  /// Writes the value as it came: a number with its zeros, a document with its characters.
  public func write(decimals: Int?, to writer: inout JSONWriter) {
    if let text = numberText(decimals: decimals) {
      writer.raw(text.utf8)
    } else if case .document(let text) = self {
      // On one line: a line end in JSON is space between values.
      writer.raw(text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
    } else {
      writer.value(json)
    }
  }
}
