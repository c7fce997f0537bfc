// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// An expression of FEEL, read once and compiled to closures (DMN 1.5, 10.3).
public struct FEELExpression: Sendable {
  /// The names it was read with; their values are given in this order.
  public let names: FEELNames
  /// The type its value has, as far as it shows in the text.
  public let type: FEELType
  /// Names in the text that nothing declares; they are null when evaluated.
  public let unknownNames: [UnknownName]
  /// Dates, times and durations in the text that do not exist, such as 29 February 2027; they are null when evaluated.
  public let impossibleValues: [ImpossibleValue]
  /// What unary tests say, as far as it shows in the text.
  public let tests: FEELTests
  private let code: Code
  private let frameSize: Int
  private let source: FEELSource

  public struct UnknownName: Sendable, Hashable {
    public let name: String
    public let position: FEELPosition
  }

  public struct ImpossibleValue: Sendable, Hashable {
    public let reason: Message
    public let position: FEELPosition
  }

  /// Reads an expression.
  ///
  /// - Parameter origin: what the text belongs to, for warnings.
  /// - Throws: `FEELError` when the text breaks the grammar, is too long or nested too deep.
  public init(
    _ text: String, names: FEELNames = FEELNames(), limits: FEELLimits = .default, origin: Message? = nil
  ) throws(FEELError) {
    try self.init(text, names: names, limits: limits, origin: origin, isUnaryTests: false)
  }

  /// Reads unary tests: the cell of a decision table's input, the values a type allows.
  ///
  /// The value is true or false, or null where a test cannot be made. The tested value is the name `?`; where it is not
  /// declared it takes the slot behind the declared names.
  public init(
    unaryTests text: String, names: FEELNames = FEELNames(), limits: FEELLimits = .default, origin: Message? = nil
  ) throws(FEELError) {
    var names = names
    if names.slot(of: "?") == nil { names.declare("?") }
    try self.init(text, names: names, limits: limits, origin: origin, isUnaryTests: true)
  }

  private init(
    _ text: String, names: FEELNames, limits: FEELLimits, origin: Message?, isUnaryTests: Bool
  ) throws(FEELError) {
    let source = FEELSource(text, origin: origin)
    let root = try Parser.parse(source, names: names, limits: limits, isUnaryTests: isUnaryTests)
    (code, frameSize) = Compiler.compile(root.node, source: source, slots: names.count)
    type = root.type
    tests = isUnaryTests ? FEELTests(root.node) : .opaque
    let unknown = root.unknown.sorted { $0.offset < $1.offset }
    unknownNames = zip(unknown, source.positions(unknown.map(\.offset))).map {
      UnknownName(name: $0.name, position: $1)
    }
    let impossible = root.impossible.sorted { $0.offset < $1.offset }
    impossibleValues = zip(impossible, source.positions(impossible.map(\.offset))).map {
      ImpossibleValue(reason: $0.reason, position: $1)
    }
    self.names = names
    self.source = source
  }

  /// The value for the values of the names, by slot; missing ones at the end are null.
  ///
  /// - Throws: `LimitExceeded` only. Every other trouble makes the value, or a part of it, null and is told in the
  ///   warnings.
  public func evaluate(_ values: [FEELValue] = [], in evaluation: FEELEvaluation) throws -> FEELValue {
    let caller = (evaluation.source, evaluation.machine.pointee.site)
    evaluation.source = source
    defer { (evaluation.source, evaluation.machine.pointee.site) = caller }
    return try evaluation.frame(values, size: frameSize, code)
  }

  /// The value for the entries of a context; names without entry are null.
  public func evaluate(_ context: FEELContext, in evaluation: FEELEvaluation) throws -> FEELValue {
    try evaluate(names.entries.map { context[$0.name] ?? .null }, in: evaluation)
  }
}
