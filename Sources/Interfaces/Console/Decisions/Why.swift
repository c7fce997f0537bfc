// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import HTTP
import Journaling
import Matters
import Packs
import Vocabulary

/// Why a decision came out as it did.
private struct WhyContent: Sendable {
  struct Input: Sendable {
    var inputName: String
    var inputValue: String
  }

  struct Matched: Sendable {
    var tableName: String
    var isDefault: Bool
    var rules: [Rule]
    var defaults: [Pair]
  }

  struct Rule: Sendable {
    var ruleName: String
    var conditions: [Condition]
    var results: [Pair]
    var remarks: [Pair]
  }

  struct Condition: Sendable {
    var caption: String
    var test: String
    var given: String
  }

  struct Pair: Sendable {
    var caption: String
    var value: String
  }

  struct Other: Sendable {
    var otherAddress: String
    var otherName: String
    var isShown: Bool
  }

  struct Today: Sendable {
    var todayText: String
    var isSame: Bool
    var todayOutput: [Pair]
    var todayTables: [Matched]
  }

  var decisionName: String
  var decisionLabel: String
  var decisionAddress: String?
  var at: Moment
  var validFrom: Moment?
  var matter: WhatIfView.Link?
  var others: [Other]
  var hasOthers: Bool
  var inputs: [Input]
  var hasInputs: Bool
  var tables: [Matched]
  var output: [Pair]
  var warnings: [String]
  var hasWarnings: Bool
  var today: Today?
}

extension Endpoint {
  static func whyPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/why/{event}", operationId: "pageWhy", summary: "Why a decision came out as it did", access: .signedIn,
      parameters: [
        .path("event", .stringSchema(length: 3...30), "The event that it led to, as in 0:1234."),
        .query("use", .integerSchema(0...99, default: 0), "Which of the decisions that led to it, counted from 0."),
      ], isHeavy: true
    ) { call in
      guard let place = JournalPosition(call.path("event")), place.sequences.count == 1,
        let event = place.sequences.first
      else {
        throw Problem(
          .notFound, "There is no event \(call.path("event").prefix(40)).", "没有事件 \(call.path("event").prefix(40))。")
      }
      let explanation = try await pages.city.decisions.explanation(
        partition: event.key, sequence: event.value, use: call.integer("use") ?? 0, for: call.principal)
      let messages = pages.messages(call.head)
      let content = WhyContent(explanation, pages, call)
      return pages.page(
        "why", content, title: messages.text("whyTitle", ["name": content.decisionName]), for: call, isWork: true)
    }
  }
}

extension WhyContent {
  init(_ explanation: DecisionExplanation, _ pages: Pages, _ call: Call) {
    let (messages, moments) = (pages.messages(call.head), pages.moments(call))
    let use = explanation.use
    let called = pages.codeNames(messages)
    let mayRead = decisionReaders.contains { call.principal.holds($0) }
    decisionName = explanation.name.map(messages.text) ?? use.code
    decisionLabel = use.decision
    decisionAddress = explanation.version.flatMap {
      mayRead ? VersionedKind.of($0.kind).version($0.version, of: $0.code) : nil
    }
    at = moments.past(explanation.event.at)
    validFrom = explanation.version?.validFrom.map { moments.absoluteMoment($0) }
    matter = explanation.matter.map {
      WhatIfView.Link(linkAddress: "/matters/\($0.id)", linkText: "\($0.number) \(pages.title(of: $0, messages))")
    }
    others = explanation.uses.enumerated().map { index, other in
      Other(
        otherAddress: "/why/\(explanation.event.name)?use=\(index)", otherName: other.decision,
        isShown: index == explanation.index)
    }
    hasOthers = others.count > 1
    inputs = use.inputs.sorted { $0.key < $1.key }.map {
      Input(inputName: $0.key, inputValue: $0.value.plain(named: $0.key, called))
    }
    hasInputs = !inputs.isEmpty
    tables = explanation.tables.map { Matched($0, messages) }
    output = Pair.pairs(use.output, explanation.name.map(messages.text) ?? use.code, called)
    warnings = use.warnings.map { messages.text($0.localized) }
    hasWarnings = !warnings.isEmpty
    today = explanation.today.map { today in
      let isSame = DecisionUse.isSame(today.use.output, use.output)
      return Today(
        todayText: messages.text(
          isSame ? "todaySame" : "todayOther", ["version": "\(today.definition.version)"]),
        isSame: isSame,
        todayOutput: Pair.pairs(
          today.use.output, messages.text(today.definition.name), called),
        todayTables: today.tables.map { Matched($0, messages) })
    }
  }
}

extension WhyContent.Matched {
  init(_ table: MatchedTable, _ messages: Messages) {
    tableName = table.table
    isDefault = table.isDefault
    rules = table.rules.map { rule in
      WhyContent.Rule(
        ruleName: messages.text("ruleNumber", ["rule": "\(rule.number)"]),
        conditions: rule.inputs.map {
          WhyContent.Condition(
            caption: $0.label.map(messages.name) ?? $0.name,
            test: ["", "-"].contains($0.text.trimmed) ? messages["anything"] : $0.text,
            given: $0.value?.plain ?? "–")
        }, results: rule.outputs.map { WhyContent.Pair($0, messages) },
        remarks: rule.notes.map { WhyContent.Pair($0, messages) })
    }
    defaults = table.defaults.map { WhyContent.Pair($0, messages) }
  }
}

extension WhyContent.Pair {
  /// A line for each part of what came out.
  fileprivate static func pairs(_ output: JSON, _ name: String, _ called: (String, String) -> String?) -> [Self] {
    guard let members = output.object else { return [Self(caption: name, value: output.plain(called))] }
    return JSON.inOrder(members).map { Self(caption: $0, value: $1.plain(named: $0, called)) }
  }

  init(_ entry: MatchedTable.Entry, _ messages: Messages) {
    self.init(caption: entry.label.map(messages.name) ?? entry.name, value: entry.text)
  }
}
