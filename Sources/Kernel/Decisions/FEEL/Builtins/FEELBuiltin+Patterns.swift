// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

extension FEELBuiltin {
  /// The string functions that take a pattern (DMN 1.5, 10.3.4.3): where XPath has an error, FEEL has null.
  static let patterns: [FEELBuiltin] = [
    FEELBuiltin(
      "matches", returns: .boolean,
      BuiltinSignature(.string("input"), .string("pattern"), BuiltinParameter.string("flags").optional()) {
        input, pattern, flags, run in
        try use(pattern, flags, run) { (expression, budget) throws(RegularExpression.Failure) in
          .boolean(try expression.matches(input, budget: &budget))
        }
      }),
    FEELBuiltin(
      "replace", returns: .string,
      BuiltinSignature(
        .string("input"), .string("pattern"), .string("replacement"), BuiltinParameter.string("flags").optional()
      ) { input, pattern, replacement, flags, run in
        try use(pattern, flags, run) { (expression, budget) throws(RegularExpression.Failure) in
          .string(
            try expression.replacing(in: input, with: replacement, longest: run.limits.stringSize, budget: &budget))
        }
      }),
    FEELBuiltin(
      "split", returns: .list(.string),
      BuiltinSignature(.string("string"), .string("delimiter")) { string, delimiter, run in
        try use(delimiter, nil, run) { (expression, budget) throws(RegularExpression.Failure) in
          .list(try expression.split(string, budget: &budget).map { .string($0) })
        }
      }),
  ]

  private static func use(
    _ pattern: String, _ flags: String?, _ run: FEELEvaluation,
    _ body: (RegularExpression, inout Int) throws(RegularExpression.Failure) -> FEELValue
  ) throws -> FEELValue? {
    var budget = run.limits.regexSteps
    let value: FEELValue
    do throws(RegularExpression.Failure) {
      value = try body(compiled(pattern, flags ?? "", &budget), &budget)
    } catch {
      switch error {
      case .invalid(let message, _): return run.null(message)
      case .tooLong: throw LimitExceeded(.stringSize, allowed: run.limits.stringSize)
      case .outOfSteps: throw LimitExceeded(.regexSteps, allowed: run.limits.regexSteps)
      }
    }
    // A step of the matcher takes about a quarter of an addition's time.
    try run.step((run.limits.regexSteps - budget) / 4)
    return value
  }

  private struct Key: Hashable {
    // Bytes: strings are equal although their code points differ.
    var pattern: [UInt8]
    var flags: [UInt8]
  }

  /// Patterns are few and used often: the last ones stay compiled.
  private static let known = Mutex<[Key: RegularExpression]>([:])

  private static func compiled(
    _ pattern: String, _ flags: String, _ budget: inout Int
  ) throws(RegularExpression.Failure) -> RegularExpression {
    let key = Key(pattern: Array(pattern.utf8), flags: Array(flags.utf8))
    if let expression = known.withLock({ $0[key] }) { return expression }
    // To read a character of a pattern takes as long as some steps of the matcher.
    budget -= key.pattern.count * 8
    guard budget >= 0 else { throw .outOfSteps }
    let expression = try RegularExpression(pattern, flags: flags)
    if key.pattern.count <= 1000, expression.program.instructions.count <= 1000 {
      known.withLock { known in
        if known.count >= 500 { known.removeAll(keepingCapacity: true) }
        known[key] = expression
      }
    }
    return expression
  }
}
