// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import HTTP
import Matters
import Packs
import Vocabulary

/// What the page of a decision shows.
private struct DecisionContent: Sendable {
  var code: String
  var source: String
  var serves: String?
  var version: VersionView
  var sheet: SheetView?
  var model: ModelView?
  var findings: [FindingView]
  var hasFindings: Bool
  var tests: [DecisionTestView]
  var hasTests: Bool
  var waiting: String?
  var versionsAddress: String
  var modelAddress: String
  var editAddress: String?
  var editLabel: String
}

extension Endpoint {
  static func decisionPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/decisions/{code}", operationId: "pageDecision", summary: "A decision as it is in force",
      access: .roles(decisionReaders), parameters: [.decisionCode], isHeavy: true
    ) { call in
      let register = pages.city.decisions
      let code = call.path("code")
      let definition = try pages.definition(code)
      let version = try await register.version(definition.version, of: code)
      let content = try await DecisionContent(definition, version, pages, call)
      return pages.page(
        "decision", content, title: pages.messages(call.head).text(definition.name), for: call, isWork: true)
    }
  }
}

extension DecisionContent {
  init(_ definition: DecisionDefinition, _ inForce: DecisionVersion, _ pages: Pages, _ call: Call) async throws {
    let (messages, register) = (pages.messages(call.head), pages.city.decisions)
    let types = register.types(servedBy: definition.code).map { messages.text($0.name) }
    let count = try await register.waiting()[definition.code] ?? 0
    code = definition.code
    source = definition.source
    serves = types.isEmpty ? nil : types.joined(separator: messages["listSeparator"])
    version = VersionView(
      inForce, inForce: definition.version, try await pages.names(of: [inForce]), messages, pages.moments(call))
    sheet = SheetText(inForce.content).map { SheetView($0, messages) }
    model = sheet == nil ? ModelView(definition, messages) : nil
    findings = try register.check(inForce.content.object ?? [:], as: code).findings
      .filter { $0.kind != .test }.map { FindingView($0, messages) }
    hasFindings = !findings.isEmpty
    tests = DecisionTestView.all(definition, messages)
    hasTests = !tests.isEmpty
    waiting = count == 0 ? nil : messages.text("proposalsWait", count: Int64(count))
    versionsAddress = VersionedKind.decisions.versions(code)
    modelAddress = "/api/v1/decisions/\(LocalAddress.encoded(code))/dmn"
    let canTry = decisionTesters.contains { call.principal.holds($0) }
    editAddress = canTry ? VersionedKind.decisions.page(code) + "/edit" : nil
    editLabel = messages[call.principal.holdsEverywhere(DecisionRegister.editors) ? "editDecision" : "tryDecision"]
  }
}

/// A test case with how it came out.
struct DecisionTestView: Sendable {
  var testName: String
  var given: String
  var expected: String
  var hasPassed: Bool
  var cameOut: String?

  /// Runs the test cases of a decision.
  static func all(_ definition: DecisionDefinition, _ messages: Messages) -> [DecisionTestView] {
    let failures = definition.failedTests()
    let failed = Dictionary(failures.map { ($0.index, $0) }) { first, _ in first }
    // Where a limit was passed, the last stands for all behind it.
    let rest = failures.last.flatMap { $0.unrun > 0 ? $0 : nil }
    return definition.tests.enumerated().map { index, test in
      let failure = failed[index] ?? rest.flatMap { $0.index < index ? $0 : nil }
      return DecisionTestView(
        testName: test.name ?? "\(index + 1)", given: JSON.object(test.inputs).plain, expected: test.output.plain,
        hasPassed: failure == nil, cameOut: failure.map { $0.output?.plain ?? messages.text($0.detail.localized) })
    }
  }
}

extension Pages {
  /// The version in force.
  /// - Throws: `Problem` of code `notFound`.
  func definition(_ code: String) throws(Problem) -> DecisionDefinition {
    guard let definition = city.decisions.current(code) else {
      throw Problem(.notFound, "There is no decision \(code.prefix(100)).", "没有决策 \(code.prefix(100))。")
    }
    return definition
  }

  /// The names of those who proposed and decided.
  func names(of versions: [DecisionVersion]) async throws(Problem) -> [String: String] {
    try await city.access.names(
      of: Set(versions.flatMap(\.people)), in: city.tenant)
  }
}
