// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Walks through the text of one option, character by character, and counts what it holds against the limits.
struct QueryScanner {
  let option: String
  private let scalars: [Unicode.Scalar]
  private(set) var position = 0
  let limits: QueryLimits
  private var terms = 0
  private var depth = 0
  private var expansions = 0
  private var positions = 0

  init(_ text: String, option: String, limits: QueryLimits) {
    self.option = option
    scalars = Array(text.unicodeScalars)
    self.limits = limits
  }

  // MARK: Looking

  var isAtEnd: Bool { position == scalars.count }
  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  func text(from start: Int) -> String { text(start..<position) }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// The word that begins here, without taking it.
  var word: String {
    var end = position
    while end < scalars.count, Self.isWordCharacter(scalars[end]) { end += 1 }
    return text(position..<end)
  }

  static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "@", ".", "$", "*": true
    default: false
    }
  }

  /// What may stand in a key of a JSON value.
  static func isKeyCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "(", ")", ",", "/", "[", "]", "'", ";", "\"", "\\", "&", "=": false
    default: scalar.value >= 0x20 && scalar.value != 0x7F
    }
  }

  // MARK: Taking

  mutating func advance(_ count: Int = 1) { position = min(scalars.count, position + count) }
  mutating func rewind(to earlier: Int) { position = earlier }

  mutating func skipSpaces() { while next == " " || next == "\t" { position += 1 } }

  /// Takes a character where it is the next.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  /// Takes a word that is followed by no further character of a word.
  ///
  /// - Parameter anyCase: whether capitals and small letters are the same, as some clients take them to be.
  mutating func take(word: String, anyCase: Bool = false) -> Bool {
    guard self.word == word || (anyCase && self.word.lowercased() == word) else { return false }
    advance(word.unicodeScalars.count)
    return true
  }

  mutating func takeWord() -> String {
    let word = word
    advance(word.unicodeScalars.count)
    return word
  }

  mutating func takeKey() -> String {
    let start = position
    while let next, Self.isKeyCharacter(next) { position += 1 }
    return text(from: start)
  }

  /// Takes digits, at least one and at most so many.
  mutating func digits(atMost limit: Int = 20) -> String? {
    let start = position
    while position - start < limit, let next, ("0"..."9").contains(next) { position += 1 }
    return position == start ? nil : text(from: start)
  }

  /// - Parameter chinese: what is expected in Chinese; `nil` for a character, which is the same.
  mutating func expect(
    _ scalar: Unicode.Scalar, _ what: String, _ chinese: String? = nil
  ) throws(QueryFault) {
    guard take(scalar) else {
      throw fault("expected \(what), not \(found)", "此处应为\(chinese ?? what)，而不是\(foundInChinese)")
    }
  }

  /// Takes a string in single quotes, in which `''` stands for one.
  mutating func quoted() throws(QueryFault) -> String {
    let start = position
    try expect("'", "a string in single quotes", "单引号中的字符串")
    var view = String.UnicodeScalarView()
    while let scalar = next {
      position += 1
      if scalar == "'" {
        guard next == "'" else { return String(view) }
        position += 1
      }
      view.append(scalar)
    }
    throw fault("the string has no end: a ' inside it is written as ''", "字符串没有结束：其中的 ' 写作 ''", at: start)
  }

  // MARK: Limits

  mutating func countTerm() throws(QueryFault) {
    terms += 1
    guard terms <= limits.terms else {
      throw fault("more than \(limits.terms) terms are not allowed", "最多 \(limits.terms) 项")
    }
  }

  mutating func countExpansion() throws(QueryFault) {
    expansions += 1
    guard expansions <= limits.expansions else {
      throw fault("more than \(limits.expansions) expansions are not allowed", "最多展开 \(limits.expansions) 次")
    }
  }

  mutating func countPosition() throws(QueryFault) {
    positions += 1
    guard positions <= limits.positions else {
      throw fault(
        "more than \(limits.positions) positions in geometries are not allowed", "几何图形中最多 \(limits.positions) 个位置")
    }
  }

  /// Goes one level deeper; to be left with `leave`.
  mutating func enter() throws(QueryFault) {
    depth += 1
    guard depth <= limits.depth else {
      throw fault("more than \(limits.depth) levels in each other are not allowed", "最多嵌套 \(limits.depth) 层")
    }
  }

  mutating func leave() { depth -= 1 }

  // MARK: Faults

  /// What stands here, for messages.
  var found: String {
    guard let next else { return "the end" }
    let word = word
    return word.isEmpty ? "\"\(next)\"" : "\"\(word.prefix(40))\""
  }

  /// The same in Chinese.
  var foundInChinese: String { next == nil ? "结尾" : " \(found)" }

  func fault(_ reason: String, _ chinese: String, at position: Int? = nil) -> QueryFault {
    QueryFault(option: option, character: (position ?? self.position) + 1, reason: reason, chinese: chinese)
  }
}
