// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Mustache

/// How values are written into pages: the five characters that HTML reads as its own are escaped.
///
/// Byte by byte, as browsers read a page. The library's way goes by grapheme: a quotation mark with a combining accent
/// after it is another character to it, is left as it is, and ends an attribute in every browser.
struct PageText: MustacheContentType {
  private static let name = "PAGE"
  /// A template says what it is at its head, and each partial anew.
  static let pragma = "{{% CONTENT_TYPE:\(name)}}\n"

  /// Makes it known to the library of templates.
  static func register() { MustacheContentTypes.register(Self(), named: name) }

  func escapeText(_ text: String) -> String {
    var text = text
    let escaped: String? = text.withUTF8 { bytes in
      var length = 0
      for byte in bytes { length += Self.escape(byte)?.utf8CodeUnitCount ?? 1 }
      guard length > bytes.count else { return nil }
      return String(unsafeUninitializedCapacity: length) { page in
        var end = 0
        for byte in bytes {
          if let escape = Self.escape(byte) {
            for index in 0..<escape.utf8CodeUnitCount { page[end + index] = escape.utf8Start[index] }
            end += escape.utf8CodeUnitCount
          } else {
            page[end] = byte
            end += 1
          }
        }
        return end
      }
    }
    return escaped ?? text
  }

  private static func escape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
