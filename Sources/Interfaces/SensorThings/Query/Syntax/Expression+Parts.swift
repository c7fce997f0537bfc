// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Expression {
  /// The parts that must all be true: the operands of `and` on top, or the expression itself.
  var conjuncts: [Expression] {
    guard case .logical(.and, let operands) = node else { return [self] }
    return operands.flatMap(\.conjuncts)
  }

  /// What it is made of, one level down.
  var children: [Expression] {
    switch node {
    case .literal, .path: []
    case .logical(_, let operands): operands
    case .not(let operand), .negative(let operand): [operand]
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right), .element(let left, let right):
      [left, right]
    case .call(_, let arguments): arguments
    case .quantified(_, _, _, let condition): condition.map { [$0] } ?? []
    case .member(let value, let list): [value] + list
    }
  }

  /// All ways to properties in it, those in lambda expressions too.
  var paths: [PropertyPath] {
    if case .path(let path) = node { return [path] }
    return children.flatMap(\.paths)
  }

  /// Levels of the tree.
  var depth: Int {
    // The left side alone grows by chains; parentheses have a limit of their own.
    var depth = 1
    var current = self
    while true {
      switch current.node {
      case .comparison(_, let left, _), .arithmetic(_, let left, _), .member(let left, _), .element(let left, _):
        current = left
      case .not(let operand), .negative(let operand): current = operand
      default: return depth
      }
      depth += 1
    }
  }

  /// Whether it needs an entity to be evaluated, or the same value comes out for each.
  var isConstant: Bool {
    switch node {
    case .path, .quantified: false
    default: children.allSatisfy(\.isConstant)
    }
  }

  /// The same from one step further on: `Datastream/Thing/name` of an observation as `Thing/name` of its datastream.
  ///
  /// - Returns: `nil` where some path does not begin with that navigation, or a lambda ranges over another way.
  func stripped(of navigation: Navigation) -> Expression? {
    var result = self
    func all(_ list: [Expression]) -> [Expression]? {
      let stripped = list.compactMap { $0.stripped(of: navigation) }
      return stripped.count == list.count ? stripped : nil
    }
    switch node {
    case .literal: return self
    case .path(var path):
      if path.variable != nil { return self }
      guard path.navigations.first == navigation else { return nil }
      path.navigations.removeFirst()
      path.root = navigation.target
      result.node = .path(path)
    case .logical(let name, let operands):
      guard let operands = all(operands) else { return nil }
      result.node = .logical(name, operands)
    case .not(let operand):
      guard let operand = operand.stripped(of: navigation) else { return nil }
      result.node = .not(operand)
    case .negative(let operand):
      guard let operand = operand.stripped(of: navigation) else { return nil }
      result.node = .negative(operand)
    case .comparison(let name, let left, let right):
      guard let sides = all([left, right]) else { return nil }
      result.node = .comparison(name, sides[0], sides[1])
    case .arithmetic(let name, let left, let right):
      guard let sides = all([left, right]) else { return nil }
      result.node = .arithmetic(name, sides[0], sides[1])
    case .call(let function, let arguments):
      guard let arguments = all(arguments) else { return nil }
      result.node = .call(function, arguments)
    case .member(let value, let list):
      guard let parts = all([value] + list) else { return nil }
      result.node = .member(parts[0], of: Array(parts.dropFirst()))
    case .element(let value, let array):
      guard let sides = all([value, array]) else { return nil }
      result.node = .element(sides[0], of: sides[1])
    case .quantified(let quantifier, var set, let variable, let condition):
      if set.variable == nil {
        guard set.navigations.first == navigation, set.navigations.count > 1 else { return nil }
        set.navigations.removeFirst()
        set.root = navigation.target
      }
      guard let condition else {
        result.node = .quantified(quantifier, set, variable: variable, condition: nil)
        return result
      }
      guard let condition = condition.stripped(of: navigation) else { return nil }
      result.node = .quantified(quantifier, set, variable: variable, condition: condition)
    }
    return result
  }
}
