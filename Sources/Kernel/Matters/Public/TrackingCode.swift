// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Journaling

/// The secret with which a reporter without an account follows, completes and rates a matter. Only its hash is kept.
public struct TrackingCode: Sendable {
  /// 16 characters of Crockford's base 32 in four groups: 80 random bits, which nobody guesses from the hash either.
  public let text: String

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  public init() {
    var generator = SystemRandomNumberGenerator()
    let characters = (0..<16).map { _ in Self.alphabet[Int(generator.next(upperBound: UInt32(32)))] }
    text = stride(from: 0, to: 16, by: 4).map { String(characters[$0..<$0 + 4]) }.joined(separator: "-")
  }

  /// SHA-256 in hexadecimal digits, as `Matter.trackingHash` keeps it.
  public var hash: String { Self.hash(of: text) }

  /// Whether a code, as somebody typed it, is the one with that hash; takes the same time whichever it is.
  public static func isRight(_ typed: String, for hash: String?) -> Bool {
    guard let hash, typed.utf8.count <= 64 else { return false }
    let given = Array(Self.hash(of: typed).utf8)
    let expected = Array(hash.utf8)
    guard given.count == expected.count else { return false }
    return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// The hash of a code as somebody typed it; `nil` for what is too long to be one.
  public static func hash(typed: String) -> String? { typed.utf8.count <= 64 ? hash(of: typed) : nil }

  /// Hyphens, spaces and the case do not count, and look-alikes are what they look like.
  private static func hash(of text: String) -> String {
    let plain = text.uppercased().filter { $0 != "-" && !$0.isWhitespace }.map { character -> Character in
      switch character {
      case "O": "0"
      case "I", "L": "1"
      default: character
      }
    }
    return hexadecimal(Array(SHA256.hash(data: Array(String(plain).utf8))))
  }
}
