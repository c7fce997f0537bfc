// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import HTTP
import Packs
import Vocabulary

/// What the page of a version shows: what it changes, what it would have changed, and the forms to decide on it.
private struct DecisionVersionContent: Sendable {
  var code: String
  var listAddress: String
  var listTitle: String
  var decisionAddress: String
  var versionsAddress: String
  var version: VersionView
  var done: String?
  var others: [Other]
  var diff: DecisionDiffView?
  var whatIf: WhatIfView?
  var ruleWhatIf: RuleWhatIfView?
  var whatIfHint: String
  var whatIfRun: String
  var span: WhatIfSpan?
  var sheet: SheetView?
  var model: ModelView?
  var rule: RuleForm?
  var findings: [FindingView]
  var hasFindings: Bool
  var editAddress: String?
  var approval: Approval?
  var refusal: Refusal?
  /// Why whoever reads cannot approve.
  var hindrance: String?

  struct Other: Sendable {
    var otherNumber: Int
    var isChosen: Bool
  }

  struct Approval: Sendable {
    var approveAddress: String
    var wish: String
  }

  struct Refusal: Sendable {
    var rejectAddress: String
    var rejectLabel: String
  }
}

extension Endpoint {
  static func versionPage(_ pages: Pages, of named: VersionedKind) -> Endpoint {
    page(
      .get, "\(named.path)/{code}/versions/{version}", operationId: "page\(named.operation)Version",
      summary: "A version, compared with another", access: .roles(decisionReaders),
      parameters: [
        .decisionCode, .decisionVersion,
        .query("against", .integerSchema(1...Int64(Int32.max)), "The version to compare with."),
        .query("from", .stringSchema(length: 0...10), "The first day of the what-if."),
        .query("to", .stringSchema(length: 0...10), "The last day of the what-if."),
        .query("done", .stringSchema(length: 0...20), "What has just been done."),
      ], isHeavy: true
    ) { call in
      try await pages.version(call, named)
    }
  }

  static func decideForm(_ pages: Pages, of named: VersionedKind) -> Endpoint {
    page(
      .post, "\(named.path)/{code}/versions/{version}/{verdict}", operationId: "formDecide\(named.operation)",
      summary: "Approve or refuse a version", access: .roles(DecisionRegister.editors),
      parameters: [
        .decisionCode, .decisionVersion, .path("verdict", .enumSchema(["approve", "reject"]), "What is decided."),
      ], requestBody: .form(limit: 1 << 14), isHeavy: true
    ) { call in
      let (code, number) = (call.path("code"), call.integer("version") ?? 0)
      let (register, words) = (pages.city.decisions, (call.form["reason"] ?? "").trimmed)
      do {
        guard words.count <= 2000 else {
          throw Problem.invalid("/reason", "must have at most 2000 characters", "最多2000个字符")
        }
        if call.path("verdict") == "approve" {
          let from = try pages.moment(call.form["validFrom"], "/validFrom", call)
          _ = try await register.approve(
            number, of: code, kind: named.kind, validFrom: from, comment: words.isEmpty ? nil : words,
            by: call.principal)
        } else {
          guard !words.isEmpty else { throw Problem.invalid("/reason", "is missing: say why it is refused", "请说明驳回原因") }
          _ = try await register.reject(number, of: code, kind: named.kind, reason: words, by: call.principal)
        }
        return .seeOther("\(named.version(number, of: code))?done=\(call.path("verdict"))")
      } catch let problem as Problem where problem.code.status < 500 && problem.code != .notFound {
        return try await pages.version(call, named, problem: problem)
      }
    }
  }
}

extension Pages {
  fileprivate func version(_ call: Call, _ named: VersionedKind, problem: Problem? = nil) async throws -> Answer {
    let (code, number) = (call.path("code"), call.integer("version") ?? 0)
    let (name, inForce) = try inForce(code, named)
    let register = city.decisions
    let version = try await register.version(number, of: code, kind: named.kind)
    let (messages, moments) = (messages(call.head), moments(call))
    let isGet = call.head.methodName == "GET"
    let others = try await register.versions(of: code, kind: named.kind, limit: 50).filter { $0.version != number }
    let known = others.map(\.version)
    // A proposal is compared with what it would take the place of, another version with the one that counted before.
    let against =
      (isGet ? call.integer("against") : nil)
      ?? (version.state == .proposed && known.contains(inForce) ? inForce : nil)
      ?? others.first { $0.version < number && $0.state == .approved }?.version ?? known.first { $0 < number }
    let findings = try register.check(version.content.object ?? [:], as: code, kind: named.kind).findings
    let isRule = named.kind == .rule
    var content = DecisionVersionContent(
      code: code, listAddress: named.path, listTitle: messages[named.heading], decisionAddress: named.page(code),
      versionsAddress: named.versions(code),
      version: VersionView(version, inForce: inForce, try await names(of: [version]), messages, moments),
      done: isGet
        ? call.string("done").flatMap { Messages.table["done.\($0)"] == nil ? nil : messages["done.\($0)"] } : nil,
      others: known.map { .init(otherNumber: $0, isChosen: $0 == against) },
      whatIfHint: messages[isRule ? "ruleVersionWhatIfHint" : "whatIfHint"],
      whatIfRun: messages[isRule ? "ruleWhatIfRun" : "whatIfRun"],
      findings: findings.map { FindingView($0, messages) }, hasFindings: !findings.isEmpty)
    if let against {
      content.diff = DecisionDiffView(
        from: try await register.version(against, of: code, kind: named.kind), to: version, register.limits, messages)
    }
    var isAsked = false
    if call.principal.holdsEverywhere(decisionTesters), isGet {
      content.span = try WhatIfSpan(from: call.string("from"), to: call.string("to"), moments)
      isAsked = call.string("from") != nil || version.state == .proposed
    }
    let span = isAsked ? content.span : nil
    var title = name
    switch named.kind {
    case .decision:
      let shown = try version.definition(register.limits)
      title = shown.name
      content.sheet = SheetText(version.content).map { SheetView($0, messages) }
      if content.sheet == nil { content.model = ModelView(shown, messages) }
      if let span { content.whatIf = try await whatIf(shown, span, for: call) }
    case .rule:
      let shown = try version.rule(register.limits)
      title = shown.name
      content.rule = RuleForm(version.content, messages).shown(messages)
      if let span { content.ruleWhatIf = try await whatIf(shown, span, messages, moments) }
    }
    content.addForms(version, named, call, messages, moments)
    return page(
      "decision-version", content,
      title: messages.text("versionOf", ["name": messages.text(title), "version": "\(number)"]), for: call,
      address: isGet ? nil : named.version(number, of: code), isWork: true, problem: problem)
  }

  /// A moment of a form, in the city's time: `2026-11-24T16:30`; `nil` where it is empty.
  /// - Throws: `Problem` of code `invalid`.
  func moment(_ text: String?, _ pointer: String, _ call: Call) throws(Problem) -> Instant? {
    guard let text = text?.trimmed, !text.isEmpty else { return nil }
    let parts = text.split(whereSeparator: { "T ".contains($0) })
    let time = parts.count == 2 ? parts[1].split(separator: ":").map { Int($0) } : []
    guard parts.count == 2, let date = CivilDate(parts[0]), (2...3).contains(time.count), let hour = time[0],
      let minute = time[1], (0...23).contains(hour), (0...59).contains(minute)
    else {
      throw Problem.invalid(
        pointer, "must be a day and a time as in 2026-11-24 16:30, in the time of the city", "须为本市时间，如 2026-11-24 16:30"
      )
    }
    return city.pack.timeZone.instant(
      of: LocalTime(date: date, millisecondOfDay: Int64(hour * 60 + minute) * 60_000))
  }
}

extension DecisionVersionContent {
  fileprivate mutating func addForms(
    _ version: DecisionVersion, _ named: VersionedKind, _ call: Call, _ messages: Messages, _ moments: Moments
  ) {
    guard call.principal.holdsEverywhere(DecisionRegister.editors) else { return }
    editAddress = decisionAddress + (named.kind == .rule ? "" : "/edit") + "?version=\(version.version)"
    let isOwn = version.proposedBy == call.principal.id
    let address = named.version(version.version, of: code)
    let isToCome =
      version.state == .approved && version.proposedBy != nil && version.validFrom.map { $0 > moments.now } == true
    if version.state == .proposed {
      if isOwn {
        hindrance = messages["ownProposal"]
      } else {
        let wish = version.validFrom.map { moments.absolute($0) } ?? ""
        approval = Approval(approveAddress: address + "/approve", wish: wish)
      }
    }
    if version.state == .proposed || isToCome {
      refusal = Refusal(
        rejectAddress: address + "/reject", rejectLabel: messages[isOwn ? "withdrawProposal" : "rejectProposal"])
    }
  }
}
