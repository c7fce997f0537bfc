// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// `not` and `is` (DMN 1.5, 10.3.4.2 and 10.3.4.11).
  static let booleans: [FEELBuiltin] = [
    FEELBuiltin("not", "negand", returns: .boolean) { arguments, run in
      switch arguments[0] {
      case .boolean(let value): .boolean(!value)
      case .null: .null
      case let other:
        run.null(
          Message("not() takes a boolean, and \(other.shortText) is none", "not() 需要布尔值，而 \(other.shortText) 不是"))
      }
    },
    FEELBuiltin("is", "value1", "value2", returns: .boolean) { arguments, run in
      try run.step(Int(min(arguments[0].weight, arguments[1].weight)))
      return .boolean(arguments[0].isIdentical(to: arguments[1]))
    },
  ]
}

extension FEELValue {
  /// Whether both are the same element of the semantic domain, as `is()` asks: times in different zones are not, though
  /// they may be equal.
  func isIdentical(to other: FEELValue) -> Bool {
    switch (self, other) {
    case (.time(let left), .time(let right)): left == right
    case (.dateAndTime(let left), .dateAndTime(let right)): left == right
    case (.date, .dateAndTime), (.dateAndTime, .date): false
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isIdentical(to: $1) }
    case (.list, _), (_, .list): false
    case (.context(let left), .context(let right)):
      left.count == right.count
        && left.entries.allSatisfy { name, value in right[name].map { value.isIdentical(to: $0) } ?? false }
    default: isSame(as: other)
    }
  }
}
