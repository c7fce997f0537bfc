// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The name somebody types to sign in.
public enum SignInName {
  /// The form in which names are stored and compared: compatibility forms unified (Unicode NFKC), lower case, no space around.
  ///
  /// `nil` when the text cannot be one: 1 to 128 bytes of letters, digits and `. _ - + @`.
  public static func normalised(_ text: String) -> String? {
    guard text.utf8.count <= 512 else { return nil }
    let name = text.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
      .trimmingCharacters(in: .whitespaces)
    guard (1...128).contains(name.utf8.count), name.unicodeScalars.allSatisfy(isAllowed) else { return nil }
    return name
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .modifierLetter, .otherLetter, .titlecaseLetter, .uppercaseLetter, .decimalNumber,
      .nonspacingMark, .spacingMark:
      true
    default: "._-+@".unicodeScalars.contains(scalar)
    }
  }
}
