// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Journaling
import Storage
public import Vocabulary

extension DecisionRegister {
  /// Decides what was decided in a span of time anew, by another version, and compares.
  ///
  /// - Parameters:
  ///   - definition: the other version, or a draft.
  ///   - from: the first moment that counts; `to` is the first that does not.
  ///   - examples: how many of the newest differing uses are told one by one.
  /// - Throws: `CancellationError` when nobody wants the answer any more.
  public func whatIf(
    _ definition: DecisionDefinition, from: Instant, to: Instant, examples: Int = 20
  ) async throws -> DecisionWhatIf {
    let (tenant, journal, code) = (tenant, journal, definition.code)
    let asked = definition.inputs.map(\.name)
    var count = WhatIfCount(examples: examples)
    var last: Event?
    var rest = whatIfLimit
    var steps = 0
    while rest > 0 {
      let (before, limit) = (last, min(rest, Self.usesAtOnce))
      let events = try await database.read { transaction in
        try journal.uses(of: code, from: from, to: to, before: before, limit: limit, tenant: tenant, in: transaction)
      }
      for event in events {
        try Task.checkCancellation()
        for (index, use) in Self.uses(event).enumerated() where use.code == code {
          for name in asked where use.inputs[name] == nil { count.note(unrecorded: name) }
          let run = FEELEvaluation(limits: definition.compiled.limits.feel)
          var difference = DecisionWhatIf.Difference(
            event: event, use: index, was: use.name, rules: [], from: use.output, to: .null)
          do throws(Problem) {
            let again = try definition.decide(use.inputs, in: run)
            difference.rules = again.matches.last?.rules ?? []
            difference.to = again.output
            count.add(difference, isSame: DecisionUse.isSame(use.output, again.output))
          } catch {
            difference.failure = error.message
            count.add(difference, isSame: false)
          }
          steps += run.stepsUsed
        }
        if count.result.failures >= Self.mostFailures {
          return try await finished(count, .failures, of: code, from: from, behind: event)
        }
        if steps / Self.mostEvaluations >= definition.compiled.limits.feel.steps {
          return try await finished(count, .steps, of: code, from: from, behind: event)
        }
      }
      last = events.last ?? last
      rest -= events.count
      if events.count < limit { return count.finished() }
    }
    guard let last else { return count.finished() }
    return try await finished(count, .limit, of: code, from: from, behind: last)
  }

  /// What was counted up to an event: not all, where there are older uses.
  private func finished(
    _ count: WhatIfCount, _ ending: DecisionWhatIf.Ending, of code: String, from: Instant, behind event: Event
  ) async throws -> DecisionWhatIf {
    let left = try await database.read { [journal, tenant] transaction in
      try journal.useCount(of: code, from: from, before: event, tenant: tenant, in: transaction)
    }
    return left == 0 ? count.finished() : count.finished(ending, oldest: event.at, left: left)
  }

  /// Uses in which the version passes a limit, before the whole ends there: each takes as long as a limit allows, and what the
  /// version does is clear.
  private static let mostFailures = 3

  /// What all uses together may take, in evaluations that take all their steps: a version that stays just below the limit of
  /// one would otherwise hold a core for as long as there are uses.
  private static let mostEvaluations = 10

  /// Events in one look at the journal, so that writers of SQLite and the memory stay free.
  private static let usesAtOnce = 1000
}
