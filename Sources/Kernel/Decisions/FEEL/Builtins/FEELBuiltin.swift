// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A function of FEEL's library (DMN 1.5, 10.3.4), in all its forms.
public struct FEELBuiltin: Sendable {
  /// One list of parameters with what the function does for it.
  public struct Form: Sendable {
    public let parameters: [String]
    /// How many of the parameters must be given.
    public let required: Int
    /// Whether the last parameter takes any number of arguments, at least one.
    public let isVariadic: Bool
    let body: FEELFunction.Body
    /// What it does for arguments by name, where that is another thing.
    var named: FEELFunction.Body?

    /// The result, with the work of looking at the arguments counted.
    func call(
      _ arguments: FEELArguments, isNamed: Bool = false, _ evaluation: FEELEvaluation
    ) throws -> FEELValue {
      var work = 1
      for argument in arguments.values {
        switch argument {
        case .list(let list): work += list.count / 4
        case .context(let context): work += context.count / 4
        case .range: work += Int(argument.weight)
        case .string(let text): work += text.utf8.count / 64
        default: break
        }
      }
      try evaluation.step(work)
      return try evaluation.checked((isNamed ? named ?? body : body)(arguments, evaluation))
    }

    func takes(_ count: Int) -> Bool { count >= required && (isVariadic || count <= parameters.count) }
  }

  public let name: String
  public let result: FEELType
  public private(set) var forms: [Form]

  /// - Parameters:
  ///   - parameters: the names as the standard has them; a `?` behind a name means that it may be missing, `...` behind
  ///     the last that it takes any number of arguments.
  ///   - body: gets the arguments by place; those missing at the end are null, and `count` tells how many were given.
  public init(
    _ name: String, _ parameters: String..., returns result: FEELType = .any, body: @escaping FEELFunction.Body
  ) {
    self.name = name
    self.result = result
    forms = [Self.form(parameters, body)]
  }

  /// A function whose forms are made already.
  init(_ name: String, returns result: FEELType, forms: [Form]) {
    self.name = name
    self.result = result
    self.forms = forms
  }

  /// The function with one more form, taken when those before do not take as many arguments or not these names.
  public func or(_ parameters: String..., body: @escaping FEELFunction.Body) -> FEELBuiltin {
    var copy = self
    copy.forms.append(Self.form(parameters, body))
    return copy
  }

  private static func form(_ parameters: [String], _ body: @escaping FEELFunction.Body) -> Form {
    let isVariadic = parameters.last?.hasSuffix("...") ?? false
    let names = parameters.map { String($0.prefix { $0 != "?" && $0 != "." }) }
    return Form(
      parameters: names, required: parameters.count { !$0.hasSuffix("?") }, isVariadic: isVariadic, body: body)
  }

  /// The form for so many arguments.
  func form(taking count: Int) -> Form? { forms.first { $0.takes(count) } }

  /// The form for arguments of these names, and the place of each.
  func form(named names: [String]) -> (Form, [Int])? {
    guard Set(names).count == names.count else { return nil }
    // Names in the order of a form tell it from one with the same names the other way round, as (point, range) from
    // (range, point).
    for form in forms.filter({ $0.parameters == names }) + forms {
      let places = names.compactMap { name in form.parameters.firstIndex(of: name) }
      guard places.count == names.count, (0..<form.required).allSatisfy(places.contains) else { continue }
      return (form, places)
    }
    return nil
  }

  public func call(_ arguments: [FEELValue], _ evaluation: FEELEvaluation) throws -> FEELValue {
    guard let form = form(taking: arguments.count) else {
      return evaluation.null(
        Message(
          "\(name)() does not take \(arguments.count) arguments; it takes \(usage)",
          "\(name)() 不接受 \(arguments.count) 个参数；用法：\(usage)"))
    }
    return try form.call(FEELArguments(arguments), evaluation)
  }

  public func call(
    named arguments: [(name: String, value: FEELValue)], _ evaluation: FEELEvaluation
  ) throws -> FEELValue {
    guard let (form, places) = form(named: arguments.map(\.name)) else {
      let names = arguments.map(\.name).joined(separator: ", ")
      return evaluation.null(
        Message(
          "\(name)() does not take the arguments \(names); it takes \(usage)", "\(name)() 不接受参数 \(names)；用法：\(usage)"))
    }
    var values = [FEELValue](repeating: .null, count: (places.max() ?? -1) + 1)
    for (place, argument) in zip(places, arguments) { values[place] = argument.value }
    return try form.call(FEELArguments(values), isNamed: true, evaluation)
  }

  /// The forms for messages: `(string, match) or (…)`.
  var usage: String {
    forms.map { form in
      let names = form.parameters.enumerated().map { $0 < form.required ? $1 : $1 + "?" }
      return "(" + names.joined(separator: ", ") + (form.isVariadic ? ", …" : "") + ")"
    }.joined(separator: " or ")
  }
}
