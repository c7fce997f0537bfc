// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A value given to a model.
public struct DecisionInput: Sendable {
  /// The name of an input, or of a decision whose value is given instead of being worked out.
  public var name: String
  /// The namespace of the model it belongs to; `nil` for the model itself or, when it has none of that name, an
  /// imported one.
  public var namespace: String?
  public var value: FEELValue

  public init(name: String, namespace: String? = nil, value: FEELValue) {
    self.name = name
    self.namespace = namespace
    self.value = value
  }
}

/// What came out of a decision, and why.
public struct DecisionResult: Sendable {
  /// The rules of a table that fitted.
  public struct Match: Sendable, Hashable {
    /// The decision, or the knowledge model, whose table it was, by kind and name: `decision "Approval"`.
    public var element: String
    /// Counted from 1, in order of the table.
    public var rules: [Int]
    /// Whether the default outputs were taken because no rule fitted.
    public var isDefault: Bool

    public init(element: String, rules: [Int], isDefault: Bool) {
      self.element = element
      self.rules = rules
      self.isDefault = isDefault
    }
  }

  public var value: FEELValue
  /// The values of all decisions that were worked out, in order, the asked one last.
  public var decisions: [(name: String, value: FEELValue)]
  /// The tables that were looked into, in order.
  public var matches: [Match]
  /// Why something became null.
  public var warnings: [FEELWarning]
}
