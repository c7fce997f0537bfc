// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// The numeric functions (DMN 1.5, 10.3.4.5).
  static let numbers: [FEELBuiltin] = [
    rounding("decimal", .halfEven, bare: false), rounding("floor", .floor, bare: true),
    rounding("ceiling", .ceiling, bare: true), rounding("round up", .up, bare: false),
    rounding("round down", .down, bare: false), rounding("round half up", .halfUp, bare: false),
    rounding("round half down", .halfDown, bare: false), absolute,
    FEELBuiltin(
      "modulo", returns: .number,
      BuiltinSignature(.number("dividend"), .number("divisor")) { dividend, divisor, _ in
        dividend.modulo(divisor).map { .number($0) }
      }),
    FEELBuiltin(
      "sqrt", returns: .number,
      BuiltinSignature(.number("number")) { number, run in
        try run.step(8)
        return number.squareRoot().map { .number($0) }
      }),
    FEELBuiltin(
      "log", returns: .number,
      BuiltinSignature(.number("number")) { number, run in
        try run.step(256)
        return number.naturalLogarithm().map { .number($0) }
      }),
    FEELBuiltin(
      "exp", returns: .number,
      BuiltinSignature(.number("number")) { number, run in
        try run.step(128)
        return number.exponential().map { .number($0) }
      }),
    // A number with a fraction is neither.
    FEELBuiltin(
      "odd", returns: .boolean, BuiltinSignature(.number("number")) { number, _ in .boolean(number.modulo(2) == 1) }),
    FEELBuiltin(
      "even", returns: .boolean, BuiltinSignature(.number("number")) { number, _ in .boolean(number.modulo(2) == 0) }),
  ]

  /// `name(n, scale)`, and `name(n)` where there is one. What a scale has behind the point is cut off.
  private static func rounding(_ name: String, _ rule: Decimal128.Rounding, bare: Bool) -> FEELBuiltin {
    let scaled = BuiltinSignature(.number("n"), .number("scale")) { number, scale, _ in
      scale.truncatedInt.flatMap { number.rounded(scale: $0, rule) }.map { .number($0) }
    }
    guard bare else { return FEELBuiltin(name, returns: .number, scaled) }
    return FEELBuiltin(
      name, returns: .number,
      BuiltinSignature(.number("n")) { number, _ in number.rounded(scale: 0, rule).map { .number($0) } }, scaled)
  }

  private static let absolute = FEELBuiltin(
    "abs",
    BuiltinSignature(BuiltinParameter<FEELValue>("n", read: magnitude)) { value, _ in value })

  private static func magnitude(_ value: FEELValue) -> FEELValue? {
    switch value {
    case .number(let number): .number(number.magnitude)
    case .daysAndTimeDuration(let duration): .daysAndTimeDuration(duration.magnitude)
    case .yearsAndMonthsDuration(let duration): .yearsAndMonthsDuration(duration.magnitude)
    default: nil
    }
  }
}
