// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

extension Endpoint {
  static func matterPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/matters/{id}", operationId: "pageMatter", summary: "One matter", access: .signedIn,
      parameters: [
        .path("id", .stringSchema(length: 1...40), "The matter's identifier."),
        .query("done", .stringSchema(length: 0...40), "What has just been done."),
      ]
    ) { call in
      try await pages.matter(call, done: call.string("done").flatMap(MatterAction.init))
    }
  }

  static func actionForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/matters/{id}/{action}", operationId: "formAction", summary: "Do something with a matter",
      access: .signedIn,
      parameters: [
        .path("id", .stringSchema(length: 1...40), "The matter's identifier."),
        .path("action", .stringSchema(length: 1...40), "What is to be done."),
      ], requestBody: .form(limit: 1 << 17)
    ) { call in
      guard let action = MatterAction(rawValue: call.path("action")) else {
        throw Problem(.notFound, "There is no action \(call.path("action")).", "没有此操作。")
      }
      return try await pages.perform(action, call, expected: call.form["revision"].flatMap { Int64($0) }) { id in
        try await pages.city.perform(action, on: id, call)
      }
    }
  }

  static func matterFileForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/matters/{id}/attach", operationId: "formMatterFile", summary: "Attach a file to a matter",
      access: .signedIn, parameters: [.path("id", .stringSchema(length: 1...40), "The matter's identifier.")],
      requestBody: .multipart(limit: settings.evidenceLimit + 1 << 16), isHeavy: true
    ) { call in
      let upload = try await FormUpload(call, file: "file", limit: settings.evidenceLimit)
      let phase = upload.fields["phase"].flatMap(Evidence.Phase.init) ?? .report
      let seen = upload.fields["revision"].flatMap { Int64($0) }
      return try await pages.perform(.attach, call, expected: seen) { id in
        // A file is as right as before, whatever others did meanwhile: nobody shall have to choose it again.
        try await pages.city.matters.attach(
          upload.evidence(phase: phase), to: id, keptIn: pages.city.evidence, by: call.principal)
      }
    }
  }
}

extension Pages {
  /// The page of the matter that the path names.
  /// - Parameter tried: the action that could not be carried out.
  fileprivate func matter(
    _ call: Call, done: MatterAction? = nil, tried: MatterAction? = nil, problem: Problem? = nil
  ) async throws -> Answer {
    let id = try identifier(call)
    let matter = try await city.matters.matter(id, for: call.principal)
    let history = try await city.matters.history(of: id, for: call.principal)
    let names = try await names(of: Set(history.map(\.actor)), messages(call.head))
    let merged = matter.absorbed + [matter.mergedInto].compactMap { $0 }
    let others =
      merged.isEmpty
      ? [:]
      : try await city.database.read { [city] in try city.matters.outlines(of: merged, tenant: city.tenant, in: $0) }
    let near =
      matter.state.isFinal ? [] : try await NearbyMatters.find(matter, in: city, for: call.principal)
    let messages = messages(call.head)
    let maker = MatterContentMaker(self, call, matter)
    var content = maker.content(
      history: history, names: names,
      done: done.map { messages.text("actionDone", ["action": messages.text($0.name)]) }, tried: tried,
      others: others, near: near)
    content.live.onlyMatter = id.description
    return page(
      "matter", content, title: title(of: matter, messages), for: call, address: "/matters/\(id)", isWork: true,
      isWide: true,
      files: ["matters.css", "matter.css", "scripts/matter-page.js", "scripts/file-field.js", "scripts/live-page.js"],
      problem: problem)
  }

  /// Does something and shows the matter afterwards; where it did not work, with what was wrong and who was quicker.
  fileprivate func perform(
    _ action: MatterAction, _ call: Call, expected: Int64?, _ body: (Identifier) async throws -> CommandResult
  ) async throws -> Answer {
    let id = try identifier(call)
    do {
      let after = try await body(id).matter
      guard Matters.visibility(of: call.principal).allows(after.facts) else { return .seeOther("/") }
      return .seeOther("/matters/\(id)?done=\(action.rawValue)")
    } catch var problem as Problem where problem.code.status < 500 && problem.code != .notFound {
      let told = try? await Meanwhile(self, messages(call.head), since: expected).sentence(id, for: call.principal)
      if [.revisionMismatch, .illegalTransition, .conflict].contains(problem.code), let told { problem.detail = told }
      return try await matter(call, tried: action, problem: problem)
    }
  }

  private func identifier(_ call: Call) throws(Problem) -> Identifier {
    guard let id = Identifier(call.path("id")) else { throw Problem(.notFound, "There is no such matter.", "没有此事项。") }
    return id
  }
}
