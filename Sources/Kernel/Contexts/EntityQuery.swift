// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Which entities a list shows: those that meet every condition.
public struct EntityQuery: Hashable, Sendable {
  /// One of these types; empty for any.
  public var types: [String]
  public var conditions: [AttributeCondition]
  public var relationships: [RelationshipCondition]
  /// The box of the location meets this one.
  public var box: BoundingBox?

  public init(
    types: [String] = [], conditions: [AttributeCondition] = [], relationships: [RelationshipCondition] = [],
    box: BoundingBox? = nil
  ) {
    self.types = types
    self.conditions = conditions
    self.relationships = relationships
    self.box = box
  }
}

/// What an attribute must be. Of an attribute that is a list it is enough that one element meets the condition (ETSI GS CIM 009
/// §4.9).
public struct AttributeCondition: Hashable, Sendable {
  public enum Comparison: String, CaseIterable, Sendable {
    case equal = "="
    /// The attribute is there, and no element of it equals the value.
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  public enum Test: Hashable, Sendable {
    /// The attribute is there.
    case exists
    case missing
    /// Compares with a number, a text or a boolean; values of another kind do not meet it. Texts are compared by code point.
    case compare(Comparison, JSON)
  }

  public var name: String
  public var test: Test

  public init(_ name: String, _ test: Test) {
    self.name = name
    self.test = test
  }

  public init(_ name: String, _ comparison: Comparison, _ value: JSON) {
    self.init(name, .compare(comparison, value))
  }
}

/// Whom a relationship must name.
public struct RelationshipCondition: Hashable, Sendable {
  /// `nil` for any relationship.
  public var name: String?
  public var target: String

  public init(_ name: String?, target: String) {
    self.name = name
    self.target = target
  }
}
