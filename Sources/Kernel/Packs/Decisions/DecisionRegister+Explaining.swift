// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Journaling
public import Matters
import Access
import Storage
public import Vocabulary

/// Why a decision came out as it did, and what the version that counts now would say.
public struct DecisionExplanation: Sendable {
  /// The event that the use led to.
  public var event: Event
  /// All uses of which the event tells, in their order.
  public var uses: [DecisionUse]
  /// Which of them is explained.
  public var index: Int
  /// The version of the decision, or of the threshold rule, that was used; `nil` when the city does not keep it.
  public var version: DecisionVersion?
  public var name: LocalizedText?
  /// The tables that were looked into, with the texts of the rules that fitted.
  public var tables: [MatchedTable]
  /// The matter that it served; `nil` where it served something else.
  public var matter: Matter?
  /// The use that is explained.
  public var use: DecisionUse { uses[index] }
  /// The same inputs decided by the version that counts now; `nil` where there is none, or it cannot be made, and for threshold
  /// rules, which go by the readings before too.
  public var today: (definition: DecisionDefinition, use: DecisionUse, tables: [MatchedTable])?
}

extension DecisionRegister {
  /// Explains the use of a decision of which that event of the journal tells.
  ///
  /// - Parameters:
  ///   - index: which of the uses of the event, counted from 0.
  ///   - principal: must see the matter that it served; where it served something else, hold a role that watches over the
  ///     whole city, or be let through by `maySee`.
  ///   - maySee: whether somebody may see what another event than those of matters is about.
  /// - Throws: `Problem` of code `notFound` also when it may not be seen.
  public func explanation(
    partition: Int, sequence: Int64, use index: Int = 0, for principal: Principal,
    maySee: @Sendable (Event) async throws -> Bool = { _ in false }
  ) async throws -> DecisionExplanation {
    let unknown = Problem(
      .notFound, "There is no use of a decision \(partition):\(sequence) that you may see.",
      "没有您可查看的决策记录 \(partition):\(sequence)。")
    let (tenant, journal, matters) = (tenant, journal, matters)
    let found = try await database.read { transaction -> (Event, [DecisionUse], Matter?, DecisionVersion?)? in
      guard
        let event = try journal.event(partition: partition, sequence: sequence, tenant: tenant, in: transaction)
      else { return nil }
      let uses = Self.uses(event)
      guard uses.indices.contains(index) else { return nil }
      let use = uses[index]
      let matter =
        event.subjectKind == Matter.subjectKind
        ? try Identifier(event.subject).flatMap { try matters.matter($0, tenant: tenant, in: transaction) } : nil
      let version = try use.version.flatMap { number in
        try DecisionVersion.load(use.code, number, tenant: tenant, in: transaction)
          ?? DecisionVersion.load(use.code, number, of: .rule, tenant: tenant, in: transaction)
      }
      return (event, uses, matter, version)
    }
    guard let (event, uses, matter, version) = found else { throw unknown }
    if let matter {
      guard Matters.visibility(of: principal).allows(matter.facts) else { throw unknown }
    } else {
      let watches: Set<Role> = [.supervisor, .auditor, .administrator]
      if AccessRule(principal, in: watches) != .everything {
        guard try await maySee(event) else { throw unknown }
      }
    }
    let use = uses[index]
    if let version, let rule = try? version.rule(pack.limits) {
      return DecisionExplanation(
        event: event, uses: uses, index: index, version: version, name: rule.name, tables: rule.matchedTables(of: use),
        matter: matter)
    }
    let definition = try version?.definition(pack.limits)
    let now = current(use.code)
    let today = now.flatMap { definition in
      (try? definition.decide(use.inputs)).map { (definition, $0, definition.matchedTables(of: $0)) }
    }
    return DecisionExplanation(
      event: event, uses: uses, index: index, version: version, name: definition?.name,
      tables: definition?.matchedTables(of: use) ?? use.matches.map(\.numbers), matter: matter,
      today: today)
  }

  /// The uses of decisions of which an event tells: the members of `decisions`, or the one that `decision` is.
  public static func uses(_ event: Event) -> [DecisionUse] {
    guard let payload = try? JSON(parsing: event.payload) else { return [] }
    let uses = payload["decisions"]?.array ?? [payload["decision"]].compactMap(\.self)
    return uses.compactMap { DecisionUse(json: $0) }
  }
}

extension DecisionUse {
  /// The number of its version.
  var version: Int? { decision.lastIndex(of: "@").flatMap { Int(decision[decision.index(after: $0)...]) } }
}
