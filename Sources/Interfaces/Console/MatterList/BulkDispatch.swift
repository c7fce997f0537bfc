// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

/// What came of dispatching several matters at once.
private struct BulkContent: Sendable {
  struct Outcome: Sendable {
    var id: String
    var number: String
    var title: String
    var words: String
    var isDone: Bool
  }

  var summary: String?
  var outcomes: [Outcome]
  var hasOutcomes: Bool
  var hasFailures: Bool
  var listAddress: String
}

extension Endpoint {
  /// Sends the chosen matters to one department: a command for each, and an answer for each.
  static func bulkDispatchForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/matters/dispatch", operationId: "formBulkDispatch", summary: "Dispatch the chosen matters",
      access: .roles(MatterAction.dispatch.roles), requestBody: .form(limit: 1 << 16)
    ) { call in
      let chosen = call.form.all("matter")
      let messages = pages.messages(call.head)
      if let problem = BulkDispatch.problem(chosen.count, messages) {
        let content = BulkContent(
          summary: nil, outcomes: [], hasOutcomes: false, hasFailures: false, listAddress: call.listFilter.address())
        return pages.page(
          "bulk", content, title: messages["bulk.title"], for: call, address: "/matters", isWork: true,
          files: ["matters.css"], problem: problem)
      }
      let bulk = BulkDispatch(pages, call)
      var outcomes: [BulkContent.Outcome] = []
      for text in chosen { outcomes.append(await bulk.dispatch(text)) }
      let done = outcomes.count(where: \.isDone)
      let content = BulkContent(
        summary: messages.text("bulk.summary", ["done": "\(done)", "all": "\(outcomes.count)"]), outcomes: outcomes,
        hasOutcomes: true, hasFailures: done < outcomes.count, listAddress: call.listFilter.address())
      return pages.page(
        "bulk", content, title: messages["bulk.title"], for: call, address: "/matters", isWork: true,
        files: ["matters.css"])
    }
  }
}

/// Dispatches one matter after the other.
private struct BulkDispatch {
  /// More than a page of the list has: what nobody looked through is not sent with one press.
  static let most = 200

  /// Why so many matters are not dispatched at all: a part of them would look as if it were all.
  static func problem(_ count: Int, _ messages: Messages) -> Problem? {
    switch count {
    // Without a script nothing keeps the button from being pressed.
    case 0: Problem(.invalid, messages["bulk.none"])
    case ...most: nil
    default:
      Problem(
        .invalid,
        messages.text("bulk.tooMany", ["most": NumberText.count(most), "count": NumberText.count(count)]))
    }
  }

  let pages: Pages
  let messages: Messages
  let names: MatterNames
  let principal: Principal
  /// `nil`: as the decision on routes says.
  let lead: String?
  let key: String?

  init(_ pages: Pages, _ call: Call) {
    self.pages = pages
    messages = pages.messages(call.head)
    names = MatterNames(pages, messages)
    principal = call.principal
    lead = call.form["lead"].flatMap { $0.isEmpty ? nil : $0 }
    key = call.form["key"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Parameter text: `identifier.revision`, as the list has it.
  func dispatch(_ text: String) async -> BulkContent.Outcome {
    let parts = text.split(separator: ".")
    guard let id = parts.first.flatMap({ Identifier(String($0)) }) else {
      return .init(id: "", number: String(text.prefix(40)), title: "", words: messages["bulk.unknown"], isDone: false)
    }
    let matter = try? await pages.city.matters.matter(id, for: principal)
    func outcome(_ words: String, isDone: Bool) -> BulkContent.Outcome {
      .init(
        id: id.description, number: matter?.number ?? id.description, title: matter.map(names.title) ?? "",
        words: words, isDone: isDone)
    }
    do {
      let said = "dispatch \(text) \(lead ?? "")"
      let idempotency = try key.map { try IdempotencyKey("\($0).\(id)", for: Array(said.utf8)) }
      let result = try await pages.city.matters.perform(
        .dispatch(lead: lead, assisting: [], informed: []), on: id,
        expected: parts.count > 1 ? Int64(parts[1]) : nil, by: principal, idempotency: idempotency)
      let department = result.matter.department.map(names.department) ?? "–"
      return outcome(messages.text("bulk.done", ["department": department]), isDone: true)
    } catch let problem as Problem where problem.code == .revisionMismatch {
      let said = try? await Meanwhile(pages, messages, since: parts.count > 1 ? Int64(parts[1]) : nil).sentence(
        id, for: principal)
      return outcome(said ?? messages["problem.\(problem.code.rawValue)"], isDone: false)
    } catch let problem as Problem {
      let detail = problem.errors.first?.detail ?? problem.detail
      return outcome(messages["problem.\(problem.code.rawValue)"] + messages["colon"] + detail, isDone: false)
    } catch {
      return outcome(messages["problem.internal"], isDone: false)
    }
  }
}
