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
    var list = WordList()
    // Most characters stand in two pairs, of three bytes each and a space.
    list.bytes.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count * 5 / 2 })
    for text in texts {
      for run in runs(text) where !list.isFull {
        switch run {
        case .word(let word): list.add(word)
        case .characters(let characters): list.add(characters)
        }
      }
    }
    return String(decoding: list.bytes, as: UTF8.self)
  }

  /// Words with spaces between them.
  private struct WordList {
    var bytes: [UInt8] = []
    private var count = 0

    var isFull: Bool { count >= mostWords }

    private mutating func begin() {
      if count > 0 { bytes.append(UInt8(ascii: " ")) }
      count += 1
    }

    mutating func add(_ word: String) {
      begin()
      bytes.append(contentsOf: word.utf8)
    }

    /// All pairs, and the last by itself.
    mutating func add(_ characters: [Unicode.Scalar]) {
      for index in characters.indices where !isFull {
        begin()
        append(characters[index], to: &bytes)
        if index + 1 < characters.count { append(characters[index + 1], to: &bytes) }
      }
    }
  }

  /// In UTF-8, by hand: nearly all are of two or three bytes, and a generic encoder takes as long as all the rest.
  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    let value = scalar.value
    func rest(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) & 0x3F | 0x80 }
    switch value {
    case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: value >> 6) | 0xC0)
      bytes.append(rest(0))
    case 0x800..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: value >> 12) | 0xE0)
      bytes.append(rest(6))
      bytes.append(rest(0))
    default:
      bytes.append(UInt8(truncatingIfNeeded: value >> 18) | 0xF0)
      bytes.append(rest(12))
      bytes.append(rest(6))
      bytes.append(rest(0))
    }
  }

  static func runs(_ text: String) -> [Run] {
    var cutter = Cutter()
    for scalar in folded(text).unicodeScalars { cutter.take(scalar) }
    cutter.finish()
    return cutter.runs
  }

  /// Cuts a text, character by character.
  private struct Cutter {
    var runs: [Run] = []
    /// The word that is being read, in UTF-8, and of how many characters it is.
    private var word: [UInt8] = []
    private var length = 0
    private var characters: [Unicode.Scalar] = []

    mutating func take(_ scalar: Unicode.Scalar) {
      if hasNoSpaces(scalar) {
        finishWord()
        characters.append(scalar)
      } else if isOfWords(scalar) {
        finishCharacters()
        append(lowered(scalar), to: &word)
        length += 1
      } else {
        finish()
      }
    }

    mutating func finish() {
      finishWord()
      finishCharacters()
    }

    private mutating func finishWord() {
      guard length > 0 else { return }
      let text = String(decoding: word, as: UTF8.self)
      runs.append(.word(length <= longestWord ? text : String(text.prefix(longestWord))))
      word.removeAll(keepingCapacity: true)
      length = 0
    }

    private mutating func finishCharacters() {
      guard !characters.isEmpty else { return }
      runs.append(.characters(characters))
      characters.removeAll(keepingCapacity: true)
    }
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
