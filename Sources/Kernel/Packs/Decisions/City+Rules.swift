// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Vocabulary

extension City {
  /// The threshold rules in force.
  public var rules: [ThresholdRule] { decisions.rules.all }

  /// The threshold rule in force.
  /// - Throws: `Problem` of code `notFound`.
  public func rule(_ code: String) throws(Problem) -> ThresholdRule {
    guard let rule = rules.first(where: { $0.code == code }) else {
      throw DecisionRegister.unknown(code, kind: .rule)
    }
    return rule
  }

  /// The version of the threshold rule in force, with what it says.
  /// - Throws: `Problem` of code `notFound`.
  public func ruleVersion(_ code: String) async throws -> DecisionVersion {
    try await decisions.version(rule(code).version, of: code, kind: .rule)
  }

  /// A draft of a rule.
  /// - Parameter content: as the pack has it; the code may be left out.
  /// - Throws: `Problem`: `notFound` where no rule has the code; `invalid` with everything that is wrong, by JSON Pointer.
  public func rule(draft content: [String: JSON], as code: String) throws(Problem) -> ThresholdRule {
    let check = try decisions.check(content, as: code, kind: .rule)
    guard check.isSound, let draft = check.rule else { throw check.problem }
    return draft
  }

  /// A version that the rule has or had.
  /// - Throws: `Problem` of code `notFound`; `internal` where it is written as rules no longer are.
  public func rule(_ code: String, version: Int) async throws -> ThresholdRule {
    try await decisions.version(version, of: code, kind: .rule).rule(decisions.limits)
  }
}
