// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds the rules of a table whose cell in one column may fit a value, without looking at each.
struct TableColumnIndex: Sendable {
  private let rules: Int
  /// By kind of value; `nil` where the column names no value of the kind.
  private var axes: [AxisIndex?]
  /// By kind of value: the rules that fit a value of a kind that the column does not name, and those for null.
  private var others: [RuleSet]
  private let forNull: RuleSet
  /// By kind of value: whether the column names values of another kind that are compared with it, as dates are with
  /// dates and times.
  private let areMixed: [Bool]
  /// The rules whose cell must still be evaluated.
  let unknown: RuleSet
  /// Whether `unknown` is empty.
  let isExact: Bool

  /// - Parameters:
  ///   - tests: the column's cells.
  ///   - fits: whether the cell of a rule fits a value; only asked of cells that are constant.
  init(tests: [CellTest], fits: (Int, FEELValue) throws -> Bool) rethrows {
    let count = tests.count
    rules = count
    var tests = tests
    // A kind whose values have no one order is evaluated cell by cell.
    var values = [[FEELValue]](repeating: [], count: ScalarKind.allCases.count)
    for case .parts(let parts, _) in tests {
      for part in parts {
        for value in [part.low, part.high].compactMap(\.self) {
          if let kind = ScalarKind(value) { values[kind.rawValue].append(value) }
        }
      }
    }
    var cut = [Axis?](repeating: nil, count: values.count)
    for kind in ScalarKind.allCases where !values[kind.rawValue].isEmpty {
      cut[kind.rawValue] = Axis(kind: kind, values: values[kind.rawValue])
    }
    var areMixed = [Bool](repeating: false, count: values.count)
    for (kind, other) in [(ScalarKind.date, ScalarKind.dateAndTime), (.dateAndTime, .date)]
    where !values[other.rawValue].isEmpty {
      areMixed[kind.rawValue] = true
      if !values[kind.rawValue].isEmpty { (cut[kind.rawValue], cut[other.rawValue]) = (nil, nil) }
    }
    self.areMixed = areMixed
    for (rule, test) in tests.enumerated() {
      guard case .parts(let parts, let negated) = test else { continue }
      let indexed = parts.allSatisfy { part in part.kind.map { cut[$0.rawValue] != nil } ?? false }
      let kinds = Set(parts.map(\.kind))
      // A boolean beside values of other kinds speaks for these too.
      let isOpen = kinds.count > 1 && (negated || kinds.contains(.boolean))
      if !indexed || isOpen { tests[rule] = .opaque }
    }
    var always = RuleSet(count: count)
    var unknown = RuleSet(count: count)
    for (rule, test) in tests.enumerated() {
      switch test {
      case .any: always[rule] = true
      case .opaque:
        always[rule] = true
        unknown[rule] = true
      case .parts: break
      }
    }
    self.unknown = unknown
    isExact = unknown.isEmpty
    func fitting(_ value: FEELValue) throws -> RuleSet {
      var result = always
      for (rule, test) in tests.enumerated() {
        if case .parts = test, try fits(rule, value) { result[rule] = true }
      }
      return result
    }
    forNull = try fitting(.null)
    axes = []
    others = []
    for kind in ScalarKind.allCases {
      guard let axis = cut[kind.rawValue] else {
        axes.append(nil)
        others.append(try fitting(kind.sample))
        continue
      }
      var ranges: [(rule: Int, segments: [ClosedRange<Int>])] = []
      for (rule, test) in tests.enumerated() {
        guard case .parts(let parts, let negated) = test else { continue }
        let own = parts.filter { $0.kind == kind }
        if own.count == parts.count {
          ranges.append((rule, axis.segments(of: own, negated: negated)))
        } else if own.isEmpty {
          // Constants of another kind: they fit all values of this kind or none.
          if try fits(rule, kind.sample) { ranges.append((rule, [0...axis.segments - 1])) }
        } else {
          // Constants of several kinds: those of others fit nothing of this kind.
          ranges.append((rule, axis.segments(of: own, negated: false)))
        }
      }
      axes.append(AxisIndex(axis: axis, base: always, fits: ranges))
      others.append(always)
    }
  }

  /// The index on one kind, for analysis.
  func axis(_ kind: ScalarKind) -> AxisIndex? { axes[kind.rawValue] }

  /// Keeps the rules that may fit a value.
  /// - Returns: false when nothing is known of such a value, so that each remaining cell must be evaluated.
  func narrow(_ candidates: inout RuleSet, to value: FEELValue) -> Bool {
    if case .null = value {
      candidates.formIntersection(forNull)
      return true
    }
    guard let kind = ScalarKind(value), !areMixed[kind.rawValue] else { return false }
    guard let index = axes[kind.rawValue] else {
      candidates.formIntersection(others[kind.rawValue])
      return true
    }
    guard let segment = index.axis.segment(of: value) else { return false }
    index.intersect(&candidates, segment: segment)
    return true
  }
}

extension ScalarKind {
  /// Some value of the kind, to ask a cell that names none of the kind.
  var sample: FEELValue {
    switch self {
    case .boolean: .boolean(true)
    case .number: .number(.zero)
    case .string: .string("")
    case .date: FEELDate(year: 2000, month: 1, day: 1).map { .date($0) } ?? .null
    case .time: .time(.midnight)
    case .dateAndTime:
      FEELDate(year: 2000, month: 1, day: 1).map { .dateAndTime(FEELDateAndTime(date: $0, time: .midnight)) } ?? .null
    case .daysAndTimeDuration: .daysAndTimeDuration(.zero)
    case .yearsAndMonthsDuration: .yearsAndMonthsDuration(.zero)
    }
  }
}
