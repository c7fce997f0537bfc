// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

/// What would have been different in a span of time, as a page shows it.
struct WhatIfView: Sendable {
  struct Change: Sendable {
    var was: String
    var becomes: String
    var count: Int
  }

  struct Example: Sendable {
    var whyAddress: String
    var at: Moment
    var was: String
    var becomes: String
    var matter: Link?
  }

  struct Link: Sendable {
    var linkAddress: String
    var linkText: String
  }

  var summary: String
  /// The limit that the version passes, and in how many uses.
  var failure: String?
  /// Why not everything was looked at, and how much was not.
  var limit: String?
  var outcomes: [Change]
  var hasOutcomes: Bool
  var examples: [Example]
  var hasExamples: Bool
  var unrecorded: [String]
}

/// The days of a what-if, as the form gave them.
struct WhatIfSpan: Sendable {
  /// `2026-11-24`, in the city's time; both count.
  var fromDay: String
  var toDay: String
  let from: Instant
  let to: Instant

  /// - Throws: `Problem` of code `invalid` where they are no days or the wrong way round.
  init(from: String?, to: String?, _ moments: Moments) throws(Problem) {
    let today = moments.zone.localTime(of: moments.now).date
    let last = try Self.day(to, "/to") ?? today
    let first = try Self.day(from, "/from") ?? CivilDate(dayNumber: last.dayNumber - 30)
    guard first <= last else { throw Problem.invalid("/to", "must not be before the first day", "不得早于起始日") }
    fromDay = "\(first)"
    toDay = "\(last)"
    self.from = moments.zone.instant(of: LocalTime(date: first, millisecondOfDay: 0))
    self.to = moments.zone.instant(of: LocalTime(date: CivilDate(dayNumber: last.dayNumber + 1), millisecondOfDay: 0))
  }

  private static func day(_ text: String?, _ name: String) throws(Problem) -> CivilDate? {
    guard let text, !text.isEmpty else { return nil }
    guard let day = CivilDate(text) else {
      throw Problem.invalid(name, "must be a day as in 2026-11-24", "须为日期，如 2026-11-24")
    }
    return day
  }
}

extension Pages {
  /// Decides the span anew by a version and tells what would have been different.
  func whatIf(_ definition: DecisionDefinition, _ span: WhatIfSpan, for call: Call) async throws -> WhatIfView {
    let found = try await city.decisions.whatIf(definition, from: span.from, to: span.to, examples: 10)
    let messages = messages(call.head)
    return WhatIfView(
      found, try await matters(of: found.differences.map(\.event)), messages, moments(call), codeNames(messages)
    ) { title(of: $0, messages) }
  }

  private func matters(of events: [Event]) async throws -> [String: Matter] {
    let ids = Set(events.filter { $0.subjectKind == Matter.subjectKind }.map(\.subject)).compactMap { Identifier($0) }
    return try await city.database.read { [matters = city.matters, tenant = city.tenant] transaction in
      var found: [String: Matter] = [:]
      for id in ids { found[id.description] = try matters.matter(id, tenant: tenant, in: transaction) }
      return found
    }
  }
}

extension WhatIfView {
  /// Changes and examples that a page shows.
  private static let mostChanges = 50

  fileprivate init(
    _ found: DecisionWhatIf, _ matters: [String: Matter], _ messages: Messages, _ moments: Moments,
    _ called: (String, String) -> String?, title: (Matter) -> String
  ) {
    summary = messages.text(
      "whatIfSummary", ["uses": "\(found.uses)", "same": "\(found.same)", "different": "\(found.different)"])
    failure = found.failure.map {
      messages.text("whatIfFailures", ["count": "\(found.failures)", "reason": messages.text($0.localized)])
    }
    limit = found.ending.map { ending in
      messages.text(
        "whatIfEnding.\(ending.rawValue)",
        [
          "oldest": found.oldest.map { moments.absolute($0) } ?? "", "uses": "\(found.uses)", "left": "\(found.left)",
        ])
    }
    outcomes = Self.outcomes(found.changes, called)
    hasOutcomes = !outcomes.isEmpty
    examples = found.differences.map { difference in
      let (was, becomes) =
        difference.failure == nil
        ? Self.texts(difference.from, difference.to, called)
        : (was: difference.from.plain(called), becomes: messages["whatIfNoResult"])
      return Example(
        whyAddress: "/why/\(difference.event.name)?use=\(difference.use)", at: moments.past(difference.event.at),
        was: was, becomes: becomes,
        matter: matters[difference.event.subject].map {
          Link(linkAddress: "/matters/\($0.id)", linkText: "\($0.number) \(title($0))")
        })
    }
    hasExamples = !examples.isEmpty
    unrecorded = found.unrecorded.sorted { $0.key < $1.key }.map {
      messages.text("whatIfUnrecorded", ["input": $0.key, "uses": "\($0.value)"])
    }
  }

  /// The changes as they read, those that read alike together, the most frequent first.
  private static func outcomes(
    _ changes: [DecisionWhatIf.Change], _ called: (String, String) -> String?
  ) -> [Change] {
    var outcomes: [Change] = []
    var places: [[String]: Int] = [:]
    for change in changes {
      let (was, becomes) = texts(change.from, change.to, called)
      if let place = places[[was, becomes]] {
        outcomes[place].count += change.count
      } else {
        places[[was, becomes]] = outcomes.count
        outcomes.append(Change(was: was, becomes: becomes, count: change.count))
      }
    }
    let ordered = outcomes.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }
    return ordered.prefix(mostChanges).map(\.element)
  }

  /// Two outputs as they read; of contexts only the entries that differ: a version mostly changes one of many.
  private static func texts(
    _ old: JSON, _ new: JSON, _ called: (String, String) -> String?
  ) -> (was: String, becomes: String) {
    guard let before = old.object, let after = new.object else { return (old.plain(called), new.plain(called)) }
    let names = Set(before.keys).union(after.keys).filter {
      !DecisionUse.isSame(before[$0] ?? .null, after[$0] ?? .null)
    }
    func text(_ members: [String: JSON]) -> String {
      JSON.object(Dictionary(uniqueKeysWithValues: names.map { ($0, members[$0] ?? .null) })).plain(called)
    }
    return (text(before), text(after))
  }
}
