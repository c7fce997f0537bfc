// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

/// What the editor of a decision shows. Its script takes over what it finds here; without it the form works as it is.
private struct EditorContent: Sendable {
  struct Policy: Sendable {
    var letter: String
    var policyWords: String
    var isChosen: Bool
  }

  struct Row: Sendable {
    var ordinal: String
    var inputs: [Field]
  }

  struct Field: Sendable {
    var fieldLabel: String
    var fieldText: String
  }

  var code: String
  var source: String
  var decisionAddress: String
  var base: Int
  var startsFrom: String?
  var sheet: SheetView?
  var isTable: Bool
  var policies: [Policy]
  var rows: [Row]
  var model: String?
  /// For the script.
  var draft: String
  var words: String
  var completions: String
  var owner: String
  var mayPropose: Bool
  var mayAskWhatIf: Bool
  var comment: String
  var validFrom: String
  var fromDay: String
  var toDay: String
  var findings: [FindingView] = []
  var hasFindings = false
  var isChecked = false
  var whatIf: WhatIfView?
}

extension Endpoint {
  static func decisionEditor(_ pages: Pages) -> Endpoint {
    page(
      .get, "/decisions/{code}/edit", operationId: "pageDecisionEditor", summary: "Edit and try a decision",
      access: .roles(decisionTesters),
      parameters: [
        .decisionCode,
        .query("version", .integerSchema(1...Int64(Int32.max)), "Another version to start from than the one in force."),
      ], isHeavy: true
    ) { call in
      let code = call.path("code")
      let version = try await pages.city.decisions.version(
        call.integer("version") ?? pages.definition(code).version, of: code)
      return try await pages.editor(version.content.object ?? [:], DecisionForm(), from: version.version, for: call)
    }
  }

  /// The three buttons of the editor's form: check the draft, ask what it would have changed, propose it.
  static func decisionForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/decisions/{code}/{step}", operationId: "formDecision", summary: "Check, compare or propose a draft",
      access: .roles(decisionTesters),
      parameters: [
        .decisionCode, .path("step", .enumSchema(["check", "what-if", "propose"]), "What is to be done."),
      ], requestBody: .multipart(limit: DecisionForm.limit + 1 << 20), isHeavy: true
    ) { call in
      let (code, register) = (call.path("code"), pages.city.decisions)
      let form = try await DecisionForm(call)
      let base = try await register.version(
        form.base.flatMap { Int(exactly: $0) } ?? pages.definition(code).version, of: code)
      let content = try form.content(changing: base.content)
      do {
        switch call.path("step") {
        case "propose":
          let proposal = DecisionProposal(
            content: content, validFrom: try pages.moment(form.validFrom, "/validFrom", call),
            comment: form.comment.isEmpty ? nil : form.comment, basedOn: form.base)
          let version = try await register.propose(proposal, as: code, by: call.principal).version
          return .seeOther("\(DecisionAddress.version(version.version, of: code))?done=propose")
        case "what-if":
          return try await pages.editor(content, form, asking: true, for: call)
        default:
          return try await pages.editor(content, form, checking: true, for: call)
        }
      } catch let problem as Problem where problem.code.status < 500 && problem.code != .notFound {
        return try await pages.editor(content, form, checking: true, for: call, problem: problem)
      }
    }
  }
}

extension Pages {
  /// The editor with a draft in it.
  ///
  /// - Parameters:
  ///   - version: the version that the draft starts from, where it is a fresh one.
  ///   - checking: whether to show what there is to say of it.
  ///   - asking: whether to show what it would have changed.
  fileprivate func editor(
    _ content: [String: JSON], _ form: DecisionForm, from version: Int? = nil, checking: Bool = false,
    asking: Bool = false, for call: Call, problem: Problem? = nil
  ) async throws -> Answer {
    let (code, messages, moments) = (call.path("code"), messages(call.head), moments(call))
    let definition = try definition(code)
    let sheet = SheetText(.object(content))
    let span = try WhatIfSpan(from: form.from, to: form.to, moments)
    var shown = EditorContent(
      code: code, source: content["source"]?.string ?? "", decisionAddress: DecisionAddress.page(code),
      base: form.base.map { Int($0) } ?? definition.version,
      startsFrom: version.flatMap {
        $0 == definition.version ? nil : messages.text("startsFromVersion", ["version": "\($0)"])
      }, sheet: sheet.map { SheetView($0, messages) }, isTable: sheet != nil,
      policies: sheet.map { EditorContent.policies($0, messages) } ?? [],
      rows: sheet.map { EditorContent.rows($0, messages) } ?? [], model: content["dmn"]?.string,
      draft: JSON.object(content).text, words: messages.editorWords.text,
      completions: completions(definition, messages).text, owner: call.principal.id,
      mayPropose: call.principal.holdsEverywhere(DecisionRegister.editors),
      mayAskWhatIf: call.principal.holdsEverywhere(decisionTesters), comment: form.comment,
      validFrom: form.validFrom, fromDay: span.fromDay, toDay: span.toDay)
    if checking {
      shown.findings = try city.decisions.check(content, as: code).findings.map { FindingView($0, messages) }
      shown.hasFindings = !shown.findings.isEmpty
      shown.isChecked = true
    }
    if asking {
      guard shown.mayAskWhatIf else { throw Problem(.forbidden, messages["whatIfForbidden"]) }
      let check = try city.decisions.check(content, as: code)
      guard let draft = check.definition else { throw check.problem }
      shown.whatIf = try await whatIf(draft, span, for: call)
    }
    return page(
      "decision-editor", shown, title: messages.text("editorTitle", ["name": messages.text(definition.name)]),
      for: call, address: call.head.methodName == "GET" ? nil : DecisionAddress.page(code) + "/edit", isWork: true,
      isWide: true, files: shown.isTable ? ["scripts/decision-editor.js"] : [], problem: problem)
  }
}

extension EditorContent {
  /// Rows to spare in the form.
  private static let spareRows = 3

  fileprivate static func policies(_ sheet: SheetText, _ messages: Messages) -> [Policy] {
    let chosen = messages.hitPolicy(sheet.hitPolicy)
    return HitPolicy.allCases.map { policy in
      let words = messages.hitPolicy(policy.rawValue)
      return Policy(letter: policy.rawValue, policyWords: words, isChosen: words == chosen)
    }
  }

  fileprivate static func rows(_ sheet: SheetText, _ messages: Messages) -> [Row] {
    let spare = [[String]](repeating: [String](repeating: "", count: sheet.columns.count), count: spareRows)
    return (sheet.rules + spare).enumerated().map { index, rule in
      Row(
        ordinal: "\(index + 1)",
        inputs: zip(sheet.columns, rule).map { column, text in
          Field(fieldLabel: "\(index + 1) · \(column.label.isEmpty ? column.head : column.label)", fieldText: text)
        })
    }
  }
}
