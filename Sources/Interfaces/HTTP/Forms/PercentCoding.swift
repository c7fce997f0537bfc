// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Percent-encoding (RFC 3986 §2.1).
public enum PercentCoding {
  /// - Parameter place: where the text stands, for the message.
  /// - Throws: `Problem` of code `badRequest` for a % without two hexadecimal digits, and for bytes that are no UTF-8.
  static func decoded(
    _ text: some StringProtocol, plusIsSpace: Bool = false, in place: String
  ) throws(Problem) -> String {
    var needsWork = false
    for byte in text.utf8 where byte == UInt8(ascii: "%") || (plusIsSpace && byte == UInt8(ascii: "+")) {
      needsWork = true
      break
    }
    guard needsWork else { return String(text) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var iterator = text.utf8.makeIterator()
    while let byte = iterator.next() {
      if byte == UInt8(ascii: "%") {
        guard let high = iterator.next()?.hexadecimalValue, let low = iterator.next()?.hexadecimalValue else {
          throw Problem(
            .badRequest, "The \(place) has a % that is not followed by two hexadecimal digits.",
            "% 之后须有两个十六进制数字。")
        }
        bytes.append(high << 4 | low)
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.badRequest, "The \(place) is not in UTF-8 once its percent-encoding is undone.", "解码后不是 UTF-8。")
    }
    return decoded
  }

  /// Everything but unreserved characters encoded.
  /// - Parameter kept: other characters of ASCII that stay as they are, such as the slashes of a path.
  public static func encoded(_ text: String, keeping kept: String = "") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte.isLetter || byte.isDigit || "-._~".utf8.contains(byte) || kept.utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
