// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// An expression in a box (DMN 1.5, 7.3 and 10.2).
public struct BoxedExpression: Sendable {
  /// The kinds of boxes.
  public indirect enum Kind: Sendable {
    case literal(Cell, language: String?)
    case decisionTable(DecisionTable)
    case context([ContextEntry])
    case invocation(called: BoxedExpression?, bindings: [Binding])
    case function(FunctionDefinition)
    case list([BoxedExpression])
    case relation(columns: [InformationItem], rows: [[BoxedExpression]])
    case conditional(test: BoxedExpression, then: BoxedExpression, otherwise: BoxedExpression)
    case filter(list: BoxedExpression, match: BoxedExpression)
    case iterator(Iterator)
  }

  /// One line of a boxed context; the line without a variable is its result.
  public struct ContextEntry: Sendable {
    public var variable: InformationItem?
    public var value: BoxedExpression

    public init(variable: InformationItem?, value: BoxedExpression) {
      self.variable = variable
      self.value = value
    }
  }

  /// A parameter of an invocation with what it is bound to.
  public struct Binding: Sendable {
    public var parameter: InformationItem
    public var value: BoxedExpression?

    public init(parameter: InformationItem, value: BoxedExpression?) {
      self.parameter = parameter
      self.value = value
    }
  }

  /// `for`, `some` or `every` in a box.
  public struct Iterator: Sendable {
    public enum Kind: String, Sendable { case `for`, some, every }
    public var kind: Kind
    public var variable: String
    public var list: BoxedExpression
    /// The type of `list`, as written on `in`.
    public var listTypeRef: String?
    public var body: BoxedExpression

    public init(kind: Kind, variable: String, list: BoxedExpression, listTypeRef: String? = nil, body: BoxedExpression)
    {
      self.kind = kind
      self.variable = variable
      self.list = list
      self.listTypeRef = listTypeRef
      self.body = body
    }
  }

  public var kind: Kind
  public var typeRef: String?
  public var line: Int

  public init(_ kind: Kind, typeRef: String? = nil, line: Int = 0) {
    self.kind = kind
    self.typeRef = typeRef
    self.line = line
  }

  /// A literal FEEL expression.
  public static func literal(_ text: String, typeRef: String? = nil, line: Int = 0) -> BoxedExpression {
    BoxedExpression(.literal(Cell(text, line: line), language: nil), typeRef: typeRef, line: line)
  }
}

/// A function written as a box, also the logic of a knowledge model (DMN 1.5, 7.3.11).
public struct FunctionDefinition: Sendable {
  /// Who runs the body; only FEEL is run here.
  public enum Kind: String, Sendable {
    case feel = "FEEL"
    case java = "Java"
    case pmml = "PMML"
  }

  public var kind: Kind
  public var parameters: [InformationItem]
  public var body: BoxedExpression?
  public var typeRef: String?
  public var line: Int

  public init(
    kind: Kind = .feel, parameters: [InformationItem], body: BoxedExpression?, typeRef: String? = nil, line: Int = 0
  ) {
    self.kind = kind
    self.parameters = parameters
    self.body = body
    self.typeRef = typeRef
    self.line = line
  }
}
