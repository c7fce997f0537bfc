// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Vocabulary

/// What of matters somebody is shown: personal data only to those who work on a matter, and to reporters their own.
struct MatterView: Sendable {
  enum Depth: Sendable {
    /// Everything.
    case work
    /// Everything but who reported it: for those who watch over the work.
    case oversight
    /// What is meant for the reporter.
    case own
  }

  private static let workers: Set<Role> = [.intake, .dispatcher, .handler, .verifier, .supervisor]
  private static let overseers: Set<Role> = [.auditor, .administrator]

  let principal: String
  private let work: AccessRule
  private let oversight: AccessRule

  init(_ principal: Principal) {
    self.principal = principal.id
    work = AccessRule(principal, in: Self.workers)
    oversight = AccessRule(principal, in: Self.overseers)
  }

  /// How deep somebody sees who may see the matter at all.
  func depth(of facts: AccessFacts) -> Depth { work.allows(facts) ? .work : oversight.allows(facts) ? .oversight : .own }

  /// The matter without what is not shown. The hash of the tracking code is nobody's.
  func shown(_ matter: Matter) -> Matter {
    var shown = matter
    shown.trackingHash = nil
    switch depth(of: matter.facts) {
    case .work: break
    case .oversight: shown.reporters = []
    case .own:
      shown.reporters = matter.reporters.filter { $0.principal == principal }
      shown.notes = matter.notes.filter(\.isPublic)
    }
    return shown
  }

  func write(_ matter: Matter, to writer: inout JSONWriter) { shown(matter).write(to: &writer) }
}

extension Answer {
  /// A matter as the caller may see it, with its revision as entity tag.
  static func matter(_ matter: Matter, for call: Call, status: Int = 200) -> Answer {
    let view = MatterView(call.principal)
    return json(status: status, capacity: 1536) { view.write(matter, to: &$0) }.with(EntityTag(revision: matter.revision))
  }

  /// What a command led to.
  static func matter(_ result: CommandResult, for call: Call, status: Int = 200) -> Answer {
    let answer = matter(result.matter, for: call, status: status)
    return result.isReplay ? answer.with("Idempotent-Replayed", "true") : answer
  }
}

extension ResponseSpecification {
  /// A matter after a command.
  static func matter(_ description: String, headers: [String: String] = [:]) -> ResponseSpecification {
    let all = headers.merging([
      "ETag": "The matter's revision.", "Idempotent-Replayed": "true, where the command had been carried out before.",
    ]) { own, _ in own }
    return json(description, .schemaReference("Matter"), headers: all)
  }
}
