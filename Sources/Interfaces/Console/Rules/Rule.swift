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
    var whatIfAddress: String
    var form: RuleForm
    var fromDay: String
    var toDay: String
  }

  var code: String
  var version: Int
  var source: String
  var opens: String
  var inForce: RuleForm
  var draft: Draft?
  var result: RuleWhatIfView?
}

extension Endpoint {
  static func rulePage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/rules/{code}", operationId: "pageRule", summary: "A threshold rule as it is in force",
      access: .roles(decisionReaders), parameters: [.ruleCode]
    ) { call in
      try pages.rule(call)
    }
  }

  static func ruleForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/rules/{code}/what-if", operationId: "formRule", summary: "Ask what a draft of a rule would have raised",
      access: .roles(decisionTesters), parameters: [.ruleCode], requestBody: .form(limit: settings.draftLimit),
      isHeavy: true
    ) { call in
      let city = pages.city
      let code = call.path("code")
      var form = RuleForm(try city.ruleContent(code), pages.messages(call.head))
      form.fill(from: call.form)
      do {
        guard call.principal.holdsEverywhere(decisionTesters) else {
          throw Problem(.forbidden, pages.messages(call.head)["whatIfForbidden"])
        }
        let span = try WhatIfSpan(from: call.form["from"], to: call.form["to"], pages.moments(call))
        let draft = try city.rule(draft: form.content(changing: try city.ruleContent(code)), as: code)
        let found = try await ThresholdReview(city).whatIf(
          draft, current: city.rule(code), from: span.from, to: span.to, now: city.time.now(), examples: 10)
        return try pages.rule(call, form, span, found)
      } catch let problem as Problem where problem.code.status < 500 && problem.code != .notFound {
        return try pages.rule(call, form, problem: problem)
      }
    }
  }
}

extension Pages {
  fileprivate func rule(
    _ call: Call, _ form: RuleForm? = nil, _ span: WhatIfSpan? = nil, _ found: ThresholdWhatIf? = nil,
    problem: Problem? = nil
  ) throws -> Answer {
    let (messages, moments, code) = (messages(call.head), moments(call), call.path("code"))
    let rule = try city.rule(code)
    let inForce = RuleForm(try city.ruleContent(code), messages)
    let type = city.pack.matterTypes.first { $0.code == rule.matterType }
    var content = RuleContent(
      code: code, version: rule.version, source: rule.source,
      opens: type.map { messages.text($0.name) } ?? rule.matterType, inForce: inForce)
    content.inForce.levels.removeAll { $0.when.isEmpty }
    if call.principal.holdsEverywhere(decisionTesters) {
      let days = try span ?? WhatIfSpan(from: nil, to: nil, moments)
      content.draft = RuleContent.Draft(
        whatIfAddress: RuleAddress.page(code) + "/what-if", form: form ?? inForce, fromDay: days.fromDay,
        toDay: days.toDay)
    }
    content.result = found.map { RuleWhatIfView($0, messages, moments) }
    return page(
      "rule", content, title: messages.text(rule.name), for: call,
      address: call.head.methodName == "GET" ? nil : RuleAddress.page(code), isWork: true, problem: problem)
  }
}

extension Parameter {
  static let ruleCode = path("code", .stringSchema(length: 1...100), "The rule's code.")
}
