// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A condition on a reading, in FEEL: an expression on `value`, `previous`, `elapsed`, `rate` and `series`, or the cell of a
/// table, a test of the value, such as `> 0.5`.
///
/// It is compiled once. Comparisons of the value with numbers, and what `and`, `or` and `not` make of them, become a set of
/// numbers that is asked without any evaluation.
public struct ThresholdCondition: Sendable {
  /// As it is written.
  public let text: String
  /// The readings for which it may hold. Where `evaluated` is `nil`, it holds for these and no others.
  let readings: NumberSet
  private let evaluated: Evaluated?
  /// The number with which the value is compared, where that is all there is.
  public let limit: Double?

  /// Whether it is known for every value without an evaluation.
  var isSimple: Bool { evaluated == nil }

  /// What a condition needs that is evaluated for each reading.
  private final class Evaluated: Sendable {
    let expression: FEELExpression
    let limits: FEELLimits
    /// Whether it asks for what is known only from the second reading on.
    let looksBack: Bool

    init(_ expression: FEELExpression, limits: FEELLimits, looksBack: Bool) {
      self.expression = expression
      self.limits = limits
      self.looksBack = looksBack
    }
  }

  /// Reads a condition.
  /// - Throws: `ThresholdCondition.Fault`, which says what is wrong.
  init(_ text: String, limits: FEELLimits = .thresholds) throws(Fault) {
    self.text = text
    let (expression, root): (FEELExpression, Node)
    do throws(FEELError) {
      (expression, root) = try Self.read(text, limits)
    } catch {
      throw Fault(detail: error.whole)
    }
    if let unknown = expression.unknownNames.first {
      let hint = HalfWidth.hint(inName: unknown.name)
      throw Fault(
        detail: Message(
          "there is no name \(unknown.name) here\(hint.english); a condition knows value, previous, elapsed, rate "
            + "and series, and ? is the value",
          "这里没有名称 \(unknown.name)\(hint.chinese)；条件可用 value、previous、elapsed、rate、series，? 指当前值"
        ).at(unknown.position.words))
    }
    if Self.joinsTests(root) {
      throw Fault(
        detail: Message(
          "a test such as \"> 5\" stands alone; where conditions are joined, each names what it tests: \"value > 5\"",
          "“> 5”这样的判断只能单独使用；组合条件时，每个条件都要写明判断的对象：“value > 5”"))
    }
    let found = ReadingSet(root)
    readings = found.numbers
    evaluated =
      found.isExact
      ? nil
      : Evaluated(
        expression, limits: limits,
        looksBack: !Self.used(in: text, limits).isDisjoint(with: Self.backward.map(\.name)))
    limit = found.isExact ? found.limit?.double : nil
    if let reason = alwaysNull() {
      throw Fault(
        detail: Message(
          "it is null whatever the value: \(reason.english)", "无论取值如何，结果都为 null：\(reason.chinese)"))
    }
  }

  /// What is wrong with the text of a condition.
  struct Fault: Error {
    var detail: Message
  }

  /// A text that is true or false by the names is an expression; any other tests the value as a table's cell does.
  private static func read(_ text: String, _ limits: FEELLimits) throws(FEELError) -> (FEELExpression, Node) {
    var isCell = true
    if let expression = try? FEELExpression(text, names: names, limits: limits), !text.contains("?"),
      expression.type == .boolean || expression.type == .any, !used(in: text, limits).isEmpty
    {
      isCell = false
    }
    let expression =
      isCell
      ? try FEELExpression(unaryTests: text, names: names, limits: limits)
      : try FEELExpression(text, names: names, limits: limits)
    let source = FEELSource(text, origin: nil)
    return (expression, try Parser.parse(source, names: names, limits: limits, isUnaryTests: isCell).node)
  }

  /// Whether `and`, `or` or `not` join something that is a test of a cell and no condition.
  private static func joinsTests(_ node: Node) -> Bool {
    func isTest(_ node: Node) -> Bool {
      switch node.kind {
      case .oneSided, .range: true
      case .constant(.boolean): false
      case .constant: true
      default: joinsTests(node)
      }
    }
    switch node.kind {
    case .and(let nodes), .or(let nodes): return nodes.contains(where: isTest)
    case .unaryTests(let tests, _, _): return tests.contains { joinsTests($0.node) }
    case .call(let function, let arguments):
      if case .builtin("not") = function.kind { return arguments.contains(where: isTest) }
      return false
    default: return false
    }
  }

  /// The names that a text uses.
  private static func used(in text: String, _ limits: FEELLimits) -> Set<String> {
    let bare = try? FEELExpression(unaryTests: text, limits: limits)
    let unknown = Set((bare?.unknownNames ?? []).map(\.name))
    return unknown.intersection(names.entries.map(\.name))
  }

  /// In the order in which `ThresholdInputs` gives their values. The value comes twice: `?` is that of a table's cell.
  static let names: FEELNames = {
    var names = FEELNames()
    names.declare("?", type: .number)
    names.declare("value", type: .number)
    for (name, type) in backward { names.declare(name, type: type) }
    names.declare("series", type: .string)
    return names
  }()

  private static let backward: [(name: String, type: FEELType)] = [
    ("previous", .number), ("elapsed", .daysAndTimeDuration), ("rate", .number),
  ]
}

extension ThresholdCondition {
  /// Whether it holds; `nil` when that cannot be said.
  @inline(__always)
  func holds(_ inputs: inout ThresholdInputs) -> Bool? {
    guard let evaluated else { return readings.contains(inputs.value) }
    return evaluate(evaluated, &inputs)
  }

  @inline(never)
  private func evaluate(_ evaluated: Evaluated, _ inputs: inout ThresholdInputs) -> Bool? {
    let evaluation = FEELEvaluation(limits: evaluated.limits)
    let reason: Message
    do {
      let result = try evaluated.expression.evaluate(inputs.feel, in: evaluation)
      if case .boolean(let holds) = result { return holds }
      let text = result.json.text
      reason =
        evaluation.warnings.first?.whole
        ?? Message("it is \(text), not true or false", "结果是 \(text)，不是 true 或 false")
    } catch {
      reason = (error as? LimitExceeded)?.message ?? Message(same: "\(error)")
    }
    // Before the first reading there was none: no mistake of the rule.
    if !(evaluated.looksBack && inputs.previous == nil), inputs.failure == nil {
      inputs.failure = reason.at(Message("\"\(text)\"", "“\(text)”"))
    }
    return nil
  }

  /// Why it is null for every one of some readings; `nil` when it is not.
  private func alwaysNull() -> Message? {
    guard !isSimple else { return nil }
    var reason: Message?
    for (value, previous) in [(1.0, 0.0), (0, 1), (-7.5, 20), (1000, 1000), (0.25, -3)] {
      var inputs = ThresholdInputs(
        value: value, previous: previous, elapsed: 60_000, series: "a", failure: nil)
      if holds(&inputs) != nil { return nil }
      reason = reason ?? inputs.failure
    }
    return reason
  }
}

extension ThresholdCondition: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.text == right.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
