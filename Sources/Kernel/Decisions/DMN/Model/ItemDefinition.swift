// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A type with a name (`itemDefinition`, DMN 1.5, 7.3.2).
public struct ItemDefinition: Sendable {
  /// A function type's parameters and result (`functionItem`).
  public struct Function: Sendable {
    public var parameters: [InformationItem]
    public var outputTypeRef: String?

    public init(parameters: [InformationItem], outputTypeRef: String?) {
      self.parameters = parameters
      self.outputTypeRef = outputTypeRef
    }
  }

  public var name: String
  public var typeRef: String?
  /// Unary tests that each value, or each element of a collection, passes.
  public var allowedValues: Cell?
  /// Unary tests that the value as a whole, collection or not, passes.
  public var typeConstraint: Cell?
  public var components: [ItemDefinition]
  public var function: Function?
  public var isCollection: Bool
  public var description: String?
  public var line: Int

  public init(
    name: String, typeRef: String? = nil, allowedValues: Cell? = nil, typeConstraint: Cell? = nil,
    components: [ItemDefinition] = [], function: Function? = nil, isCollection: Bool = false,
    description: String? = nil, line: Int = 0
  ) {
    self.name = name
    self.typeRef = typeRef
    self.allowedValues = allowedValues
    self.typeConstraint = typeConstraint
    self.components = components
    self.function = function
    self.isCollection = isCollection
    self.description = description
    self.line = line
  }
}
