// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A case that a decision must decide as it says, kept beside its table (测试用例).
public struct DecisionTest: Sendable, Hashable {
  public var name: String?
  /// By name; one that is left out is null.
  public var inputs: [String: JSON]
  public var output: JSON

  public init(name: String? = nil, inputs: [String: JSON], output: JSON) {
    self.name = name
    self.inputs = inputs
    self.output = output
  }
}

/// A test case that came out otherwise than it says, or that was not run.
public struct FailedDecisionTest: Sendable, Hashable {
  /// Its place among the tests, counted from 0.
  public var index: Int
  /// What came out; `nil` when the decision could not be made.
  public var output: JSON?
  public var detail: Message
  /// How many tests, this one and those behind it, were not run because those before took all that a check may use; 0 for a
  /// test that was run.
  public var unrun = 0
}

extension DecisionDefinition {
  /// Runs the test cases, all of them together within the limits of one evaluation: a draft is checked whenever its author
  /// pauses, and it may have many tests that each take all that one decision may.
  ///
  /// - Parameter evaluation: whose limits bound them, where something else is bounded with them.
  /// - Returns: those that fail, in their order; where the limit was passed, the last stands for the rest. Nothing
  ///   where the form of the decision was not read whole.
  public func failedTests(within evaluation: FEELEvaluation? = nil) -> [FailedDecisionTest] {
    guard isWhole else { return [] }
    let evaluation = evaluation ?? FEELEvaluation(limits: compiled.limits.feel)
    let known = compiled.inputNames(of: main)
    var failed: [FailedDecisionTest] = []
    for (index, test) in tests.enumerated() {
      guard !evaluation.isSpent else {
        failed.append(unrun(from: index))
        return failed
      }
      let title =
        test.name.map { Message("test \(index + 1) (\($0))", "测试用例 \(index + 1)（\($0)）") }
        ?? Message("test \(index + 1)", "测试用例 \(index + 1)")
      if let wrong = failure(of: test, known, within: evaluation) {
        failed.append(FailedDecisionTest(index: index, output: wrong.output, detail: wrong.detail.at(title)))
      }
    }
    return failed
  }

  /// The tests from a place on, which were not run.
  private func unrun(from index: Int) -> FailedDecisionTest {
    let count = tests.count - index
    let detail =
      count == 1
      ? Message(
        "test \(index + 1) was not run: what came before it passed the limit that bounds a check as a whole",
        "测试用例 \(index + 1) 未运行：在它之前已超过整次检查的上限")
      : Message(
        "tests \(index + 1) to \(tests.count) were not run: what came before them passed the limit that bounds a check "
          + "as a whole",
        "测试用例 \(index + 1) 至 \(tests.count) 未运行：在它们之前已超过整次检查的上限")
    return FailedDecisionTest(index: index, output: nil, detail: detail, unrun: count)
  }

  /// What came out instead, and why; `nil` where a test came out as it says.
  private func failure(
    of test: DecisionTest, _ known: Set<String>, within evaluation: FEELEvaluation
  ) -> (output: JSON?, detail: Message)? {
    if let unknown = unknownInputs(among: test.inputs, known: known).first { return (nil, unknown.detail) }
    do throws(Problem) {
      let use = try decide(test.inputs, in: evaluation)
      if DecisionUse.isSame(use.output, test.output) { return nil }
      let because = use.warnings.first.map { Message(" (\($0.english))", "（\($0.chinese)）") } ?? Message(same: "")
      let (expected, actual, rules) = (test.output.text, use.output.text, use.rules)
      let detail = Message(
        "\(expected) is expected, \(actual) came out, by \(rules.english)\(because.english)",
        "预期 \(expected)，实际 \(actual)，依据：\(rules.chinese)\(because.chinese)")
      return (use.output, detail)
    } catch {
      return (nil, error.message)
    }
  }
}

extension DecisionUse {
  /// The rules that fitted in its last table, in words.
  fileprivate var rules: Message {
    guard let last = matches.last, !last.rules.isEmpty else {
      return matches.last?.isDefault == true ? Message("the default", "默认值") : Message("no rule", "没有规则")
    }
    let numbers = last.rules.map(String.init)
    return Message("rule " + numbers.joined(separator: ", "), "规则 " + numbers.joined(separator: "、"))
  }

  /// Whether two outputs are the same: numbers by value, names of a context in any order.
  public static func isSame(_ left: JSON, _ right: JSON) -> Bool {
    switch (left, right) {
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
    case (.object(let left), .object(let right)):
      left.count == right.count && left.allSatisfy { name, value in right[name].map { isSame(value, $0) } ?? false }
    case (.integer, .number), (.number, .integer): left.double == right.double
    default: left == right
    }
  }
}

extension JSONReader {
  /// The member `tests`.
  mutating func decisionTests(_ members: [String: JSON]) -> [DecisionTest] {
    guard let json = members["tests"], let elements = array(json, at: "/tests") else { return [] }
    return elements.enumerated().compactMap { index, element in
      let place = "/tests/\(index)"
      guard let test = object(element, at: place, known: ["name", "inputs", "output"]) else { return nil }
      let name = string(test, "name", at: place)
      guard let inputs = test["inputs"], let values = anyObject(inputs, at: place + "/inputs") else {
        if test["inputs"] == nil { report(place + "/inputs", Message("it is missing", "缺少该项")) }
        return nil
      }
      guard let output = test["output"] else {
        report(
          place + "/output",
          Message("it is missing: what must come out, null where nothing does", "缺少该项：应得的结果；没有结果时写 null"))
        return nil
      }
      return DecisionTest(name: name, inputs: values, output: output)
    }
  }
}
