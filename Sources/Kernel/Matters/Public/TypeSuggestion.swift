// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A type of matter that somebody's words point to, and the words that do.
public struct TypeSuggestion: Sendable, Hashable {
  public var type: MatterType
  /// The greater, the more the words point to it; only the order means something.
  public var score: Double
  /// What of the words counted, the weightiest first.
  public var because: [String]
}

/// Finds the types that a text in English or Chinese is about, by the words that it shares with their names and key words.
///
/// A key word counts three times a word of a name. A word that several types have counts the less the more they are. English
/// words are compared without their endings, Chinese names by pairs of characters (bigrams), since Chinese is written without
/// spaces; Chinese key words as a whole. The same words always get the same answer, and the answer says which words made it.
public struct TypeSuggester: Sendable {
  private struct Term: Sendable {
    var text: String
    var weight: Double
  }

  private static let keywordWeight = 3.0
  private let types: [MatterType]
  /// The terms of each type.
  private let terms: [[Term]]

  public init(_ types: [MatterType]) {
    self.types = types
    let weighted = types.map { type -> [String: Double] in
      var terms: [String: Double] = [:]
      for name in type.name.texts.values { for term in Self.terms(of: name) { terms[term.stem] = 1 } }
      for keyword in type.keywords.values.joined() {
        // A key word of several English words counts by each; a Chinese one as a whole.
        let parts = keyword.unicodeScalars.contains(where: Self.isHan) ? [keyword] : Self.terms(of: keyword).map(\.stem)
        for part in parts { terms[part] = Self.keywordWeight }
      }
      return terms
    }
    var spread: [String: Int] = [:]
    for term in weighted.flatMap(\.keys) { spread[term, default: 0] += 1 }
    terms = weighted.map { terms in
      terms.map { Term(text: $0.key, weight: $0.value / Double(spread[$0.key] ?? 1)) }
        .sorted { ($1.weight, $0.text) < ($0.weight, $1.text) }
    }
  }

  /// The types that the text points to, the likeliest first; of equal ones the earlier in the list.
  public func suggestions(for text: String, limit: Int = 3) -> [TypeSuggestion] {
    let words = Dictionary(Self.terms(of: text).map { ($0.stem, $0.word) }) { first, _ in first }
    guard !words.isEmpty else { return [] }
    let found = types.indices.compactMap { index -> (Int, TypeSuggestion)? in
      let hits = terms[index].filter { term in
        words[term.text] != nil || (term.text.unicodeScalars.contains(where: Self.isHan) && text.contains(term.text))
      }
      guard !hits.isEmpty else { return nil }
      let score = hits.reduce(0) { $0 + $1.weight }
      // Pairs that a longer hit holds say nothing more.
      let because = hits.map(\.text).filter { text in
        !hits.contains { $0.text != text && $0.text.contains(text) }
      }.map { words[$0] ?? $0 }
      return (index, TypeSuggestion(type: types[index], score: score, because: Array(because.prefix(4))))
    }
    return found.sorted { ($1.1.score, $0.0) < ($0.1.score, $1.0) }.prefix(limit).map(\.1)
  }

  /// The English words of a text, with and without their endings, and the pairs of its Chinese characters.
  static func terms(of text: String) -> [(stem: String, word: String)] {
    var terms: [(stem: String, word: String)] = []
    var word = ""
    var before: Unicode.Scalar?
    func finish() {
      if word.count > 1, !common.contains(word) { terms.append((stem(word), word)) }
      word = ""
    }
    for scalar in text.lowercased().unicodeScalars.prefix(5000) {
      if isHan(scalar) {
        finish()
        if let before {
          let pair = String(String.UnicodeScalarView([before, scalar]))
          terms.append((pair, pair))
        }
        before = scalar
        continue
      }
      before = nil
      if scalar.properties.isAlphabetic || (48...57).contains(scalar.value) {
        word.unicodeScalars.append(scalar)
      } else if scalar != "'" && scalar != "’" {
        finish()
      }
    }
    finish()
    return terms
  }

  /// lamps, leaking, blocked, trees → lamp, leak, block, tr.
  private static func stem(_ word: String) -> String {
    var stem = word
    for ending in ["ing", "ies", "es", "ed", "s"] where word.hasSuffix(ending) && word.count - ending.count >= 3 {
      if ending == "s", word.hasSuffix("ss") { break }
      stem.removeLast(ending.count)
      if ending == "ies" { return stem + "y" }
      // dropped → drop
      if ending == "ing" || ending == "ed", stem.count > 3, stem.last == stem.dropLast().last, stem.last != "l" {
        stem.removeLast()
      }
      break
    }
    while stem.count > 2, stem.last == "e" { stem.removeLast() }
    return stem
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    (0x4E00...0x9FFF).contains(scalar.value) || (0x3400...0x4DBF).contains(scalar.value)
  }

  /// English words that are in every report.
  private static let common: Set<String> = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "for", "from", "has", "have",
    "here",
    "i", "in", "is", "it", "its", "me", "my", "near", "no", "not", "of", "on", "or", "our", "please", "since", "so",
    "some",
    "that", "the", "their", "there", "they", "this", "to", "very", "was", "we", "were", "what", "when", "which", "with",
    "you", "your",
  ]
}

extension Matters {
  /// The types to report without an account to which the words point.
  public func suggestedTypes(for text: String, limit: Int = 3) -> [TypeSuggestion] {
    TypeSuggester(publicTypes).suggestions(for: text, limit: limit)
  }
}
