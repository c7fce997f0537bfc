// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Cuts texts into the words by which they are found, the same on both engines.
///
/// What is written with spaces is cut at them; Chinese and its kin, written without, into overlapping pairs of characters, so
/// that any part of a text is found by a row of pairs. Case, accents and the width of characters do not matter.
enum SearchWords {
  /// A stretch of text that is one word, or several characters of a script without spaces.
  enum Run: Hashable {
    case word(String)
    case characters([Character])
  }

  /// Longer words are found by their beginning.
  static let longestWord = 40
  /// Words of one text, at most; PostgreSQL keeps no position beyond 16,383.
  static let mostWords = 16_000

  /// The words of texts, in their order, separated by spaces. Pairs do not reach across texts.
  static func indexed(_ texts: [String]) -> String {
    var words: [String] = []
    // Not lazily: a lazy chain would cut the text anew for each of its words.
    for run in texts.flatMap(runs) {
      switch run {
      case .word(let word): words.append(word)
      case .characters(let characters): words += pairs(characters) + [String(characters[characters.count - 1])]
      }
      if words.count >= mostWords { break }
    }
    return words.prefix(mostWords).joined(separator: " ")
  }

  static func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    var word = ""
    var characters: [Character] = []
    func finish() {
      if !word.isEmpty { runs.append(.word(String(word.prefix(longestWord)))) }
      if !characters.isEmpty { runs.append(.characters(characters)) }
      word = ""
      characters = []
    }
    for scalar in folded(text).unicodeScalars {
      if hasNoSpaces(scalar) {
        if !word.isEmpty { finish() }
        characters.append(Character(scalar))
      } else if isOfWords(scalar) {
        if !characters.isEmpty { finish() }
        word.unicodeScalars.append(scalar)
      } else {
        finish()
      }
    }
    finish()
    return runs
  }

  /// Letters and digits; those of ASCII are told without looking into Unicode's tables.
  private static func isOfWords(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0..<0x80: false
    default: scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
    }
  }

  static func pairs(_ characters: [Character]) -> [String] {
    zip(characters, characters.dropFirst()).map { String([$0, $1]) }
  }

  private static func folded(_ text: String) -> String {
    // What most texts are made of needs no library.
    if text.unicodeScalars.allSatisfy(isPlain) { return text.lowercased() }
    return text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil).lowercased()
  }

  /// Whether folding leaves a character as it is, or makes punctuation of punctuation: ASCII, the Han characters in
  /// common use, the marks between them.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x80, 0x2010...0x2027, 0x3000...0x3003, 0x3008...0x3011, 0x4E00...0x9FFF, 0xFF01...0xFF0F,
      0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65:
      true
    default: false
    }
  }

  /// Han, kana and Hangul, without their punctuation.
  private static func hasNoSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3041...0x30FA, 0x30FC...0x30FF, 0x3105...0x318E, 0x31A0...0x31BF,
      0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

/// What somebody looks for: everything of it must be there.
struct SearchTerms: Hashable {
  enum Term: Hashable {
    /// A word that begins so.
    case beginning(String)
    /// Words one after the other.
    case row([String])
  }

  /// More are not looked for.
  static let most = 16
  var terms: [Term]

  init(_ text: String) {
    terms = SearchWords.runs(text).prefix(Self.most).map { run in
      switch run {
      case .word(let word): .beginning(word)
      case .characters(let characters):
        // A single character begins the pair in which it stands, and is indexed by itself at the end of its run.
        characters.count == 1 ? .beginning(String(characters)) : .row(SearchWords.pairs(characters))
      }
    }
  }

  /// As SQLite's FTS5 wants it (§3 of its documentation). Words are letters and digits, so that nothing needs escaping.
  var sqlite: String {
    terms.map { term in
      switch term {
      case .beginning(let word): "\"\(word)\" *"
      case .row(let words): "\"\(words.joined(separator: " "))\""
      }
    }.joined(separator: " AND ")
  }

  /// As PostgreSQL's `to_tsquery` wants it.
  var postgresql: String {
    terms.map { term in
      switch term {
      case .beginning(let word): "'\(word)':*"
      case .row(let words): "(" + words.map { "'\($0)'" }.joined(separator: " <-> ") + ")"
      }
    }.joined(separator: " & ")
  }
}
