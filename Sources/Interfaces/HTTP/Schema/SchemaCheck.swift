// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// One run of a schema over a value.
struct SchemaCheck {
  private enum Step {
    case key(String)
    case index(Int)
  }

  let nodes: [SchemaNode]
  let base: String
  private var path: [Step] = []
  private(set) var errors: [Problem.FieldError] = []
  private static let mostErrors = 20

  init(nodes: [SchemaNode], base: String) {
    self.nodes = nodes
    self.base = base
  }

  mutating func run(_ node: SchemaNode, on value: JSON) {
    switch node {
    case .anything: return
    case .nothing: fail("is not allowed here", "此处不允许出现")
    case .reference(let index): run(nodes[index], on: value)
    case .constrained(let constraints): run(constraints, on: value)
    }
  }

  private mutating func run(_ constraints: SchemaConstraints, on value: JSON) {
    if let types = constraints.types, !types.contains(Self.type(of: value)), !isWhole(value, allowed: types) {
      let kind = SchemaTypes.withArticle(value.kind)
      return fail("must be \(types.description), not \(kind)", "须为\(types.chinese)，而不是\(value.chineseKind)")
    }
    if let values = constraints.values, !values.contains(value.withWholeNumbers) {
      return fail(
        "must be \(values.count == 1 ? "" : "one of ")\(constraints.valueTexts)",
        "须为\(values.count == 1 ? "" : "以下之一：")\(constraints.valueTexts)")
    }
    switch value {
    case .string(let text): check(text, constraints)
    case .integer(let number): check(Double(number), constraints)
    case .number(let number): check(number, constraints)
    case .array(let elements): check(elements, constraints)
    case .object(let members) where constraints.concernsObjects: check(members, constraints)
    default: break
    }
    for node in constraints.allOf { run(node, on: value) }
    if !constraints.anyOf.isEmpty { runAny(constraints.anyOf, on: value) }
    if !constraints.oneOf.isEmpty { runOne(constraints.oneOf, on: value) }
  }

  private static func type(of value: JSON) -> SchemaTypes {
    switch value {
    case .null: .null
    case .bool: .boolean
    case .integer: [.integer, .number]
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// JSON Schema counts 1.0 as an integer.
  private func isWhole(_ value: JSON, allowed: SchemaTypes) -> Bool {
    switch value {
    case .integer: allowed.contains(.integer) || allowed.contains(.number)
    case .number(let number): allowed.contains(.integer) && number == number.rounded()
    default: false
    }
  }

  private mutating func check(_ text: String, _ constraints: SchemaConstraints) {
    if let length = constraints.length {
      // Characters are code points (JSON Schema Validation §6.3); the number of bytes is an upper bound of theirs.
      let bytes = text.utf8.count
      if bytes > length.upperBound || bytes < length.lowerBound * 4 {
        let count = text.unicodeScalars.count
        if count < length.lowerBound {
          if length.lowerBound == 1 {
            fail("must not be empty", "不能为空")
          } else {
            fail("must have at least \(length.lowerBound) characters", "至少要有 \(length.lowerBound) 个字符")
          }
        } else if count > length.upperBound {
          fail(
            "must have at most \(length.upperBound) characters, not \(count)",
            "最多 \(length.upperBound) 个字符，现有 \(count) 个")
        }
      }
    }
    if let format = constraints.format, !format.accepts(text) {
      fail("must be \(format.expectation.english)", "须为\(format.expectation.chinese)")
    }
  }

  private mutating func check(_ number: Double, _ constraints: SchemaConstraints) {
    if let bound = constraints.minimum, bound.isExclusive ? number <= bound.value : number < bound.value {
      fail(
        "must be \(bound.isExclusive ? "greater than" : "at least") \(bound.text)",
        "须\(bound.isExclusive ? "大于" : "不小于") \(bound.text)")
    }
    if let bound = constraints.maximum, bound.isExclusive ? number >= bound.value : number > bound.value {
      fail(
        "must be \(bound.isExclusive ? "less than" : "at most") \(bound.text)",
        "须\(bound.isExclusive ? "小于" : "不大于") \(bound.text)")
    }
  }

  private mutating func check(_ elements: [JSON], _ constraints: SchemaConstraints) {
    if let count = constraints.count, !count.contains(elements.count) {
      let bound = Self.bound(elements.count, count)
      fail(
        "must have \(bound.english) elements, not \(elements.count)", "\(bound.chinese)个元素，现有 \(elements.count) 个")
    }
    if constraints.hasUniqueItems, Set(elements.map(\.withWholeNumbers)).count != elements.count {
      fail("must not have the same element twice", "不能有重复的元素")
    }
    guard let items = constraints.items else { return }
    for (index, element) in elements.enumerated() where errors.count < Self.mostErrors {
      path.append(.index(index))
      run(items, on: element)
      path.removeLast()
    }
  }

  private mutating func check(_ members: [String: JSON], _ constraints: SchemaConstraints) {
    for name in constraints.required where members[name] == nil {
      path.append(.key(name))
      fail("is missing", "缺少该项")
      path.removeLast()
    }
    if let count = constraints.memberCount, !count.contains(members.count) {
      let bound = Self.bound(members.count, count)
      fail("must have \(bound.english) members, not \(members.count)", "\(bound.chinese)项，现有 \(members.count) 项")
    }
    for (name, member) in members where errors.count < Self.mostErrors {
      path.append(.key(name))
      if let node = constraints.properties[name] {
        run(node, on: member)
      } else if case .nothing = constraints.additional {
        let known = constraints.properties.keys.sorted()
        if known.isEmpty {
          fail("is not known; nothing is expected here", "未知的项；此处不需要任何内容")
        } else {
          fail(
            "is not known; known are \(known.joined(separator: ", "))",
            "未知的项；可用的项：\(known.joined(separator: "、"))")
        }
      } else {
        run(constraints.additional, on: member)
      }
      path.removeLast()
    }
  }

  private mutating func runAny(_ branches: [SchemaNode], on value: JSON) {
    var nearest: [Problem.FieldError] = []
    for node in branches {
      let found = probe(node, on: value)
      if found.isEmpty { return }
      if nearest.isEmpty || found.count < nearest.count { nearest = found }
    }
    fail("fits none of the \(branches.count) forms it may have", "不符合允许的 \(branches.count) 种形式中的任何一种")
    errors += nearest.prefix(Self.mostErrors)
  }

  private mutating func runOne(_ branches: [SchemaNode], on value: JSON) {
    var fitting = 0
    for node in branches where probe(node, on: value).isEmpty { fitting += 1 }
    switch fitting {
    case 0: runAny(branches, on: value)
    case 1: break
    default:
      fail(
        "fits \(fitting) of the forms it may have, and must fit exactly one",
        "同时符合 \(fitting) 种允许的形式，须恰好符合一种")
    }
  }

  private func probe(_ node: SchemaNode, on value: JSON) -> [Problem.FieldError] {
    var probe = SchemaCheck(nodes: nodes, base: base)
    probe.path = path
    probe.run(node, on: value)
    return probe.errors
  }

  private static func bound(_ count: Int, _ range: ClosedRange<Int>) -> (english: String, chinese: String) {
    count < range.lowerBound
      ? ("at least \(range.lowerBound)", "至少要有 \(range.lowerBound) ")
      : ("at most \(range.upperBound)", "最多 \(range.upperBound) ")
  }

  private mutating func fail(_ english: String, _ chinese: String) {
    guard errors.count < Self.mostErrors else { return }
    var pointer = base
    for step in path {
      switch step {
      case .index(let index): pointer += "/\(index)"
      case .key(let name):
        pointer += "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
      }
    }
    errors.append(Problem.FieldError(pointer: pointer, english, chinese))
  }
}
