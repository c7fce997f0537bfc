// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One way to call a built-in function, with typed parameters.
struct BuiltinSignature: Sendable {
  let parameters: [String]
  /// How many of them must be given.
  let required: Int
  /// `nil` when an argument is outside its parameter's domain.
  let invoke: @Sendable (FEELArguments, FEELEvaluation) throws -> FEELBuiltin.Outcome?

  private init(
    _ parameters: [any BuiltinParameterName],
    _ invoke: @escaping @Sendable (FEELArguments, FEELEvaluation) throws -> FEELBuiltin.Outcome?
  ) {
    self.parameters = parameters.map(\.name)
    required = parameters.count { !$0.isOptional }
    self.invoke = invoke
  }

  init(_ body: @escaping @Sendable (FEELEvaluation) throws -> FEELValue?) {
    self.init([]) { _, run in FEELBuiltin.Outcome(try body(run)) }
  }

  init<A>(_ a: BuiltinParameter<A>, _ body: @escaping @Sendable (A, FEELEvaluation) throws -> FEELValue?) {
    self.init([a]) { values, run in
      guard let a = a.value(values[0]) else { return nil }
      return FEELBuiltin.Outcome(try body(a, run))
    }
  }

  init<A, B>(
    _ a: BuiltinParameter<A>, _ b: BuiltinParameter<B>,
    _ body: @escaping @Sendable (A, B, FEELEvaluation) throws -> FEELValue?
  ) {
    self.init([a, b]) { values, run in
      guard let a = a.value(values[0]), let b = b.value(values[1]) else { return nil }
      return FEELBuiltin.Outcome(try body(a, b, run))
    }
  }

  init<A, B, C>(
    _ a: BuiltinParameter<A>, _ b: BuiltinParameter<B>, _ c: BuiltinParameter<C>,
    _ body: @escaping @Sendable (A, B, C, FEELEvaluation) throws -> FEELValue?
  ) {
    self.init([a, b, c]) { values, run in
      guard let a = a.value(values[0]), let b = b.value(values[1]), let c = c.value(values[2]) else { return nil }
      return FEELBuiltin.Outcome(try body(a, b, c, run))
    }
  }

  init<A, B, C, D>(
    _ a: BuiltinParameter<A>, _ b: BuiltinParameter<B>, _ c: BuiltinParameter<C>, _ d: BuiltinParameter<D>,
    _ body: @escaping @Sendable (A, B, C, D, FEELEvaluation) throws -> FEELValue?
  ) {
    self.init([a, b, c, d]) { values, run in
      guard let a = a.value(values[0]), let b = b.value(values[1]), let c = c.value(values[2]),
        let d = d.value(values[3])
      else { return nil }
      return FEELBuiltin.Outcome(try body(a, b, c, d, run))
    }
  }
}

extension FEELBuiltin {
  /// What a function makes of arguments in its domain; no value where there is none, as for the root of −1.
  struct Outcome {
    let value: FEELValue?

    init(_ value: FEELValue?) { self.value = value }
  }

  /// A function that may be called in each of these ways: the first whose domains hold the arguments.
  init(_ name: String, returns result: FEELType = .any, _ ways: [BuiltinSignature]) {
    self.init(
      name, returns: result,
      forms: ways.enumerated().map { index, way in
        // Ways with as many parameters differ by types only: for arguments by place each of them is tried.
        let others = ways.enumerated().filter { $0 != index && $1.parameters.count == way.parameters.count }.map(\.1)
        let named = others.filter { $0.parameters == way.parameters }
        return Form(
          parameters: way.parameters, required: way.required, isVariadic: false,
          body: Self.trying([way] + others, name), named: Self.trying([way] + named, name))
      })
  }

  private static func trying(_ ways: [BuiltinSignature], _ name: String) -> FEELFunction.Body {
    { arguments, run in
      for way in ways {
        guard let outcome = try way.invoke(arguments, run) else { continue }
        return outcome.value ?? run.null(Message("\(name)() has no result for these arguments", "对这些参数，\(name)() 没有结果"))
      }
      let given = arguments.values.map(\.shortText).joined(separator: ", ")
      return run.null(Message("\(name)() does not take (\(given))", "\(name)() 不接受 (\(given))"))
    }
  }

  init(_ name: String, returns result: FEELType = .any, _ ways: BuiltinSignature...) {
    self.init(name, returns: result, ways)
  }
}
