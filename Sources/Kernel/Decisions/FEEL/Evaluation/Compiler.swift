// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What a part of an expression became: gives its value in the evaluation's current frame.
typealias Code = @Sendable (FEELEvaluation) throws -> FEELValue

/// Turns the parser's tree into closures, names into slots of frames.
struct Compiler {
  let source: FEELSource
  /// The function definitions around, the outermost first: the expression itself.
  var units: [Unit]

  /// A function definition, whose frame holds its parameters, what it captures, and its own variables.
  struct Unit {
    let level: Int
    var size: Int
    var captures: [(variable: Variable, outer: Int, inner: Int)] = []
  }

  static func compile(_ root: Node, source: FEELSource, slots: Int) -> (Code, frameSize: Int) {
    // Each level of the tree takes stack; only a small one is taken from the caller's.
    if root.height > 40, let result = try? DeepStack.run({ _ in compileHere(root, source: source, slots: slots) }) {
      return result
    }
    return compileHere(root, source: source, slots: slots)
  }

  private static func compileHere(_ root: Node, source: FEELSource, slots: Int) -> (Code, frameSize: Int) {
    var compiler = Compiler(source: source, units: [Unit(level: 0, size: slots)])
    let code = compiler.compile(root)
    return (code, compiler.units[0].size)
  }

  /// Gives a variable that the expression declares its slot.
  @discardableResult
  mutating func allocate(_ variable: Variable) -> Int {
    let last = units.count - 1
    variable.slot = units[last].size
    units[last].size += 1
    return variable.slot
  }

  /// Where a variable's value lies in the frame of the innermost function, captured there if it comes from outside.
  mutating func slot(of variable: Variable) -> Int { slot(of: variable, in: units.count - 1) }

  private mutating func slot(of variable: Variable, in unit: Int) -> Int {
    if units[unit].level == variable.level || unit == 0 { return variable.slot }
    if let known = units[unit].captures.first(where: { $0.variable === variable }) { return known.inner }
    let outer = slot(of: variable, in: unit - 1)
    let inner = units[unit].size
    units[unit].size += 1
    units[unit].captures.append((variable, outer, inner))
    return inner
  }

  mutating func compile(_ node: Node) -> Code {
    let code = kind(node)
    guard node.height % 12 == 0 else { return code }
    return { run in try run.onDeepStack(code) }
  }

  private mutating func kind(_ node: Node) -> Code {
    let site = node.offset
    switch node.kind {
    case .constant(let value): return { _ in value }
    case .invalid(let reason): return { run in run.null(reason, at: site) }
    case .unknown(let name):
      let hint = HalfWidth.hint(inName: name)
      let reason = Message("there is no name \(name) here\(hint.english)", "此处没有名称 \(name)\(hint.chinese)")
      return { run in run.null(reason, at: site) }
    case .builtin(let name):
      let value = FEELLibrary.values[name].map { FEELValue.function($0) } ?? .null
      return { _ in value }
    case .variable(let variable):
      let slot = slot(of: variable)
      return { run in run[slot] }
    case .member(let name, let items, let otherwise): return member(name, items, otherwise, site)
    case .and(let nodes): return conjunction(nodes)
    case .or(let nodes): return disjunction(nodes)
    case .chain(let first, let rest): return chain(first, rest, site)
    case .negation(let operand): return negation(operand, site)
    case .comparison(let comparison, let left, let right): return self.comparison(comparison, left, right, site)
    case .between(let operand, let low, let high): return between(operand, low, high, site)
    case .contained(let operand, let input, let tests): return contained(operand, input, tests, site)
    case .unaryTests(let tests, let input, let negated): return unaryTests(tests, input, negated: negated, site)
    case .anything: return { _ in .boolean(true) }
    case .instance(let operand, let type): return instance(operand, type)
    case .path(let operand, let name): return path(operand, name, site)
    case .filter(let list, let item, let condition, let usesItem):
      return filter(list, item, condition, usesItem: usesItem, site)
    case .call(let function, let arguments): return call(function, arguments, site)
    case .callNamed(let function, let arguments): return callNamed(function, arguments, site)
    case .conditional(let test, let then, let otherwise): return conditional(test, then, otherwise, site)
    case .loop(let iterations, let partial, let body): return loop(iterations, partial, body, site)
    case .quantified(let isSome, let iterations, let condition):
      return quantified(isSome: isSome, iterations, condition, site)
    case .list(let elements): return list(elements)
    case .context(let entries): return context(entries)
    case .function(let function): return self.function(function)
    case .range(let start, let startIncluded, let end, let endIncluded):
      return range(start, startIncluded, end, endIncluded, site)
    case .oneSided(let comparison, let end): return oneSided(comparison, end)
    }
  }
}
