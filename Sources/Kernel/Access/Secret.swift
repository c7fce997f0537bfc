// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// Random secrets, of which only the SHA-256 is ever stored.
enum Secret {
  /// 256 random bits as 43 characters of base64url (RFC 4648 §5).
  static func random() -> String { base64URL(randomBytes(32)) }

  static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  static func digest(_ secret: String) -> SHA256Digest {
    var secret = secret
    var hash = SHA256()
    secret.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return hash.finalize()
  }

  /// Whether the text has the form that `random` gives.
  static func isWellFormed(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 43
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// Whether the bytes are the same, in a time that depends on their number alone.
  static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }

  /// Base64url without padding.
  static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    String(
      base64(bytes).map { (character: Character) -> Character in
        character == "+" ? "-" : character == "/" ? "_" : character
      })
  }

  /// Base64 without padding.
  static func base64(_ bytes: some Sequence<UInt8>) -> String {
    let padded = Data(bytes).base64EncodedString()
    return String(padded.prefix { $0 != "=" })
  }

  /// Reads base64 or base64url without padding.
  static func bytes(base64 text: some StringProtocol) -> [UInt8]? {
    guard !text.contains("=") else { return nil }
    let standard = text.map { (character: Character) -> Character in
      character == "-" ? "+" : character == "_" ? "/" : character
    }
    let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
    return Data(base64Encoded: String(standard) + padding).map { [UInt8]($0) }
  }
}
