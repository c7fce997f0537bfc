// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Matters
import Storage
public import Vocabulary

extension City {
  /// The threshold rule in force.
  /// - Throws: `Problem` of code `notFound`.
  public func rule(_ code: String) throws(Problem) -> ThresholdRule {
    guard let rule = rules.first(where: { $0.code == code }) else {
      throw Problem(.notFound, "There is no threshold rule \(code.prefix(100)).")
    }
    return rule
  }

  /// What the pack says of a rule, as `ThresholdRule.init(json:)` reads it.
  /// - Throws: `Problem` of code `notFound`.
  public func ruleContent(_ code: String) throws(Problem) -> JSON {
    _ = try rule(code)
    return pack.definitions.first { $0.kind == .thresholdRule && $0.code == code }?.content ?? .null
  }

  /// A draft of a rule.
  /// - Parameter content: as the pack has it; the code may be left out.
  /// - Throws: `Problem`: `notFound` where no rule has the code; `invalid` with everything that is wrong, by JSON Pointer.
  public func rule(draft content: [String: JSON], as code: String) throws(Problem) -> ThresholdRule {
    _ = try rule(code)
    var members = content
    members["code"] = .string(code)
    members["version"] = nil
    let draft = try ThresholdRule(json: .object(members), limits: decisions.limits.thresholds)
    guard pack.matterTypes.contains(where: { $0.code == draft.matterType }) else {
      let said = Message("there is no matter type \(draft.matterType)", "没有事项类型 \(draft.matterType)")
      throw Problem.invalid("/matterType", said)
    }
    return draft
  }

  /// A version that the rule has or had.
  /// - Throws: `Problem` of code `notFound`; `internal` where it is written as rules no longer are.
  public func rule(_ code: String, version: Int) async throws -> ThresholdRule {
    let tenant = tenant
    let found = try await database.read { transaction in
      try DecisionVersion.load(code, version, of: .thresholdRule, tenant: tenant, in: transaction)
    }
    guard let found else { throw DecisionRegister.unknown(code, version) }
    do throws(Problem) {
      guard var rule = try found.thresholdRule(decisions.limits) else { throw DecisionRegister.unknown(code, version) }
      rule.version = version
      return rule
    } catch {
      throw Problem(.internal, "the stored rule \(code)@\(version) cannot be read: \(error.detail)")
    }
  }
}
