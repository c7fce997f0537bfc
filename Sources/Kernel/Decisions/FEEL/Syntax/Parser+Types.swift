// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Types that are written (grammar rule 52), and those that expressions show.
extension Parser {
  /// A type; `nil` when its name is not known, with the name passed over.
  mutating func type() throws(FEELError) -> FEELType? {
    guard nesting < limits.nesting else { throw tooDeep(scanner.offset) }
    nesting += 1
    defer { nesting -= 1 }
    let offset = scanner.offset
    guard let end = scanner.wordEnd(at: offset) else { throw expected("a type", "类型") }
    let word = scanner.text(offset, end)
    scanner.offset = end
    scanner.skipSpace()
    if scanner.byte == UInt8(ascii: "<") {
      switch word {
      case "list", "range": return try generic(word)
      case "context": return try contextType()
      case "function": return try functionType()
      default: break
      }
    }
    scanner.offset = offset
    return try namedType(word, end: end)
  }

  private mutating func generic(_ word: String) throws(FEELError) -> FEELType? {
    _ = scanner.take(UInt8(ascii: "<"))
    let inner = try type()
    try expect(">", "\">\"", "\">\"")
    return inner.map { word == "list" ? .list($0) : .range($0) }
  }

  private mutating func contextType() throws(FEELError) -> FEELType? {
    _ = scanner.take(UInt8(ascii: "<"))
    var entries: [(name: String, type: FEELType)] = []
    var isKnown = true
    if scanner.take(UInt8(ascii: ">")) { return .context([]) }
    repeat {
      guard let word = scanner.wordEnd(at: scanner.offset), let end = declaredNameEnd(from: word, until: ":") else {
        throw expected("the name of an entry and \":\"", "条目名称和 \":\"")
      }
      let name = NamePattern(scanner.text(scanner.offset, end)).text
      scanner.offset = end
      scanner.skipSpace()
      try expect(":", "\":\"", "\":\"")
      if let type = try type() { entries.append((name, type)) } else { isKnown = false }
    } while scanner.take(UInt8(ascii: ","))
    try expect(">", "a comma or \">\"", "逗号或 \">\"")
    return isKnown ? .context(entries) : nil
  }

  private mutating func functionType() throws(FEELError) -> FEELType? {
    _ = scanner.take(UInt8(ascii: "<"))
    var parameters: [FEELType] = []
    var isKnown = true
    if !scanner.take(UInt8(ascii: ">")) {
      repeat {
        if let type = try type() { parameters.append(type) } else { isKnown = false }
      } while scanner.take(UInt8(ascii: ","))
      try expect(">", "a comma or \">\"", "逗号或 \">\"")
    }
    guard scanner.byte == UInt8(ascii: "-"), scanner.byte(ahead: 1) == UInt8(ascii: ">") else {
      throw expected("\"->\" and the type of the result", "\"->\" 和结果的类型")
    }
    scanner.offset += 2
    scanner.skipSpace()
    guard let result = try type(), isKnown else { return nil }
    return .function(parameters, result)
  }

  /// A type of the model, or of FEEL; the longest name counts.
  private mutating func namedType(_ word: String, end: Int) throws(FEELError) -> FEELType? {
    var best: (type: FEELType, end: Int)?
    if let type = names.types[word] ?? FEELType(typeName: word) { best = (type, end) }
    for pattern in (names.typeNames.byFirstWord[word] ?? []) + Self.longTypeNames where pattern.parts.first == word {
      guard let end = scanner.end(of: pattern, after: end), end > best?.end ?? 0,
        let type = names.types[pattern.text] ?? FEELType(typeName: pattern.text)
      else { continue }
      best = (type, end)
    }
    scanner.offset = best?.end ?? end
    scanner.skipSpace()
    guard let best else {
      // A qualified name of no known type.
      while scanner.byte == UInt8(ascii: "."), let end = scanner.wordEnd(at: scanner.offset + 1) {
        scanner.offset = end
        scanner.skipSpace()
      }
      return nil
    }
    return best.type
  }

  private static let longTypeNames = ["date and time", "days and time duration", "years and months duration"].map {
    NamePattern($0)
  }

  // MARK: What expressions show

  /// The type a value will have, as far as it shows; `any` where it does not, or is too deep inside to be of use.
  func type(of node: Node) -> FEELType {
    if let type = node.type { return type }
    guard node.height <= 64 else { return .any }
    let shown = shownType(node)
    // Parts that stand in several places make types that double with each level.
    let type = shown.hasMoreParts(than: Self.mostParts) ? .any : shown
    node.type = type
    return type
  }

  private static let mostParts = 1_000

  private func shownType(_ node: Node) -> FEELType {
    switch node.kind {
    case .constant(let value): FEELType(of: value)
    case .variable(let variable): variable.type
    case .member(let name, let items, let otherwise):
      items.lazy.compactMap { self.member(name, of: $0.type) }.first ?? otherwise.map { type(of: $0) } ?? .any
    case .path(let node, let name): self.member(name, of: type(of: node)) ?? .any
    case .filter(let list, _, _, _): .list(elementType(of: list))
    case .list(let elements): .list(common(elements))
    case .context(let entries): .context(entries.map { ($0.name, $0.variable.type) })
    case .loop(_, _, let body): .list(type(of: body))
    case .conditional(_, let then, let otherwise): Self.either(type(of: then), type(of: otherwise))
    case .call(let function, let arguments): result(of: function, first: arguments.first)
    case .callNamed(let function, let arguments): result(of: function, first: arguments.first?.value)
    case .function(let function): .function(function.parameters.map(\.type), type(of: function.body))
    case .and, .or, .comparison, .between, .contained, .unaryTests, .instance, .quantified, .anything: .boolean
    case .range(let start, _, _, _): .range(type(of: start))
    case .oneSided(_, let end): .range(type(of: end))
    case .chain, .negation, .invalid, .unknown, .builtin: .any
    }
  }

  /// The type of a value that has one of two: what may be asked of either, where that is entries, else what both are.
  private static func either(_ left: FEELType, _ right: FEELType) -> FEELType {
    switch (left, right) {
    case (.context, _), (.list, _): left
    case (_, .context), (_, .list): right
    default: left.isSameScalar(as: right) ? left : .any
    }
  }

  func elementType(of node: Node) -> FEELType {
    switch type(of: node) {
    case .list(let element): element
    case .range(let end): end
    case let other: other
    }
  }

  private func member(_ name: String, of type: FEELType) -> FEELType? {
    switch type {
    case .context(let entries): entries.first { $0.name == name }?.type
    case .list(let element): member(name, of: element).map { .list($0) }
    default: nil
    }
  }

  private func common(_ elements: [Node]) -> FEELType {
    guard let first = elements.first else { return .any }
    let type = self.type(of: first)
    guard case .context(var entries) = type else {
      return elements.dropFirst().allSatisfy { type.isSameScalar(as: self.type(of: $0)) } ? type : .any
    }
    var known = Set(entries.map(\.name))
    for element in elements.dropFirst() {
      guard case .context(let others) = self.type(of: element) else { return .any }
      for entry in others where known.insert(entry.name).inserted { entries.append(entry) }
    }
    return .context(entries)
  }

  /// A function's result; functions of the library that give back a list's elements have the list's type.
  private func result(of function: Node, first: Node?) -> FEELType {
    switch function.kind {
    case .builtin(let name):
      let keepsElements: Set = [
        "sort", "append", "concatenate", "reverse", "union", "distinct values", "sublist", "insert before", "remove",
        "list replace", "flatten",
      ]
      if keepsElements.contains(name), let first { return type(of: first) }
      return FEELLibrary.byName[name]?.result ?? .any
    default:
      if case .function(_, let result) = type(of: function) { return result }
      return .any
    }
  }
}

extension FEELType {
  /// Whether both are the same type without parts.
  /// The type itself if it has no parts, `any` otherwise.
  var plain: FEELType {
    switch self {
    case .list, .range, .context, .function, .null: .any
    default: self
    }
  }

  fileprivate func isSameScalar(as other: FEELType) -> Bool {
    switch self {
    case .list, .range, .context, .function: false
    default: self == other
    }
  }
}
