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
    case characters([Unicode.Scalar])
  }

  /// Longer words are found by their beginning.
  static let longestWord = 40
  /// Words of one text, at most; PostgreSQL keeps no position beyond 16,383.
  static let mostWords = 16_000

  /// The words of texts, in their order, separated by spaces. Pairs do not reach across texts.
  ///
  /// Each matter's words are made when it comes in: the bytes are written one after the other, without a string for each pair.
  static func indexed(_ texts: [String]) -> String {
    var bytes: [UInt8] = []
    var count = 0
    func begin() -> Bool {
      guard count < mostWords else { return false }
      if count > 0 { bytes.append(UInt8(ascii: " ")) }
      count += 1
      return true
    }
    // Not lazily: a lazy chain would cut the text anew for each of its words.
    for run in texts.flatMap(runs) {
      switch run {
      case .word(let word):
        guard begin() else { break }
        bytes.append(contentsOf: word.utf8)
      case .characters(let characters):
        for (index, character) in characters.enumerated() {
          guard begin() else { break }
          bytes.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
          guard index + 1 < characters.count else { break }
          bytes.append(contentsOf: UTF8.encode(characters[index + 1]) ?? UTF8.encodedReplacementCharacter)
        }
      }
      if count >= mostWords { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    var word: [Unicode.Scalar] = []
    var characters: [Unicode.Scalar] = []
    func finish() {
      if !word.isEmpty { runs.append(.word(Self.word(word))) }
      if !characters.isEmpty { runs.append(.characters(characters)) }
      word.removeAll(keepingCapacity: true)
      characters.removeAll(keepingCapacity: true)
    }
    for scalar in folded(text).unicodeScalars {
      if hasNoSpaces(scalar) {
        if !word.isEmpty { finish() }
        characters.append(scalar)
      } else if isOfWords(scalar) {
        if !characters.isEmpty { finish() }
        word.append(lowered(scalar))
      } else {
        finish()
      }
    }
    finish()
    return runs
  }

  /// The beginning of a word, as much of it as is kept.
  private static func word(_ scalars: [Unicode.Scalar]) -> String {
    let word = String(String.UnicodeScalarView(scalars))
    return scalars.count <= longestWord ? word : String(word.prefix(longestWord))
  }

  /// What folding leaves of ASCII.
  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
  }

  /// Letters and digits; those of ASCII are told without looking into Unicode's tables.
  private static func isOfWords(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0..<0x80: false
    default: scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
    }
  }

  static func pairs(_ characters: [Unicode.Scalar]) -> [String] {
    zip(characters, characters.dropFirst()).map { String(String.UnicodeScalarView([$0, $1])) }
  }

  /// Without case, accents and width; of what is plain, capitals are left to whoever reads it.
  private static func folded(_ text: String) -> String {
    // What most texts are made of needs no library.
    if text.unicodeScalars.allSatisfy(isPlain) { return text }
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
        characters.count == 1 ? .beginning(String(characters[0])) : .row(SearchWords.pairs(characters))
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
