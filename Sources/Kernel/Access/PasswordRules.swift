// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// What a new password must be like: long rather than odd (NIST SP 800-63B §5.1.1.2), and not the person's name.
enum PasswordRules {
  /// In characters.
  static let shortest = 12
  /// In bytes of UTF-8; bounds what a stranger can make us hash.
  static let longest = 1024

  /// The bytes that are hashed: UTF-8 in normal form C, so that two keyboards give one password (RFC 8265 §4.2).
  static func bytes(_ password: String) -> [UInt8] { Array(password.precomposedStringWithCanonicalMapping.utf8) }

  /// - Throws: `Problem.invalid` at `pointer`.
  static func check(
    _ password: String, signInName: String, name: String, pointer: String = "/password"
  ) throws(Problem) {
    guard password.utf8.count <= longest else {
      throw .invalid(pointer, "longer than \(longest) bytes; choose a shorter one", "超过\(longest)字节，请缩短")
    }
    let length = password.precomposedStringWithCanonicalMapping.unicodeScalars.count
    guard length >= shortest else {
      throw .invalid(
        pointer, "shorter than \(shortest) characters; a sentence of several words is easy to remember",
        "少于\(shortest)个字符；由几个词组成的句子容易记住")
    }
    guard Set(password.unicodeScalars).count >= 5 else {
      throw .invalid(pointer, "made of fewer than five different characters; choose several words", "不同字符少于五个，请用几个词")
    }
    let folded = fold(password)
    for word in [fold(signInName), fold(name)] where !word.isEmpty {
      guard folded != word else {
        throw .invalid(pointer, "the same as the person's name; choose several other words", "与姓名相同，请换用其他词")
      }
      // `administrator1` is the name too.
      guard folded.count - word.count >= 8 || !folded.contains(word) else {
        throw .invalid(pointer, "little more than the person's name; add several other words", "与姓名过于相似，请加入其他词")
      }
    }
  }

  private static func fold(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping.lowercased().filter { !$0.isWhitespace }
  }
}
