// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A name cut into words and symbols, so that it is found in a text whatever the white space between them.
struct NamePattern: Sendable, Hashable {
  /// Words, and single characters that are part of no word.
  let parts: [String]
  /// The name with single spaces between words that spaces parted, and none at its ends.
  let text: String

  init(_ name: String) {
    var parts: [String] = []
    var text = ""
    var word = ""
    var isParted = false
    for scalar in name.unicodeScalars {
      if NameCharacters.isSpace(scalar) {
        isParted = true
        if !word.isEmpty { parts.append(word) }
        word = ""
        continue
      }
      if isParted, !text.isEmpty { text += " " }
      isParted = false
      text.unicodeScalars.append(scalar)
      if NameCharacters.isPart(scalar) {
        word.unicodeScalars.append(scalar)
      } else {
        if !word.isEmpty { parts.append(word) }
        word = ""
        parts.append(String(scalar))
      }
    }
    if !word.isEmpty { parts.append(word) }
    self.parts = parts
    self.text = text
  }

  /// The first word, by which names are looked up; `nil` for a text that begins with none.
  var firstWord: String? {
    guard let first = parts.first, let scalar = first.unicodeScalars.first, NameCharacters.isStart(scalar) else {
      return nil
    }
    return first
  }

  /// Whether it is one word, so that it needs no list of known names to be found.
  var isWord: Bool { parts.count == 1 }
}

/// Names of more than one word or symbol, by their first word, the longest first.
struct NameSet: Sendable {
  private(set) var byFirstWord: [String: [NamePattern]] = [:]
  private var known: Set<NamePattern> = []

  mutating func insert(_ pattern: NamePattern) {
    guard !pattern.isWord, let first = pattern.firstWord, known.insert(pattern).inserted else { return }
    // Behind those of as many parts: found by halving, as there may be very many.
    var low = 0
    var high = byFirstWord[first]?.count ?? 0
    while low < high {
      let middle = (low + high) / 2
      let isBefore = (byFirstWord[first]?[middle].parts.count ?? 0) >= pattern.parts.count
      if isBefore { low = middle + 1 } else { high = middle }
    }
    byFirstWord[first, default: []].insert(pattern, at: low)
  }
}

/// What characters names are made of (DMN 1.5, grammar rules 28 to 30, 61, 62).
enum NameCharacters {
  static func isStart(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x80 {
      return value >= 0x61 && value <= 0x7A || value >= 0x41 && value <= 0x5A || value == 0x5F || value == 0x3F
    }
    switch value {
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
      0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      return !isSpace(scalar)
    default: return false
    }
  }

  static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
    default: isStart(scalar)
    }
  }

  /// Characters that names may hold between their words.
  static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "/", "-", "\u{2019}", "'", "+", "*": true
    default: false
    }
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
      0xFEFF:
      true
    default: false
    }
  }
}
