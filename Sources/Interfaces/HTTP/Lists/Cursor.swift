// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The place in a list after which the next page begins: the values of its sort key, opaque to callers.
///
/// The text is base64url of the canonical JSON array with a checksum first. The checksum binds it to one list with one
/// filter; it is no protection: the values are used only as lower bounds of a query that has its own access rules.
enum Cursor {
  static func text(_ values: [JSON], scope: String) -> String {
    let bytes = JSON.array(values).bytes
    return Base64URL.encoded(checksum(bytes, scope) + bytes)
  }

  /// - Throws: `Problem` of code `invalid` where the text is no cursor of this list.
  static func values(_ text: String, scope: String) throws(Problem) -> [JSON] {
    guard let bytes = Base64URL.decoded(text), bytes.count > 4, checksum(bytes[4...], scope) == Array(bytes[..<4]),
      let values = (try? JSON(parsing: bytes[4...]))?.array
    else {
      throw Problem.invalid(
        "cursor", "must be the next of an earlier answer to the same list with the same filter; leave it out to begin",
        "须为同一列表、同一筛选先前回答中的 next；从头开始时请省略")
    }
    return values
  }

  private static func checksum(_ bytes: some Sequence<UInt8>, _ scope: String) -> [UInt8] {
    let hash = Checksum.of(Array(scope.utf8) + [0] + bytes)
    let folded = UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    return (0..<4).map { UInt8(truncatingIfNeeded: folded >> (24 - 8 * $0)) }
  }
}

/// base64url without padding (RFC 4648 §5).
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(bits >> UInt32(count)) & 63])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count)) & 63]) }
    return String(decoding: text, as: UTF8.self)
  }

  static func decoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text.utf8 {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}
