// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads the way from an entity to a value or to a set of related entities.
struct PathReader {
  enum Found {
    case property(PropertyPath)
    case quantifier(Quantifier, RelatedSet)
  }

  var scanner: QueryScanner
  let root: EntityType
  let variables: [(name: String, type: EntityType)]

  init(_ scanner: QueryScanner, root: EntityType, variables: [(name: String, type: EntityType)] = []) {
    self.scanner = scanner
    self.root = root
    self.variables = variables
  }

  mutating func read() throws(QueryFault) -> Found {
    var start = scanner.position
    var segment = scanner.takeKey()
    var variable: String?
    var type = root
    if let found = variables.last(where: { $0.name == segment }) {
      guard scanner.take("/") else {
        throw scanner.fault(
          "\"\(segment)\" is an entity, not a value; name one of its properties", "\"\(segment)\" 是实体，不是值；请写出它的某个属性",
          at: start)
      }
      (variable, type) = (found.name, found.type)
      start = scanner.position
      segment = scanner.takeKey()
    }
    let first = type
    var navigations: [Navigation] = []
    while true {
      if !navigations.isEmpty, scanner.next == "(", let quantifier = Quantifier(rawValue: segment) {
        return .quantifier(quantifier, RelatedSet(variable: variable, root: first, navigations: navigations))
      }
      if let property = type.property(segment) {
        let inner = try inner(of: property)
        return .property(
          PropertyPath(variable: variable, root: first, navigations: navigations, property: property, inner: inner))
      }
      guard let navigation = type.navigation(segment) else { throw unknown(segment, type, at: start) }
      navigations.append(navigation)
      guard navigations.count <= scanner.limits.pathSteps else {
        throw scanner.fault(
          "more than \(scanner.limits.pathSteps) steps in a path are not allowed", "路径最多 \(scanner.limits.pathSteps) 步",
          at: start)
      }
      type = navigation.target
      guard scanner.take("/") else {
        if scanner.next == "(" {
          throw scanner.fault(
            "an entity cannot be named by its id here; compare \(segment)/id instead",
            "此处不能用 id 指明实体；请改为比较 \(segment)/id")
        }
        throw scanner.fault(
          "\"\(segment)\" is an entity, not a value; name one of its properties", "\"\(segment)\" 是实体，不是值；请写出它的某个属性",
          at: start)
      }
      start = scanner.position
      segment = scanner.takeKey()
    }
  }

  private mutating func inner(of property: Property) throws(QueryFault) -> [JSONStep] {
    guard scanner.next == "/" || scanner.next == "[" else { return [] }
    guard property.type.isDynamic, property.name != "id" else {
      throw scanner.fault(
        "\(property.name) is \(property.type.name) and has no parts",
        "\(property.name) 是\(property.type.chineseName)，没有组成部分")
    }
    return try scanner.jsonSteps()
  }

  private func unknown(_ segment: String, _ type: EntityType, at start: Int) -> QueryFault {
    guard !segment.isEmpty else { return scanner.fault("expected the name of a property", "此处应为属性名", at: start) }
    let names = type.properties.map(\.name) + type.navigations.map(\.name)
    return scanner.fault(
      "\(type.singular) has no \"\(segment.prefix(60))\"; it has \(names.joined(separator: ", "))",
      "\(type.singular) 没有 \"\(segment.prefix(60))\"；它有 \(names.joined(separator: "、"))", at: start)
  }
}

extension QueryScanner {
  /// Takes `/a/b[0]`.
  mutating func jsonSteps() throws(QueryFault) -> [JSONStep] {
    var steps: [JSONStep] = []
    while true {
      if next == "/" {
        // `/$value` of an address is none.
        guard peek(1) != "$" else { return steps }
        advance()
        let key = takeKey()
        guard !key.isEmpty else { throw fault("expected a key, not \(found)", "此处应为键名，而不是\(foundInChinese)") }
        steps.append(.key(key))
      } else if next == "[" {
        advance()
        guard let digits = digits(atMost: 9), let index = Int(digits) else {
          throw fault("expected the number of an element", "此处应为元素的序号")
        }
        try expect("]", "\"]\"")
        steps.append(.index(index))
      } else {
        return steps
      }
      guard steps.count <= limits.depth else {
        throw fault("more than \(limits.depth) steps in a path are not allowed", "路径最多 \(limits.depth) 步")
      }
    }
  }

  /// The character before this one.
  var peekBehind: Unicode.Scalar? { position > 0 ? peek(-1) : nil }
}
