// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Lifeline
import Matters
import Packs
import Vocabulary

/// What the page of a threshold rule shows: the rule, and for those who may, a draft with what it would have raised.
private struct RuleContent: Sendable {
  struct Draft: Sendable {
    var ruleAddress: String
    var form: RuleForm
    var startsFrom: String?
    var fromDay: String
    var toDay: String
    var mayPropose: Bool
  }

  var code: String
  var source: String
  var opens: String
  var version: VersionView
  var versionsAddress: String
  var waiting: String?
  var inForce: RuleForm
  var draft: Draft?
  var result: RuleWhatIfView?
}

extension Endpoint {
  static func rulePage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/rules/{code}", operationId: "pageRule", summary: "A threshold rule as it is in force",
      access: .roles(decisionReaders),
      parameters: [
        .ruleCode,
        .query("version", .integerSchema(1...Int64(Int32.max)), "Another version to start from than the one in force."),
      ]
    ) { call in
      let code = call.path("code")
      let start = call.integer("version")
      guard let start, start != (try pages.city.rule(code)).version else { return try await pages.rule(call) }
      let version = try await pages.city.decisions.version(start, of: code, kind: .rule)
      return try await pages.rule(call, RuleForm(version.content, pages.messages(call.head)), from: start)
    }
  }

  /// The two buttons of the form: ask what the draft would have raised, propose it.
  static func ruleForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/rules/{code}/{step}", operationId: "formRule",
      summary: "Ask what a draft of a rule would have raised, or propose it", access: .roles(decisionTesters),
      parameters: [.ruleCode, .path("step", .enumSchema(["what-if", "propose"]), "What is to be done.")],
      requestBody: .form(limit: settings.draftLimit), isHeavy: true
    ) { call in
      let (city, code, messages) = (pages.city, call.path("code"), pages.messages(call.head))
      let inForce = try await city.ruleVersion(code).content
      var form = RuleForm(inForce, messages)
      form.fill(from: call.form)
      do {
        let content = form.content(changing: inForce)
        if call.path("step") == "propose" {
          guard form.comment.count <= 2000 else {
            throw Problem.invalid("/comment", "must have at most 2000 characters", "最多2000个字符")
          }
          let proposal = DecisionProposal(
            content: content, validFrom: try pages.moment(form.validFrom, "/validFrom", call),
            comment: form.comment.isEmpty ? nil : form.comment, basedOn: form.base)
          let version = try await city.decisions.propose(proposal, as: code, kind: .rule, by: call.principal).version
          return .seeOther("\(VersionedKind.rules.version(version.version, of: code))?done=propose")
        }
        guard call.principal.holdsEverywhere(decisionTesters) else {
          throw Problem(.forbidden, messages["whatIfForbidden"])
        }
        let span = try WhatIfSpan(from: call.form["from"], to: call.form["to"], pages.moments(call))
        let draft = try city.rule(draft: content, as: code)
        let found = try await pages.whatIf(draft, span, messages, pages.moments(call))
        return try await pages.rule(call, form, span: span, found)
      } catch let problem as Problem where problem.code.status < 500 && problem.code != .notFound {
        return try await pages.rule(call, form, problem: problem)
      }
    }
  }
}

extension Pages {
  /// What a version or a draft of a rule would have raised.
  func whatIf(
    _ rule: ThresholdRule, _ span: WhatIfSpan, _ messages: Messages, _ moments: Moments
  ) async throws -> RuleWhatIfView {
    let found = try await ThresholdReview(city).whatIf(
      rule, current: city.rule(rule.code), from: span.from, to: span.to, now: city.time.now(), examples: 10)
    return RuleWhatIfView(found, messages, moments)
  }

  fileprivate func rule(
    _ call: Call, _ form: RuleForm? = nil, from start: Int? = nil, span: WhatIfSpan? = nil,
    _ found: RuleWhatIfView? = nil, problem: Problem? = nil
  ) async throws -> Answer {
    let (messages, moments, code) = (messages(call.head), moments(call), call.path("code"))
    let rule = try city.rule(code)
    let version = try await city.ruleVersion(code)
    let inForce = RuleForm(version.content, messages)
    let type = city.pack.matterTypes.first { $0.code == rule.matterType }
    let count = try await city.decisions.waiting(.rule)[code] ?? 0
    var content = RuleContent(
      code: code, source: rule.source, opens: type.map { messages.text($0.name) } ?? rule.matterType,
      version: VersionView(version, inForce: rule.version, try await names(of: [version]), messages, moments),
      versionsAddress: VersionedKind.rules.versions(code),
      waiting: count == 0 ? nil : messages.text("proposalsWait", count: Int64(count)), inForce: inForce.shown(messages),
      result: found)
    if call.principal.holdsEverywhere(decisionTesters) {
      let days = try span ?? WhatIfSpan(from: nil, to: nil, moments)
      var draft = form ?? inForce
      draft.base = draft.base ?? Int64(rule.version)
      content.draft = RuleContent.Draft(
        ruleAddress: VersionedKind.rules.page(code), form: draft,
        startsFrom: start.map { messages.text("startsFromVersion", ["version": "\($0)"]) }, fromDay: days.fromDay,
        toDay: days.toDay, mayPropose: call.principal.holdsEverywhere(DecisionRegister.editors))
    }
    return page(
      "rule", content, title: messages.text(rule.name), for: call,
      address: call.head.methodName == "GET" ? nil : VersionedKind.rules.page(code), isWork: true, problem: problem)
  }
}

extension Parameter {
  static let ruleCode = path("code", .stringSchema(length: 1...100), "The rule's code.")
}
