// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A part of an expression as the parser understood it, with its names resolved.
final class Node {
  let kind: Kind
  /// Where it is in the text, in bytes.
  let offset: Int
  /// How many parts are inside one another.
  let height: Int
  /// How many parts it is made of.
  let size: Int
  /// The type its value will have, once it was asked for.
  var type: FEELType?

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
    var height = 0
    var size = 1
    kind.forEachChild { child in
      height = max(height, child.height)
      size += child.size
    }
    self.height = height + 1
    self.size = size
  }

  enum Kind {
    case constant(FEELValue)
    /// Null, with a warning that says why.
    case invalid(Message)
    case variable(Variable)
    /// A name inside filters: an entry of the first item that has it, else what the name means outside.
    case member(String, items: [Variable], otherwise: Node?)
    case unknown(String)
    case builtin(String)
    case and([Node])
    case or([Node])
    case chain(Node, [(operation: Operation, operand: Node)])
    case negation(Node)
    case comparison(Comparison, Node, Node)
    case between(Node, low: Node, high: Node)
    case contained(Node, input: Variable, tests: [Test])
    case unaryTests([Test], input: Variable, negated: Bool)
    case anything
    case instance(Node, of: FEELType)
    case path(Node, String)
    case filter(Node, item: Variable, condition: Node, usesItem: Bool)
    case call(Node, [Node])
    case callNamed(Node, [(name: String, value: Node)])
    case conditional(Node, then: Node, otherwise: Node)
    case loop([Iteration], partial: Variable?, body: Node)
    case quantified(isSome: Bool, [Iteration], condition: Node)
    case list([Node])
    case context([Entry])
    case function(FunctionNode)
    case range(start: Node, startIncluded: Bool, end: Node, endIncluded: Bool)
    /// `< 10` and so on as a value.
    case oneSided(Comparison, Node)
  }

  var isConstant: Bool { if case .constant = kind { true } else { false } }

  /// Whether it is a condition, whose null says that the answer is not known.
  var isCondition: Bool {
    switch kind {
    case .and, .or, .comparison, .between, .contained, .instance, .quantified: true
    default: false
    }
  }

  enum Operation { case add, subtract, multiply, divide, power }

  enum Comparison: String {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
  }

  /// One of the tests behind `in` or in a cell.
  struct Test {
    let node: Node
    /// Whether it names `?`, so that its value is the answer.
    let usesInput: Bool
    /// Whether a boolean that it gives is compared with null too, and not taken for the answer.
    var comparesNull = true
  }

  struct Iteration {
    let variable: Variable
    let domain: Node
    /// The other end, of `1..10`.
    let end: Node?
  }

  struct Entry {
    let name: String
    let variable: Variable
    let value: Node
  }

  final class FunctionNode {
    let parameters: [Variable]
    /// The entry of a context that the function is the value of, so that it may call itself.
    let own: Variable?
    let body: Node
    let level: Int
    /// The type of its result, where that is plain.
    let shownResult: FEELType

    init(parameters: [Variable], own: Variable?, body: Node, level: Int, shownResult: FEELType) {
      self.shownResult = shownResult
      self.parameters = parameters
      self.own = own
      self.body = body
      self.level = level
    }
  }
}

/// A name that an expression may use.
final class Variable {
  let name: String
  let type: FEELType
  /// How many function definitions it is inside of.
  let level: Int
  /// Its place in the frame; given by the compiler to names that the expression declares itself.
  var slot: Int
  var isUsed = false

  init(_ name: String, type: FEELType, level: Int, slot: Int = -1) {
    self.name = name
    self.type = type
    self.level = level
    self.slot = slot
  }
}

extension Node.Kind {
  func forEachChild(_ body: (Node) -> Void) {
    switch self {
    case .constant, .invalid, .variable, .unknown, .builtin, .anything: break
    case .member(_, _, let otherwise): otherwise.map(body)
    case .and(let nodes), .or(let nodes), .list(let nodes): nodes.forEach(body)
    case .chain(let first, let rest):
      body(first)
      for (_, operand) in rest { body(operand) }
    case .negation(let node), .instance(let node, _), .path(let node, _), .oneSided(_, let node): body(node)
    case .comparison(_, let left, let right):
      body(left)
      body(right)
    case .between(let node, let low, let high):
      body(node)
      body(low)
      body(high)
    case .contained(let node, _, let tests):
      body(node)
      for test in tests { body(test.node) }
    case .unaryTests(let tests, _, _): for test in tests { body(test.node) }
    case .filter(let list, _, let condition, _):
      body(list)
      body(condition)
    case .call(let function, let arguments):
      body(function)
      arguments.forEach(body)
    case .callNamed(let function, let arguments):
      body(function)
      for (_, value) in arguments { body(value) }
    case .conditional(let test, let then, let otherwise):
      body(test)
      body(then)
      body(otherwise)
    case .loop(let iterations, _, let last), .quantified(_, let iterations, let last):
      for iteration in iterations {
        body(iteration.domain)
        iteration.end.map(body)
      }
      body(last)
    case .context(let entries): for entry in entries { body(entry.value) }
    case .function(let function): body(function.body)
    case .range(let start, _, let end, _):
      body(start)
      body(end)
    }
  }
}
