// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension QueryOptions {
  /// Reads the query of an address, as it stands behind the `?`, percent-encoded.
  ///
  /// What does not begin with `$` is another's business and passed over.
  init(parsing query: some StringProtocol, root: EntityType, limits: QueryLimits = QueryLimits()) throws(QueryFault) {
    guard query.utf8.count <= limits.addressLength else {
      throw QueryFault(
        option: "query", reason: "it has \(query.utf8.count) bytes, \(limits.addressLength) are allowed",
        chinese: "它有 \(query.utf8.count) 字节，最多 \(limits.addressLength) 字节",
        code: .headTooLarge)
    }
    self.init()
    var seen: Set<String> = []
    for part in query.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentDecoding.decoded(sides[0], plusIsSpace: true) else {
        throw QueryFault(
          option: "query", reason: "\"\(sides[0].prefix(40))\" is not percent-encoded UTF-8",
          chinese: "\"\(sides[0].prefix(40))\" 不是百分号编码的 UTF-8")
      }
      guard name.hasPrefix("$") else { continue }
      guard sides.count == 2, let text = PercentDecoding.decoded(sides[1], plusIsSpace: true) else {
        throw QueryFault(
          option: name, reason: "its value is missing or not percent-encoded UTF-8", chinese: "缺少取值，或取值不是百分号编码的 UTF-8")
      }
      guard seen.insert(name).inserted else {
        throw QueryFault(option: name, reason: "it is given twice", chinese: "给出了两次")
      }
      var parser = OptionParser(QueryScanner(text, option: name, limits: limits))
      try parser.option(name, of: root, into: &self)
      parser.scanner.skipSpaces()
      guard parser.scanner.isAtEnd else {
        throw parser.scanner.fault(
          "\(parser.scanner.found) is not expected here", "此处不应有\(parser.scanner.foundInChinese)")
      }
    }
  }
}

/// Reads the values of options, also those of an expansion: `A($top=1;$expand=B)`.
struct OptionParser {
  var scanner: QueryScanner

  init(_ scanner: QueryScanner) { self.scanner = scanner }

  mutating func option(_ name: String, of type: EntityType, into options: inout QueryOptions) throws(QueryFault) {
    scanner.skipSpaces()
    let start = scanner.position
    switch name {
    case "$select": options.select = try select(type)
    case "$expand": options.expand = try expand(type)
    case "$filter": options.filter = try expression(type) { parser throws(QueryFault) in try parser.condition() }
    case "$orderby": options.orderBy = try orderBy(type)
    case "$top": options.top = min(try number("$top"), scanner.limits.top)
    case "$skip":
      let skip = try number("$skip")
      guard skip <= scanner.limits.skip else {
        throw scanner.fault(
          "more than \(scanner.limits.skip) cannot be skipped; follow @iot.nextLink instead",
          "最多跳过 \(scanner.limits.skip) 个；请改用 @iot.nextLink")
      }
      options.skip = skip
    case "$count":
      if scanner.take(word: "true", anyCase: true) {
        options.count = true
      } else if scanner.take(word: "false", anyCase: true) {
        options.count = false
      } else {
        throw scanner.fault(
          "expected true or false, not \(scanner.found)", "此处应为 true 或 false，而不是\(scanner.foundInChinese)")
      }
    case "$skiptoken":
      while let next = scanner.next, next != ";", next != ")" { scanner.advance() }
      options.skipToken = scanner.text(from: start)
    case "$resultFormat":
      guard let format = ResultFormat(rawValue: scanner.word) else {
        throw scanner.fault("expected dataArray, not \(scanner.found)", "此处应为 dataArray，而不是\(scanner.foundInChinese)")
      }
      scanner.advance(format.rawValue.unicodeScalars.count)
      options.resultFormat = format
    default:
      throw QueryFault(
        option: String(name.prefix(40)),
        reason:
          "there is no such option; there are $select, $expand, $filter, $orderby, $top, $skip, $count and "
          + "$resultFormat",
        chinese: "没有这个选项；有 $select、$expand、$filter、$orderby、$top、$skip、$count 和 $resultFormat")
    }
    options.written[name] = scanner.text(from: start)
  }

  private mutating func expression<Value>(
    _ type: EntityType, _ body: (inout ExpressionParser) throws(QueryFault) -> Value
  ) throws(QueryFault) -> Value {
    var parser = ExpressionParser(scanner, root: type)
    let value = try body(&parser)
    scanner = parser.scanner
    return value
  }

  private mutating func number(_ name: String) throws(QueryFault) -> Int {
    guard let digits = scanner.digits(), let value = Int(digits) else {
      throw scanner.fault(
        "expected a whole number of at most 18 digits, not \(scanner.found)",
        "此处应为最多 18 位的整数，而不是\(scanner.foundInChinese)")
    }
    return value
  }

  private mutating func list<Value>(
    _ element: (inout OptionParser) throws(QueryFault) -> Value
  ) throws(QueryFault) -> [Value] {
    var values: [Value] = []
    repeat {
      scanner.skipSpaces()
      values.append(try element(&self))
      scanner.skipSpaces()
    } while scanner.take(",")
    return values
  }

  private mutating func orderBy(_ type: EntityType) throws(QueryFault) -> [Ordering] {
    try list { parser throws(QueryFault) in
      let expression = try parser.expression(type) { parser throws(QueryFault) in try parser.expression() }
      guard expression.type != .geometry, expression.type != .null else {
        throw parser.scanner.fault(
          "it cannot be ordered by \(expression.type.name)", "不能按\(expression.type.chineseName)排序",
          at: expression.position)
      }
      parser.scanner.skipSpaces()
      let isDescending = parser.scanner.take(word: "desc", anyCase: true)
      if !isDescending { _ = parser.scanner.take(word: "asc", anyCase: true) }
      return Ordering(expression: expression, isDescending: isDescending)
    }
  }

  /// `nil` for `*`.
  private mutating func select(_ type: EntityType) throws(QueryFault) -> [Selection]? {
    if scanner.take("*") { return nil }
    return try list { parser throws(QueryFault) in
      let start = parser.scanner.position
      let name = parser.scanner.takeKey()
      if let property = type.property(name) {
        guard property.type.isDynamic, property.name != "id" else { return .property(property, inner: []) }
        return .property(property, inner: try parser.scanner.jsonSteps())
      }
      guard let navigation = type.navigation(name) else { throw parser.unknown(name, type, at: start) }
      return .navigation(navigation)
    }
  }

  // MARK: Expansions

  private mutating func expand(_ type: EntityType) throws(QueryFault) -> [Expansion] {
    try scanner.enter()
    defer { scanner.leave() }
    var expansions: [Expansion] = []
    for (expansion, start) in try list({ parser throws(QueryFault) in
      let start = parser.scanner.position
      return (try parser.expansion(type), start)
    }) {
      guard let index = expansions.firstIndex(where: { $0.navigation == expansion.navigation }) else {
        expansions.append(expansion)
        continue
      }
      guard expansions[index].options.merge(expansion.options) else {
        throw scanner.fault(
          "\(expansion.navigation.name) is expanded twice, with different options",
          "\(expansion.navigation.name) 展开了两次，选项却不同", at: start)
      }
    }
    return expansions
  }

  /// `A/B/C(options)`; the options are those of the last.
  private mutating func expansion(_ type: EntityType) throws(QueryFault) -> Expansion {
    try scanner.enter()
    defer { scanner.leave() }
    try scanner.countExpansion()
    let start = scanner.position
    let name = scanner.takeKey()
    guard let navigation = type.navigation(name) else {
      guard type.property(name) == nil else {
        throw scanner.fault("\(name) is a property; only relations can be expanded", "\(name) 是属性；只有关系可以展开", at: start)
      }
      throw unknown(name, type, at: start)
    }
    var options = QueryOptions()
    if scanner.take("/") {
      let start = scanner.position
      options.expand = [try expansion(navigation.target)]
      options.written["$expand"] = scanner.text(from: start)
    } else if scanner.take("(") {
      try nested(navigation.target, into: &options)
    }
    return Expansion(navigation: navigation, options: options)
  }

  private mutating func nested(_ type: EntityType, into options: inout QueryOptions) throws(QueryFault) {
    var seen: Set<String> = []
    repeat {
      scanner.skipSpaces()
      let start = scanner.position
      let name = scanner.takeWord()
      guard name.hasPrefix("$") else {
        throw scanner.fault(
          "expected an option such as $top, not \(scanner.found)", "此处应为选项，如 $top，而不是\(scanner.foundInChinese)",
          at: start)
      }
      guard name != "$resultFormat", name != "$skiptoken" else {
        throw scanner.fault("\(name) is not possible in $expand", "$expand 中不能用 \(name)", at: start)
      }
      guard seen.insert(name).inserted else {
        throw scanner.fault("\(name) is given twice", "\(name) 给出了两次", at: start)
      }
      scanner.skipSpaces()
      try scanner.expect("=", "\"=\" after \(name)", "\(name) 之后的 \"=\"")
      try option(name, of: type, into: &options)
      scanner.skipSpaces()
    } while scanner.take(";")
    try scanner.expect(")", "\";\" or \")\"", "\";\" 或 \")\"")
  }

  private func unknown(_ name: String, _ type: EntityType, at start: Int) -> QueryFault {
    guard !name.isEmpty else {
      return scanner.fault("expected a name, not \(scanner.found)", "此处应为名称，而不是\(scanner.foundInChinese)", at: start)
    }
    let names = type.properties.map(\.name) + type.navigations.map(\.name)
    return scanner.fault(
      "\(type.singular) has no \"\(name.prefix(60))\"; it has \(names.joined(separator: ", "))",
      "\(type.singular) 没有 \"\(name.prefix(60))\"；它有 \(names.joined(separator: "、"))", at: start)
  }
}

extension QueryOptions {
  /// Takes over the expansions of the same relation named again; false where both say something else as well.
  fileprivate mutating func merge(_ other: QueryOptions) -> Bool {
    var (plain, otherPlain) = (self, other)
    (plain.expand, plain.written) = ([], [:])
    (otherPlain.expand, otherPlain.written) = ([], [:])
    guard plain == QueryOptions() || otherPlain == QueryOptions() || plain == otherPlain else { return false }
    let expansions = [written["$expand"], other.written["$expand"]].compactMap { $0 }.joined(separator: ",")
    var all = written.merging(other.written) { own, _ in own }
    if !expansions.isEmpty { all["$expand"] = expansions }
    if plain == QueryOptions() {
      otherPlain.expand = expand
      self = otherPlain
    }
    written = all
    for expansion in other.expand {
      if let index = expand.firstIndex(where: { $0.navigation == expansion.navigation }) {
        guard expand[index].options.merge(expansion.options) else { return false }
      } else {
        expand.append(expansion)
      }
    }
    return true
  }
}
