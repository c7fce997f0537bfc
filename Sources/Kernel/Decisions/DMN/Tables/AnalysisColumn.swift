// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A column of a table as its analysis sees it: segments of values, and for each rule where it fits.
struct AnalysisColumn: Sendable {
  /// What people call the column.
  var name: String
  /// `nil` when no cell names a value, or when the cells cannot be analysed: then there is one segment, 0.
  var index: AxisIndex?
  /// The segments of values that may occur.
  var domain: [ClosedRange<Int>]
  /// For each rule the segments in which it fits; `nil` for everywhere.
  var fits: [[ClosedRange<Int>]?]
  /// The rules whose cell has to be evaluated, so that nobody can tell beforehand.
  var unknown: RuleSet

  /// The rules that fit in a segment, among them the unknown ones.
  func rules(in segment: Int, of count: Int) -> RuleSet {
    index?.rules(in: segment) ?? RuleSet(allOf: count)
  }

  /// The part of the domain in which a rule fits.
  func reach(of rule: Int) -> [ClosedRange<Int>] {
    guard let ranges = fits[rule] else { return domain }
    return domain.flatMap { whole in ranges.compactMap { $0.overlaps(whole) ? $0.clamped(to: whole) : nil } }
  }

  /// Says which values some segments are: `< 18`, `[18..25)`, `"High"`, `any other text`.
  func text(_ ranges: [ClosedRange<Int>]) -> Message {
    guard let axis = index?.axis else { return Self.anyValue }
    if axis.kind == .string {
      let points = ranges.flatMap { $0.filter { $0 % 2 == 1 } }
      let other = ranges.contains { $0.contains { $0 % 2 == 0 } }
      let shown = points.prefix(5).map { Self.text(axis.boundaries[$0 / 2]) } + (points.count > 5 ? ["…"] : [])
      return Message(
        (shown + (other ? ["any other text"] : [])).joined(separator: ", "),
        (shown + (other ? ["其他任意文本"] : [])).joined(separator: "、"))
    }
    let shown = ranges.prefix(4).map { text($0, on: axis) } + (ranges.count > 4 ? [Message(same: "…")] : [])
    return Message(
      shown.map(\.english).joined(separator: ", "), shown.map(\.chinese).joined(separator: "、"))
  }

  private static let anyValue = Message("any value", "任意取值")

  private func text(_ range: ClosedRange<Int>, on axis: Axis) -> Message {
    if range == 0...axis.segments - 1 { return Self.anyValue }
    return Message(same: formula(range, on: axis))
  }

  private func formula(_ range: ClosedRange<Int>, on axis: Axis) -> String {
    let last = axis.segments - 1
    if range.lowerBound == range.upperBound, range.lowerBound % 2 == 1 {
      return Self.text(axis.boundaries[range.lowerBound / 2])
    }
    if axis.kind == .boolean {
      return range.filter { $0 % 2 == 1 }.map { Self.text(axis.boundaries[$0 / 2]) }.joined(separator: ", ")
    }
    // An even segment lies between boundaries and does not include them.
    let low = range.lowerBound == 0 ? nil : Self.text(axis.boundaries[(range.lowerBound - 1) / 2])
    let high = range.upperBound == last ? nil : Self.text(axis.boundaries[range.upperBound / 2])
    let lowIncluded = range.lowerBound % 2 == 1
    let highIncluded = range.upperBound % 2 == 1
    switch (low, high) {
    case (nil, let high?): return "\(highIncluded ? "<=" : "<") \(high)"
    case (let low?, nil): return "\(lowIncluded ? ">=" : ">") \(low)"
    case (let low?, let high?): return "\(lowIncluded ? "[" : "(")\(low)..\(high)\(highIncluded ? "]" : ")")"
    case (nil, nil): return "-"
    }
  }

  /// As a cell has it, so that a gap can be written into the table.
  private static func text(_ value: FEELValue) -> String { value.expression }
}
