// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A function of FEEL as a value: built in, written in FEEL, or given by a model (DMN 1.5, 10.3.2.13).
///
/// Two functions are equal when they are the same one.
public final class FEELFunction: Sendable {
  public struct Parameter: Sendable {
    public let name: String
    public let type: FEELType

    public init(name: String, type: FEELType = .any) {
      self.name = name
      self.type = type
    }
  }

  public typealias Body = @Sendable (FEELArguments, FEELEvaluation) throws -> FEELValue

  public let name: String?
  public let parameters: [Parameter]
  public let result: FEELType
  /// The result's type as it is declared, or shows in the body.
  private let shownResult: FEELType
  /// How deep the values that it keeps are nested.
  let depth: Int
  private let kind: Kind

  private enum Kind: Sendable {
    case builtin(FEELBuiltin)
    case body(Body)
    /// A body that may need the function itself.
    case recursive(@Sendable (FEELFunction, FEELArguments, FEELEvaluation) throws -> FEELValue)
  }

  /// - Parameter body: gets as many arguments as there are parameters, each of its parameter's type or null.
  public init(
    name: String? = nil, parameters: [Parameter], result: FEELType = .any, capturing captured: [FEELValue] = [],
    body: @escaping Body
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    shownResult = result
    depth = 1 + captured.reduce(0) { max($0, $1.depth) }
    kind = .body(body)
  }

  /// A function that may call itself, as those written in FEEL do.
  init(
    name: String?, parameters: [Parameter], result: FEELType = .any, shownResult: FEELType, captured: [FEELValue],
    recursive body: @escaping @Sendable (FEELFunction, FEELArguments, FEELEvaluation) throws -> FEELValue
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.shownResult = shownResult
    depth = 1 + captured.reduce(0) { max($0, $1.depth) }
    kind = .recursive(body)
  }

  /// A built-in function as a value.
  public init(_ builtin: FEELBuiltin) {
    name = builtin.name
    parameters = builtin.forms.first.map { $0.parameters.map { Parameter(name: $0) } } ?? []
    result = builtin.result
    shownResult = builtin.result
    depth = 1
    kind = .builtin(builtin)
  }

  /// Its type: a built-in function, which has several forms, is any function.
  public var type: FEELType {
    if case .builtin = kind { return .anyFunction }
    return .function(parameters.map(\.type), shownResult)
  }

  /// Whether the function can stand for one of these parameters and this result.
  ///
  /// What is not declared, as a literal's result or the parameters of a built-in function, fits everything.
  func fits(parameters wanted: [FEELType], result wantedResult: FEELType) -> Bool {
    if case .builtin(let builtin) = kind { return builtin.form(taking: wanted.count) != nil }
    return parameters.count == wanted.count
      && zip(parameters, wanted).allSatisfy { $1.isAny || $0.type.isAny || $1.conforms(to: $0.type) }
      && (shownResult.isAny || shownResult.conforms(to: wantedResult))
  }

  /// The result for arguments by place.
  ///
  /// Null with a warning when their number or their types do not fit.
  public func call(_ arguments: [FEELValue], _ evaluation: FEELEvaluation) throws -> FEELValue {
    if case .builtin(let builtin) = kind { return try builtin.call(arguments, evaluation) }
    guard arguments.count == parameters.count else {
      return evaluation.null(
        Message(
          "\(title) takes \(parameters.count) arguments (\(parameterNames)), not \(arguments.count)",
          "\(title) 有 \(parameters.count) 个参数（\(parameterNames)），却给了 \(arguments.count) 个"))
    }
    var arguments = arguments
    for (index, parameter) in parameters.enumerated() where !parameter.type.isAny {
      try evaluation.step(Int(arguments[index].weight))
      guard let value = parameter.type.coerce(arguments[index]) else {
        return evaluation.null(
          Message(
            "the argument \(parameter.name) of \(title) is \(arguments[index].shortText), which is no \(parameter.type)",
            "\(title) 的参数 \(parameter.name) 为 \(arguments[index].shortText)，不是 \(parameter.type)"))
      }
      arguments[index] = value
    }
    return try evaluation.nested { evaluation in
      let value =
        switch kind {
        case .body(let body): try body(FEELArguments(arguments), evaluation)
        case .recursive(let body): try body(self, FEELArguments(arguments), evaluation)
        case .builtin: FEELValue.null
        }
      if result.isAny { return value }
      try evaluation.step(Int(value.weight))
      guard let converted = result.coerce(value) else {
        return evaluation.null(
          Message(
            "the result of \(title) is \(value.shortText), which is no \(result)",
            "\(title) 的结果为 \(value.shortText)，不是 \(result)"))
      }
      return converted
    }
  }

  /// The result for arguments by name; each parameter is given once, in any order.
  public func call(
    named arguments: [(name: String, value: FEELValue)], _ evaluation: FEELEvaluation
  ) throws -> FEELValue {
    if case .builtin(let builtin) = kind { return try builtin.call(named: arguments, evaluation) }
    var values = [FEELValue?](repeating: nil, count: parameters.count)
    for (name, value) in arguments {
      guard let place = parameters.firstIndex(where: { $0.name == name }), values[place] == nil else {
        return evaluation.null(
          Message(
            "\(title) has no parameter \(name); it takes \(parameterNames)",
            "\(title) 没有参数 \(name)；它的参数是 \(parameterNames)"))
      }
      values[place] = value
    }
    guard arguments.count == parameters.count else {
      return evaluation.null(
        Message(
          "\(title) takes \(parameters.count) arguments (\(parameterNames)), not \(arguments.count)",
          "\(title) 有 \(parameters.count) 个参数（\(parameterNames)），却给了 \(arguments.count) 个"))
    }
    return try call(values.map { $0 ?? .null }, evaluation)
  }

  var title: String { name.map { $0 + "()" } ?? "the function" }
  private var parameterNames: String { parameters.map(\.name).joined(separator: ", ") }
}

/// The arguments of a call, in the order of the parameters.
public struct FEELArguments: Sendable {
  public let values: [FEELValue]

  public init(_ values: [FEELValue]) { self.values = values }

  /// How many were given; optional ones at the end may be missing.
  @inline(__always)
  public var count: Int { values.count }

  /// The argument at a place; null where none is given.
  @inline(__always)
  public subscript(index: Int) -> FEELValue { index < values.count ? values[index] : .null }

  /// Whether an optional argument is given and not null.
  public func has(_ index: Int) -> Bool { !self[index].isNull }
}
