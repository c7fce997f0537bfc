// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A decision table (DMN 1.5, 8.3).
public struct DecisionTable: Sendable {
  /// One input: an expression and the values it may have.
  public struct Input: Sendable {
    public var label: String?
    public var expression: Cell
    public var typeRef: String?
    public var values: Cell?

    public init(label: String? = nil, expression: Cell, typeRef: String? = nil, values: Cell? = nil) {
      self.label = label
      self.expression = expression
      self.typeRef = typeRef
      self.values = values
    }
  }

  /// One output: its name in the result, the values it may have in order of priority, and its value when no rule fits.
  public struct Output: Sendable {
    public var name: String?
    public var label: String?
    public var typeRef: String?
    public var values: Cell?
    public var defaultEntry: Cell?
    public var line: Int

    public init(
      name: String? = nil, label: String? = nil, typeRef: String? = nil, values: Cell? = nil,
      defaultEntry: Cell? = nil, line: Int = 0
    ) {
      self.name = name
      self.label = label
      self.typeRef = typeRef
      self.values = values
      self.defaultEntry = defaultEntry
      self.line = line
    }
  }

  /// One rule: a test for each input, an expression for each output, notes.
  public struct Rule: Sendable {
    public var id: String?
    public var description: String?
    public var inputs: [Cell]
    public var outputs: [Cell]
    public var annotations: [String]
    public var line: Int
    /// Where it begins in a sheet, counted from 1; 0 in XML.
    public var column: Int
    /// Whether its cells are known; a rule of a sheet whose cells are not never counts.
    public var isWhole = true

    public init(
      id: String? = nil, description: String? = nil, inputs: [Cell], outputs: [Cell], annotations: [String] = [],
      line: Int = 0, column: Int = 0
    ) {
      self.id = id
      self.description = description
      self.inputs = inputs
      self.outputs = outputs
      self.annotations = annotations
      self.line = line
      self.column = column
    }
  }

  public var hitPolicy: HitPolicy
  public var inputs: [Input]
  public var outputs: [Output]
  /// Names of the annotation columns.
  public var annotations: [String]
  public var rules: [Rule]
  public var outputLabel: String?
  /// Whether its hit policy and all its inputs are known: only then its rules can be compared with each other.
  public var isComparable = true

  public init(
    hitPolicy: HitPolicy = .unique, inputs: [Input], outputs: [Output], annotations: [String] = [], rules: [Rule],
    outputLabel: String? = nil
  ) {
    self.hitPolicy = hitPolicy
    self.inputs = inputs
    self.outputs = outputs
    self.annotations = annotations
    self.rules = rules
    self.outputLabel = outputLabel
  }
}

/// What counts when several rules of a table fit (DMN 1.5, 8.3.6).
public enum HitPolicy: String, Sendable, CaseIterable {
  case unique = "U"
  case any = "A"
  case priority = "P"
  case first = "F"
  case ruleOrder = "R"
  case outputOrder = "O"
  case collect = "C"
  case collectSum = "C+"
  case collectMinimum = "C<"
  case collectMaximum = "C>"
  case collectCount = "C#"

  /// Whether the result is one rule's output rather than a list or a total.
  public var isSingle: Bool {
    switch self {
    case .unique, .any, .priority, .first: true
    default: false
    }
  }

  /// The values of `hitPolicy` and `aggregation` in XML.
  public var xml: (hitPolicy: String, aggregation: String?) {
    switch self {
    case .unique: ("UNIQUE", nil)
    case .any: ("ANY", nil)
    case .priority: ("PRIORITY", nil)
    case .first: ("FIRST", nil)
    case .ruleOrder: ("RULE ORDER", nil)
    case .outputOrder: ("OUTPUT ORDER", nil)
    case .collect: ("COLLECT", nil)
    case .collectSum: ("COLLECT", "SUM")
    case .collectMinimum: ("COLLECT", "MIN")
    case .collectMaximum: ("COLLECT", "MAX")
    case .collectCount: ("COLLECT", "COUNT")
    }
  }

  /// Reads the values of XML; `nil` for what the standard does not know.
  public init?(hitPolicy: String?, aggregation: String?) {
    let found = Self.allCases.first {
      $0.xml.hitPolicy == (hitPolicy ?? "UNIQUE") && $0.xml.aggregation == (hitPolicy == "COLLECT" ? aggregation : nil)
    }
    guard let found else { return nil }
    self = found
  }
}
