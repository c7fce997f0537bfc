// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A type of a model, with the tests that its values pass (DMN 1.5, 7.3.2 and 10.3.2.9).
final class DeclaredType: Sendable {
  enum Shape: Sendable {
    /// One of FEEL's own types.
    case plain
    /// A collection of another type.
    case list(DeclaredType)
    /// A context with at least these entries.
    case context([(name: String, type: DeclaredType)])
    /// Another type with further tests.
    case narrowed(DeclaredType)
  }

  typealias Test = @Sendable (FEELValue, FEELEvaluation) throws -> Bool

  let name: String
  let shape: Shape
  /// The type in FEEL's terms, without the tests.
  let feel: FEELType
  /// The allowed values, or for a collection the constraint on the whole.
  let tests: [Test]
  /// The texts of the tests, for messages and for the order of priorities.
  let allowedValues: Cell?
  /// Whether every value belongs to the type.
  let acceptsAll: Bool
  /// How many types are inside one another.
  let depth: Int

  /// - Parameter depth: of a plain type; that of others shows in their shape.
  init(
    name: String, shape: Shape, feel: FEELType, tests: [Test] = [], allowedValues: Cell? = nil, depth: Int = 0
  ) {
    self.name = name
    self.shape = shape
    self.feel = feel
    self.tests = tests
    self.allowedValues = allowedValues
    switch shape {
    case .plain: self.depth = depth
    case .list(let element): self.depth = element.depth + 1
    case .narrowed(let base): self.depth = base.depth + 1
    case .context(let entries): self.depth = 1 + (entries.map(\.type.depth).max() ?? 0)
    }
    switch shape {
    case .plain: acceptsAll = tests.isEmpty && feel.isAny
    case .narrowed(let base): acceptsAll = tests.isEmpty && base.acceptsAll
    default: acceptsAll = false
    }
  }

  static let any = DeclaredType(name: "Any", shape: .plain, feel: .any)

  /// The result's type of a function type; `nil` for other types.
  var functionResult: FEELType? {
    if case .function(_, let result) = feel { return result }
    return nil
  }

  /// Whether a value belongs to the type and passes its tests; null belongs to every type.
  func accepts(_ value: FEELValue, _ evaluation: FEELEvaluation) throws -> Bool {
    if acceptsAll { return true }
    if case .null = value { return true }
    switch shape {
    case .plain:
      guard feel.accepts(value) else { return false }
    case .narrowed(let base):
      guard try base.accepts(value, evaluation) else { return false }
    case .list(let element):
      guard case .list(let items) = value else { return false }
      for item in items {
        try evaluation.step()
        guard try element.accepts(item, evaluation) else { return false }
      }
    case .context(let entries):
      guard case .context(let context) = value else { return false }
      for (name, type) in entries {
        guard let entry = context[name], try type.accepts(entry, evaluation) else { return false }
      }
    }
    for test in tests {
      guard try test(value, evaluation) else { return false }
    }
    return true
  }

  /// The value as the type has it: unchanged, or converted by one of the three implicit conversions (10.3.2.9.4).
  /// - Returns: `nil` when the value does not conform, which makes it null.
  func coerce(_ value: FEELValue, _ evaluation: FEELEvaluation) throws -> FEELValue? {
    if try accepts(value, evaluation) { return value }
    if case .list(let items) = value, items.count == 1, !isList {
      return try accepts(items[0], evaluation) ? items[0] : nil
    }
    if isList {
      if case .list = value { return nil }
      return try accepts(.list([value]), evaluation) ? .list([value]) : nil
    }
    if case .date(let date) = value {
      let moment = FEELValue.dateAndTime(date.midnightUTC)
      return try accepts(moment, evaluation) ? moment : nil
    }
    return nil
  }

  private var isList: Bool {
    switch shape {
    case .list: true
    case .narrowed(let base): base.isList
    default: feel.isList
    }
  }
}
