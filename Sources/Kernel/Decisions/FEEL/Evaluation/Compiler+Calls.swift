// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Compiler {
  mutating func call(_ function: Node, _ arguments: [Node], _ site: Int) -> Code {
    let codes = arguments.map { compile($0) }
    if case .builtin(let name) = function.kind, let builtin = FEELLibrary.byName[name] {
      return Self.call(builtin, codes, site)
    }
    let function = compile(function)
    return { run in
      let callee = try function(run)
      var values: [FEELValue] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(try code(run)) }
      run.machine.pointee.site = site
      guard case .function(let function) = callee else {
        return run.null(
          Message("\(callee.shortText) is no function and cannot be called", "\(callee.shortText) 不是函数，不能调用"), at: site)
      }
      return try function.call(values, run)
    }
  }

  private static func call(_ builtin: FEELBuiltin, _ codes: [Code], _ site: Int) -> Code {
    guard let form = builtin.form(taking: codes.count) else {
      return { run in
        run.null(
          Message(
            "\(builtin.name)() does not take \(codes.count) arguments; it takes \(builtin.usage)",
            "\(builtin.name)() 不接受 \(codes.count) 个参数；用法：\(builtin.usage)"), at: site)
      }
    }
    if codes.count == 1 {
      let code = codes[0]
      return { run in
        let value = try code(run)
        run.machine.pointee.site = site
        return try form.call(FEELArguments([value]), run)
      }
    }
    return { run in
      var values: [FEELValue] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(try code(run)) }
      run.machine.pointee.site = site
      return try form.call(FEELArguments(values), run)
    }
  }

  mutating func callNamed(_ function: Node, _ arguments: [(name: String, value: Node)], _ site: Int) -> Code {
    let codes = arguments.map { compile($0.value) }
    let names = arguments.map(\.name)
    if case .builtin(let name) = function.kind, let builtin = FEELLibrary.byName[name],
      let (form, places) = builtin.form(named: names)
    {
      let count = (places.max() ?? -1) + 1
      return { run in
        var values = [FEELValue](repeating: .null, count: count)
        for (place, code) in zip(places, codes) { values[place] = try code(run) }
        run.machine.pointee.site = site
        return try form.call(FEELArguments(values), isNamed: true, run)
      }
    }
    let function = compile(function)
    return { run in
      let callee = try function(run)
      var values: [(name: String, value: FEELValue)] = []
      for (name, code) in zip(names, codes) { values.append((name, try code(run))) }
      run.machine.pointee.site = site
      guard case .function(let function) = callee else {
        return run.null(
          Message("\(callee.shortText) is no function and cannot be called", "\(callee.shortText) 不是函数，不能调用"), at: site)
      }
      return try function.call(named: values, run)
    }
  }

  /// A function definition: its value keeps what its body uses from outside, as it is when the value is made.
  mutating func function(_ node: Node.FunctionNode) -> Code {
    units.append(Unit(level: node.level, size: 0))
    for parameter in node.parameters { allocate(parameter) }
    let body = compile(node.body)
    let unit = units.removeLast()
    let parameters = node.parameters.map { FEELFunction.Parameter(name: $0.name, type: $0.type) }
    let captures = unit.captures.filter { $0.variable !== node.own }.map { (outer: $0.outer, inner: $0.inner) }
    let own = unit.captures.first { $0.variable === node.own }?.inner
    let name = node.own?.name
    let result = node.shownResult
    let (size, source, cost) = (unit.size, source, node.body.size / 8)
    return { run in
      let captured = captures.map { run[$0.outer] }
      let function = FEELFunction(
        name: name, parameters: parameters, shownResult: result, captured: captured
      ) { itself, arguments, run in
        try run.step(cost)
        let caller = (run.source, run.machine.pointee.site)
        run.source = source
        defer { (run.source, run.machine.pointee.site) = caller }
        return try run.frame(arguments.values, size: size) { run in
          for (capture, value) in zip(captures, captured) { run[capture.inner] = value }
          if let own { run[own] = .function(itself) }
          return try body(run)
        }
      }
      return try run.checked(.function(function))
    }
  }
}
