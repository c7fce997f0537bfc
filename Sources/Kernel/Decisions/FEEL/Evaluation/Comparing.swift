// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Comparison operators (DMN 1.5, tables 53 and 54).
enum Comparing {
  @inline(__always)
  static func apply(
    _ comparison: Node.Comparison, _ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation, _ site: Int
  ) throws -> FEELValue {
    if case .number(let left) = left, case .number(let right) = right {
      switch comparison {
      case .equal: return .boolean(left == right)
      case .unequal: return .boolean(left != right)
      case .less: return .boolean(left < right)
      case .atMost: return .boolean(left <= right)
      case .greater: return .boolean(right < left)
      case .atLeast: return .boolean(right <= left)
      }
    }
    return try applyUncommonly(comparison, left, right, run, site)
  }

  @inline(never)
  private static func applyUncommonly(
    _ comparison: Node.Comparison, _ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation, _ site: Int
  ) throws -> FEELValue {
    try count(left, right, run)
    let result: Bool?
    switch comparison {
    case .equal: result = left.isEqual(to: right)
    case .unequal: result = left.isEqual(to: right).map { !$0 }
    case .less: result = left.isLess(than: right)
    case .atMost: result = left.isAtMost(right)
    case .greater: result = right.isLess(than: left)
    case .atLeast: result = right.isAtMost(left)
    }
    if let result { return .boolean(result) }
    return run.null(
      Message(
        "\(left.shortText) and \(right.shortText) cannot be compared with \(comparison.rawValue)",
        "\(left.shortText) 与 \(right.shortText) 不能用 \(comparison.rawValue) 比较"), at: site)
  }

  /// FEEL's `=`, with the work counted.
  static func isEqual(_ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation) throws -> Bool? {
    try count(left, right, run)
    return left.isEqual(to: right)
  }

  /// Counts the work of comparing two values: the parts of lists, the bytes of long strings.
  @inline(__always)
  static func count(_ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation) throws {
    switch (left, right) {
    case (.number, _), (.boolean, _), (.null, _): break
    default:
      let work = min(left.weight, right.weight)
      if work > 1 { try run.step(Int(work)) }
    }
  }

  /// Whether a value lies in a range, with the work counted; `nil` when it cannot be compared with the ends.
  static func contains(_ range: FEELRange, _ value: FEELValue, _ run: FEELEvaluation) throws -> Bool? {
    if let start = range.start { try count(value, start, run) }
    if let end = range.end { try count(value, end, run) }
    return range.contains(value)
  }
}
