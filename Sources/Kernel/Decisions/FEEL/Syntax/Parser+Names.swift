// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Names: which one stands in the text is decided by those in scope, the longest first (10.3.1.4).
extension Parser {
  /// The node of the name that stands here.
  ///
  /// - Parameters:
  ///   - word: the first word of it, which ends at `end`.
  ///   - longerOnly: whether names of this word alone do not count.
  /// - Returns: `nil`, and nothing read, when no known name stands here.
  mutating func name(_ word: String, end: Int, longerOnly: Bool) -> Node? {
    let offset = scanner.offset
    var best = longerOnly ? end : end - 1
    var found: Found?
    var isInFilter = false
    comparisons += scopes.count
    for scope in scopes.reversed() {
      switch scope {
      case .variable(let pattern, let variable):
        guard pattern.parts.first == word, let end = scanner.end(of: pattern, after: end), end > best else { continue }
        best = end
        found = .variable(variable)
      case .item(let item):
        isInFilter = true
        guard let (name, end) = member(word, end: end, of: item.type), end > best else { continue }
        best = end
        found = .member(name)
      }
    }
    for (pattern, slot) in names.byFirstWord[word]?.reversed() ?? [] {
      guard let end = scanner.end(of: pattern, after: end), end > best else { continue }
      best = end
      found = .slot(slot)
    }
    if let builtin = builtin(word, end: end, best: best, isAlone: found == nil) {
      best = builtin.end
      found = .builtin(builtin.name)
    }
    if found == nil, isInFilter, !longerOnly {
      best = end
      found = .member(word)
    }
    guard let found else { return nil }
    scanner.offset = best
    scanner.skipSpace()
    switch found {
    case .variable(let variable): return resolved(variable.name, at: offset)
    case .member(let name): return resolved(name, at: offset)
    case .slot(let slot): return resolved(names.entries[slot].name, at: offset)
    case .builtin(let name): return resolved(name, at: offset)
    }
  }

  private enum Found {
    case variable(Variable), member(String), slot(Int), builtin(String)
  }

  /// What a whole name means: in filters an entry of the item may have it, whatever it means outside.
  private mutating func resolved(_ name: String, at offset: Int) -> Node {
    comparisons += scopes.count
    var items: [Variable] = []
    var meaning: Node?
    search: for scope in scopes.reversed() {
      switch scope {
      case .variable(_, let variable) where variable.name == name:
        variable.isUsed = true
        meaning = Node(.variable(variable), at: offset)
        break search
      case .item(let item) where mayHave(name, item.type): items.append(item)
      default: continue
      }
    }
    if meaning == nil, let slot = names.slot(of: name) {
      let variable = outerVariable(slot)
      variable.isUsed = true
      meaning = Node(.variable(variable), at: offset)
    }
    if meaning == nil, FEELLibrary.byName[name] != nil {
      // A function of the library that is called is hardly an entry.
      if scanner.byte == UInt8(ascii: "(") { return Node(.builtin(name), at: offset) }
      meaning = Node(.builtin(name), at: offset)
    }
    if items.isEmpty, let meaning { return meaning }
    if items.isEmpty { return unknownName(name, at: offset) }
    for item in items { item.isUsed = true }
    return Node(.member(name, items: items, otherwise: meaning), at: offset)
  }

  /// Whether an item of a type may have an entry of a name: values without entries do not.
  private func mayHave(_ name: String, _ type: FEELType) -> Bool {
    switch type {
    case .any, .null, .list: true
    case .context: true
    case .date, .time, .dateAndTime, .daysAndTimeDuration, .yearsAndMonthsDuration, .range:
      false
    case .boolean, .number, .string, .function, .anyFunction: false
    }
  }

  mutating func unknownName(_ name: String, at offset: Int) -> Node {
    unknown.append((name, offset))
    return Node(.unknown(name), at: offset)
  }

  /// A function of the library whose name stands here and ends behind `best`. One of several words must be called, or
  /// stand where nothing else fits, as `date and time` may be three names.
  private func builtin(_ word: String, end: Int, best: Int, isAlone: Bool) -> (name: String, end: Int)? {
    for pattern in FEELLibrary.patterns[word] ?? [] {
      guard let end = scanner.end(of: pattern, after: end), end > best else { continue }
      if pattern.isWord || isAlone { return (pattern.text, end) }
      var scanner = scanner
      scanner.offset = end
      scanner.skipSpace()
      if scanner.byte == UInt8(ascii: "(") { return (pattern.text, end) }
    }
    return nil
  }

  /// The longest name of an entry that stands here.
  private mutating func member(_ word: String, end: Int, of type: FEELType) -> (name: String, end: Int)? {
    if case .context(let entries) = type {
      comparisons += entries.count
      var best: (name: String, end: Int)?
      for entry in entries where entry.name.utf8.starts(with: word.utf8) {
        let pattern = NamePattern(entry.name)
        guard pattern.firstWord == word, let end = scanner.end(of: pattern, after: end), end > best?.end ?? 0 else {
          continue
        }
        best = (pattern.text, end)
      }
      if let best { return best }
    }
    if case .list(let element) = type { return member(word, end: end, of: element) }
    return known(word, end: end)
  }

  /// The longest name of more than one word that any known context has.
  private mutating func known(_ word: String, end: Int) -> (name: String, end: Int)? {
    let patterns = (seenMembers.byFirstWord[word] ?? []) + (names.members.byFirstWord[word] ?? [])
    comparisons += patterns.count
    var best: (name: String, end: Int)?
    for pattern in patterns {
      guard let end = scanner.end(of: pattern, after: end), end > best?.end ?? 0 else { continue }
      best = (pattern.text, end)
    }
    return best
  }

  /// The name behind a dot.
  mutating func memberName(of operand: Node) throws(FEELError) -> String {
    let offset = scanner.offset
    guard let end = scanner.wordEnd(at: offset) else { throw expected("a name behind \".\"", "\".\" 之后的名称") }
    let word = scanner.text(offset, end)
    var result = (name: word, end: end)
    for property in ["time offset", "start included", "end included"] where property.hasPrefix(word) {
      if let end = scanner.end(of: NamePattern(property), after: end) { result = (property, end) }
    }
    if let (name, end) = member(word, end: end, of: type(of: operand)), end > result.end { result = (name, end) }
    try checkComparisons()
    scanner.offset = result.end
    scanner.skipSpace()
    return result.name
  }

  // MARK: Declaring names

  /// The end of a name that is being declared and may hold any words and symbols of names, up to a character; `nil`
  /// when something else comes before it.
  func declaredNameEnd(from start: Int, until stop: Unicode.Scalar) -> Int? {
    var offset = start
    var end = start
    while let (scalar, length) = scanner.scalar(at: offset) {
      if scalar == stop { return end }
      if NameCharacters.isSpace(scalar) {
        offset += length
      } else if NameCharacters.isPart(scalar) || NameCharacters.isSymbol(scalar) {
        offset += length
        end = offset
      } else {
        return nil
      }
    }
    return nil
  }

  /// The name that an iteration declares, up to the word `in`.
  mutating func iterationName() throws(FEELError) -> String {
    let start = scanner.offset
    guard var end = scanner.wordEnd(at: start) else { throw expected("a name and \"in\"", "名称和 \"in\"") }
    scanner.offset = end
    while true {
      scanner.skipSpace()
      if scanner.isAt("in") { break }
      guard let (scalar, length) = scanner.scalar(at: scanner.offset),
        NameCharacters.isPart(scalar) || NameCharacters.isSymbol(scalar)
      else { throw expected("\"in\" and what to go through", "\"in\" 和要遍历的内容") }
      end = NameCharacters.isPart(scalar) ? scanner.partsEnd(at: scanner.offset) : scanner.offset + length
      scanner.offset = end
    }
    _ = scanner.take("in")
    return NamePattern(scanner.text(start, end)).text
  }

  mutating func declare(_ name: String, type: FEELType) -> Variable {
    let variable = Variable(name, type: type, level: level)
    scopes.append(.variable(NamePattern(name), variable))
    return variable
  }
}
