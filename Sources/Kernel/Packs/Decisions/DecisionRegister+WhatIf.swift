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
    var failures = 0
    while rest > 0 {
      let (before, limit) = (last, min(rest, Self.usesAtOnce))
      let events = try await database.read { transaction in
        try journal.uses(of: code, from: from, to: to, before: before, limit: limit, tenant: tenant, in: transaction)
      }
      for event in events {
        try Task.checkCancellation()
        for (index, use) in Self.uses(event).enumerated() where use.code == code {
          for name in asked where use.inputs[name] == nil { count.note(unrecorded: name) }
          let again = try? definition.decide(use.inputs)
          if again == nil { failures += 1 }
          let output = again?.output ?? .null
          count.add(
            DecisionWhatIf.Difference(
              event: event, use: index, was: use.name, rules: again?.matches.last?.rules ?? [], from: use.output,
              to: output), isSame: DecisionUse.isSame(use.output, output))
        }
        if failures >= Self.mostFailures { return count.finished(oldest: event.at) }
      }
      last = events.last ?? last
      rest -= events.count
      if events.count < limit { return count.finished(oldest: nil) }
    }
    let (before, reached) = (last, last?.at)
    let isMore = try await database.read { transaction in
      try !journal.uses(of: code, from: from, to: to, before: before, limit: 1, tenant: tenant, in: transaction).isEmpty
    }
    return count.finished(oldest: isMore ? reached : nil)
  }

  /// Uses in which the version passes a limit, before the whole ends there: each takes as long as a limit allows, and what the
  /// version does is clear.
  private static let mostFailures = 3

  /// Events in one look at the journal, so that writers of SQLite and the memory stay free.
  private static let usesAtOnce = 1000
}
