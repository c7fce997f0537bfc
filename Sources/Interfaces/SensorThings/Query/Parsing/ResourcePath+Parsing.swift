// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension ResourcePath {
  /// Reads what follows `/v1.1/` in an address, percent-encoded and without the query.
  ///
  /// - Throws: a fault of code `notFound` where a segment names nothing, else `badRequest`.
  init(parsing path: some StringProtocol, limits: QueryLimits = QueryLimits()) throws(QueryFault) {
    guard path.utf8.count <= limits.addressLength else {
      throw QueryFault(
        option: "path", reason: "it has \(path.utf8.count) bytes, \(limits.addressLength) are allowed",
        chinese: "它有 \(path.utf8.count) 字节，最多 \(limits.addressLength) 字节",
        code: .headTooLarge)
    }
    guard let decoded = PercentDecoding.decoded(path) else {
      throw QueryFault(option: "path", reason: "it is not percent-encoded UTF-8", chinese: "它不是百分号编码的 UTF-8")
    }
    var reader = ResourcePathReader(QueryScanner(decoded, option: "path", limits: limits))
    self = try reader.read()
  }
}

private struct ResourcePathReader {
  var scanner: QueryScanner
  private var steps: [ResourcePath.Step] = []

  init(_ scanner: QueryScanner) { self.scanner = scanner }

  mutating func read() throws(QueryFault) -> ResourcePath {
    _ = scanner.take("/")
    let start = scanner.position
    let name = scanner.takeKey()
    guard let type = EntityType(set: name) else {
      let names = EntityType.allCases.map(\.set).joined(separator: ", ")
      throw missing(
        "there is no \"\(name.prefix(60))\"; there are \(names)", "没有 \"\(name.prefix(60))\"；有 \(names)", at: start)
    }
    try append(nil, type)
    while scanner.take("/") {
      // A slash at the end says nothing.
      if scanner.isAtEnd { break }
      let start = scanner.position
      if let ending = try special() { return ResourcePath(steps: steps, ending: ending) }
      let segment = scanner.takeKey()
      guard let last = steps.last, !last.isCollection else {
        throw missing(
          "\"\(segment.prefix(60))\" belongs to one entity; name it by its id in parentheses",
          "\"\(segment.prefix(60))\" 属于某一个实体；请在括号中写明其 id", at: start)
      }
      if let navigation = last.type.navigation(segment) {
        try append(navigation, navigation.target)
        continue
      }
      guard let property = last.type.property(segment) else {
        let names = last.type.properties.map(\.name) + last.type.navigations.map(\.name)
        throw missing(
          "\(last.type.singular) has no \"\(segment.prefix(60))\"; it has \(names.joined(separator: ", "))",
          "\(last.type.singular) 没有 \"\(segment.prefix(60))\"；它有 \(names.joined(separator: "、"))", at: start)
      }
      return ResourcePath(steps: steps, ending: try ending(property))
    }
    guard scanner.isAtEnd else {
      throw missing("\(scanner.found) is not expected here", "此处不应有\(scanner.foundInChinese)", at: scanner.position)
    }
    return ResourcePath(steps: steps, ending: .none)
  }

  private func missing(_ reason: String, _ chinese: String, at position: Int) -> QueryFault {
    var fault = scanner.fault(reason, chinese, at: position)
    fault.code = .notFound
    return fault
  }

  private mutating func append(_ navigation: Navigation?, _ type: EntityType) throws(QueryFault) {
    var step = ResourcePath.Step(navigation: navigation, type: type, id: nil)
    if scanner.next == "(" {
      guard navigation?.isCollection ?? true else {
        throw missing(
          "there is one \(type.singular) only, without an id", "只有一个 \(type.singular)，没有 id", at: scanner.position)
      }
      scanner.advance()
      step.id = try scanner.entityID()
      try scanner.expect(")", "\")\"")
    }
    steps.append(step)
    guard steps.count <= scanner.limits.pathSteps + 1 else {
      throw scanner.fault(
        "more than \(scanner.limits.pathSteps) steps are not allowed", "最多 \(scanner.limits.pathSteps) 步")
    }
  }

  /// `$ref`, `$count`, at the end.
  private mutating func special() throws(QueryFault) -> ResourcePath.Ending? {
    let start = scanner.position
    guard scanner.next == "$" else { return nil }
    let word = scanner.takeWord()
    guard scanner.isAtEnd else {
      throw missing("nothing may follow \(word.prefix(40))", "\(word.prefix(40)) 之后不能再有内容", at: scanner.position)
    }
    switch word {
    case "$ref": return .references
    case "$count" where steps.last?.isCollection == true: return .count
    default: throw missing("\(word.prefix(40)) is not possible here", "此处不能用 \(word.prefix(40))", at: start)
    }
  }

  private mutating func ending(_ property: Property) throws(QueryFault) -> ResourcePath.Ending {
    let inner = property.type.isDynamic && property.name != "id" ? try scanner.jsonSteps() : []
    if scanner.take("/") {
      guard scanner.take(word: "$value"), scanner.isAtEnd else {
        throw missing(
          "\(property.name) has no \(scanner.found); only /$value may follow",
          "\(property.name) 没有\(scanner.foundInChinese)；之后只能是 /$value", at: scanner.position)
      }
      return .value(property, inner: inner)
    }
    guard scanner.isAtEnd else {
      throw missing("\(scanner.found) is not expected here", "此处不应有\(scanner.foundInChinese)", at: scanner.position)
    }
    return .property(property, inner: inner)
  }
}

extension QueryScanner {
  /// Takes an id: a whole number, or a string in quotes.
  mutating func entityID() throws(QueryFault) -> EntityID {
    if next == "'" { return .string(try quoted()) }
    let start = position
    _ = take("-")
    guard digits() != nil, let value = Int64(text(from: start)) else {
      throw fault("an id is a whole number, or a string in single quotes", "id 是整数，或单引号中的字符串", at: start)
    }
    return .integer(value)
  }
}

extension EntityID {
  /// Reads what `description` writes; `nil` for anything else.
  init?(parsing text: String) {
    var scanner = QueryScanner(text, option: "id", limits: QueryLimits())
    guard let id = try? scanner.entityID(), scanner.isAtEnd else { return nil }
    self = id
  }
}
