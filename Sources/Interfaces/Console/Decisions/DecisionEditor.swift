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
    /// For links from findings; only one table has them.
    var anchor: String?
    var inputs: [Field]
  }

  struct Field: Sendable {
    var fieldLabel: String
    var fieldText: String
  }

  /// A decision table: of a model one of several.
  struct Table: Sendable {
    /// What it belongs to in a model.
    var tablePath: String?
    /// The names of its fields in the form.
    var policyName: String
    var cellName: String
    var policyIdentifier: String
    var sheet: SheetView
    var policies: [Policy]
    var rows: [Row]
  }

  var code: String
  var decisionName: String
  var source: String
  var decisionAddress: String
  var base: Int
  var startsFrom: String?
  var tables: [Table]
  /// Whether there is a sheet for the script.
  var isTable: Bool
  var model: String?
  /// Where a model is edited in the other way: as sheets, or as text.
  var otherWay: String?
  var otherWayLabel: String
  /// For the script.
  var draft: String
  /// The names and types of what the draft asks for.
  var draftInputs: String
  /// Of a model: its tables.
  var modelTables: String?
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
        .query("as", .enumSchema(["text"]), "A model as text instead of its decision tables."),
      ], isHeavy: true
    ) { call in
      let code = call.path("code")
      let version = try await pages.city.decisions.version(
        call.integer("version") ?? pages.definition(code).version, of: code)
      return try await pages.editor(
        version.content.object ?? [:], DecisionForm(isText: call.string("as") != nil), from: version.version, for: call)
    }
  }

  /// The three buttons of the editor's form: check the draft, ask what it would have changed, propose it. Without a script
  /// each cell is a part of it.
  static func decisionForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/decisions/{code}/{step}", operationId: "formDecision", summary: "Check, compare or propose a draft",
      access: .roles(decisionTesters),
      parameters: [
        .decisionCode, .path("step", .enumSchema(["check", "what-if", "propose"]), "What is to be done."),
      ], requestBody: .multipart(limit: settings.draftLimit + 1 << 20, parts: 100_000), isHeavy: true
    ) { call in
      let (code, register) = (call.path("code"), pages.city.decisions)
      let form = try await DecisionForm(call, limit: settings.draftLimit)
      let base = try await register.version(
        form.base.flatMap { Int(exactly: $0) } ?? pages.definition(code).version, of: code)
      let content = try register.complete(
        form.content(changing: base.content, register.limits.xml), code)
      do {
        switch call.path("step") {
        case "propose":
          let proposal = DecisionProposal(
            content: content, validFrom: try pages.moment(form.validFrom, "/validFrom", call),
            comment: form.comment.isEmpty ? nil : form.comment, basedOn: form.base)
          let version = try await register.propose(proposal, as: code, by: call.principal).version
          return .seeOther("\(VersionedKind.decisions.version(version.version, of: code))?done=propose")
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
    let (tables, isText) = tables(of: content, isText: form.isText, messages)
    let isModel = content["dmn"] != nil
    let span = try WhatIfSpan(from: form.from, to: form.to, moments)
    var shown = EditorContent(
      code: code, decisionName: messages.text(definition.name), source: content["source"]?.string ?? "",
      decisionAddress: VersionedKind.decisions.page(code),
      base: form.base.map { Int($0) } ?? definition.version,
      startsFrom: version.flatMap {
        $0 == definition.version ? nil : messages.text("startsFromVersion", ["version": "\($0)"])
      }, tables: tables, isTable: !tables.isEmpty, model: isText ? content["dmn"]?.string : nil,
      otherWay: isModel ? VersionedKind.decisions.page(code) + "/edit" + (isText ? "" : "?as=text") : nil,
      otherWayLabel: messages[isText ? "editAsSheets" : "editAsText"],
      draft: JSON.object(content).text,
      draftInputs: inputs(of: content, code, otherwise: definition).text, words: messages.editorWords.text,
      completions: completions(definition, messages).text, owner: call.principal.id,
      mayPropose: call.principal.holdsEverywhere(DecisionRegister.editors),
      mayAskWhatIf: call.principal.holdsEverywhere(decisionTesters), comment: form.comment,
      validFrom: form.validFrom, fromDay: span.fromDay, toDay: span.toDay)
    if isModel, !isText, let base = content["dmn"]?.string,
      let found = try? ModelTables(xml: base, limits: city.decisions.limits.xml)
    {
      shown.modelTables = found.json.text
    }
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
      for: call, address: call.head.methodName == "GET" ? nil : VersionedKind.decisions.page(code) + "/edit",
      isWork: true,
      isWide: true, files: shown.isTable ? ["scripts/decision-editor.js"] : [], problem: problem)
  }
}

extension Pages {
  /// What a draft asks for; where it cannot be read, what the version in force does.
  private func inputs(of content: [String: JSON], _ code: String, otherwise inForce: DecisionDefinition) -> JSON {
    let register = city.decisions
    let draft = (try? register.complete(content, code)).flatMap {
      try? DecisionDefinition(json: .object($0), limits: register.limits)
    }
    return .array(
      (draft ?? inForce).inputs.map { name, type in
        var members: [String: JSON] = ["name": .string(name)]
        members["type"] = type.map(JSON.string)
        return .object(members)
      })
  }

  /// The sheets of the form; a model that has no decision table, or cannot be read, is edited as text.
  private func tables(
    of content: [String: JSON], isText: Bool, _ messages: Messages
  ) -> (tables: [EditorContent.Table], isText: Bool) {
    if let sheet = SheetText(.object(content)) { return ([EditorContent.Table(sheet, messages)], false) }
    guard !isText, let xml = content["dmn"]?.string,
      let found = try? ModelTables(xml: xml, limits: city.decisions.limits.xml), !found.tables.isEmpty
    else { return ([], true) }
    let tables = found.tables.enumerated().compactMap { index, table in
      SheetText(.object(table.members)).map { EditorContent.Table($0, at: index, path: table.path, messages) }
    }
    return (tables, false)
  }
}

extension ModelTables {
  /// As the script takes them.
  fileprivate var json: JSON {
    .array(tables.map { .object($0.members.merging(["path": .string($0.path)]) { $1 }) })
  }
}

extension EditorContent.Table {
  fileprivate init(_ sheet: SheetText, at index: Int? = nil, path: String? = nil, _ messages: Messages) {
    let suffix = index.map { "-\($0)" } ?? ""
    self.init(
      tablePath: path, policyName: "hitPolicy" + suffix, cellName: "cell" + suffix,
      policyIdentifier: index.map { $0 == 0 ? "hit-policy" : "hit-policy-\($0)" } ?? "hit-policy",
      sheet: SheetView(sheet, messages), policies: EditorContent.policies(sheet, messages),
      rows: EditorContent.rows(sheet, isLinked: index == nil, messages))
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

  fileprivate static func rows(_ sheet: SheetText, isLinked: Bool, _ messages: Messages) -> [Row] {
    let spare = [[String]](repeating: [String](repeating: "", count: sheet.columns.count), count: spareRows)
    return (sheet.rules + spare).enumerated().map { index, rule in
      Row(
        ordinal: "\(index + 1)", anchor: isLinked ? "rule-\(index + 1)" : nil,
        inputs: zip(sheet.columns, rule).map { column, text in
          // A single output needs no name; whoever hears the page needs one.
          let name = [column.label, column.head].first { !$0.isEmpty } ?? messages["editor.unnamed"]
          return Field(fieldLabel: "\(index + 1) · \(name)", fieldText: text)
        })
    }
  }
}
