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
    case .nothing: fail("is not allowed here")
    case .reference(let index): run(nodes[index], on: value)
    case .constrained(let constraints): run(constraints, on: value)
    }
  }

  private mutating func run(_ constraints: SchemaConstraints, on value: JSON) {
    if let types = constraints.types, !types.contains(Self.type(of: value)), !isWhole(value, allowed: types) {
      let kind = SchemaTypes.withArticle(value.kind)
      return fail("must be \(types.description), not \(kind)")
    }
    if let values = constraints.values, !values.contains(value.withWholeNumbers) {
      return fail("must be \(values.count == 1 ? "" : "one of ")\(constraints.valueTexts)")
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
          fail(length.lowerBound == 1 ? "must not be empty" : "must have at least \(length.lowerBound) characters")
        } else if count > length.upperBound {
          fail("must have at most \(length.upperBound) characters, not \(count)")
        }
      }
    }
    if let format = constraints.format, !format.accepts(text) { fail("must be \(format.expectation)") }
  }

  private mutating func check(_ number: Double, _ constraints: SchemaConstraints) {
    if let bound = constraints.minimum, bound.isExclusive ? number <= bound.value : number < bound.value {
      fail("must be \(bound.isExclusive ? "greater than" : "at least") \(bound.text)")
    }
    if let bound = constraints.maximum, bound.isExclusive ? number >= bound.value : number > bound.value {
      fail("must be \(bound.isExclusive ? "less than" : "at most") \(bound.text)")
    }
  }

  private mutating func check(_ elements: [JSON], _ constraints: SchemaConstraints) {
    if let count = constraints.count, !count.contains(elements.count) {
      let bound = elements.count < count.lowerBound ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
      fail("must have \(bound) elements, not \(elements.count)")
    }
    if constraints.hasUniqueItems, Set(elements.map(\.withWholeNumbers)).count != elements.count {
      fail("must not have the same element twice")
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
      fail("is missing")
      path.removeLast()
    }
    if let count = constraints.memberCount, !count.contains(members.count) {
      let bound = members.count < count.lowerBound ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
      fail("must have \(bound) members, not \(members.count)")
    }
    for (name, member) in members where errors.count < Self.mostErrors {
      path.append(.key(name))
      if let node = constraints.properties[name] {
        run(node, on: member)
      } else if case .nothing = constraints.additional {
        let known = constraints.properties.keys.sorted().joined(separator: ", ")
        fail(known.isEmpty ? "is not known; nothing is expected here" : "is not known; known are \(known)")
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
    fail("fits none of the \(branches.count) forms it may have")
    errors += nearest.prefix(Self.mostErrors)
  }

  private mutating func runOne(_ branches: [SchemaNode], on value: JSON) {
    var fitting = 0
    for node in branches where probe(node, on: value).isEmpty { fitting += 1 }
    switch fitting {
    case 0: runAny(branches, on: value)
    case 1: break
    default: fail("fits \(fitting) of the forms it may have, and must fit exactly one")
    }
  }

  private func probe(_ node: SchemaNode, on value: JSON) -> [Problem.FieldError] {
    var probe = SchemaCheck(nodes: nodes, base: base)
    probe.path = path
    probe.run(node, on: value)
    return probe.errors
  }

  private mutating func fail(_ detail: String) {
    guard errors.count < Self.mostErrors else { return }
    var pointer = base
    for step in path {
      switch step {
      case .index(let index): pointer += "/\(index)"
      case .key(let name):
        pointer += "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
      }
    }
    errors.append(Problem.FieldError(pointer: pointer, detail: detail))
  }
}
