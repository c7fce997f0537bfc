// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func reportPage(_ pages: Pages) -> Endpoint {
    page(.get, "/report", operationId: "pageReport", summary: "Report something", access: .optional) { call in
      pages.what(ReportForm(), for: call)
    }
  }

  /// Takes a report, step by step: of people without an account as such, of others in their name.
  static func reportForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    let drafts = PhotoDrafts(pages.city, settings)
    return page(
      .post, "/report", operationId: "formReport", summary: "Report something", access: .optional,
      requestBody: .multipart(limit: settings.evidenceLimit + 1 << 18), rateLimit: settings.publicReports, isHeavy: true
    ) { call in
      var form = try await ReportForm(call, limit: settings.evidenceLimit)
      do {
        let photo = try pages.takePhoto(&form, drafts)
        return try await pages.go(form, photo, drafts, call)
      } catch let problem as Problem where problem.code.status < 500 || problem.code == .storageFull {
        switch form.step {
        case .find, .near: return pages.place(form, photo: drafts.photo(form.draft), for: call, problem: problem)
        case .what, .place, .send: return pages.what(form, for: call, problem: problem)
        }
      }
    }
  }
}

extension Pages {
  /// Keeps the photograph that came with a step, so that the next step has it.
  /// - Returns: it, or the one that is kept already.
  fileprivate func takePhoto(_ form: inout ReportForm, _ drafts: PhotoDrafts) throws(Problem) -> NewEvidence? {
    guard let new = form.photo else {
      guard let bytes = drafts.photo(form.draft) else {
        form.draft = ""
        return nil
      }
      return NewEvidence(bytes: bytes, declaredType: nil, phase: .report)
    }
    // A report in one go keeps it where it is sent; what is wrong with it is said beside the number.
    guard form.step != .send else { return new }
    try Matters.checkPublic(new)
    _ = try city.evidence.checked(new.bytes, new.declaredType)
    drafts.remove(form.draft)
    form.draft = try drafts.keep(new.bytes)
    return new
  }

  fileprivate func go(
    _ form: ReportForm, _ photo: NewEvidence?, _ drafts: PhotoDrafts, _ call: Call
  ) async throws -> Answer {
    let messages = messages(call.head)
    switch form.step {
    case .what: return what(form, for: call)
    case .place:
      try form.checkWords(messages)
      // Without script the types that the words point to are seen only now.
      guard !form.type.isEmpty else { return what(form, for: call, asksForType: true) }
      // What was looked up before is there again, in the language of now.
      let found = form.placeName.trimmed.isEmpty ? nil : try await city.places(named: form.placeName)
      return place(form, photo: photo?.bytes, for: call, found: found)
    case .find:
      let found = try await city.places(named: form.placeName)
      return place(form, photo: photo?.bytes, for: call, found: found)
    case .near:
      let submission = try submission(form, channel: "public", messages)
      if let position = submission.position {
        let query = PublicQuery(near: position, radius: 100, type: form.type, isOpen: true, limit: 3)
        let reports = try await city.matters.publicReports(query, tenant: city.tenant).reports
        if !reports.isEmpty { return near(form, reports, for: call) }
      }
      return try await send(form, photo, drafts, call)
    case .send: return try await send(form, photo, drafts, call)
    }
  }

  private func send(
    _ form: ReportForm, _ photo: NewEvidence?, _ drafts: PhotoDrafts, _ call: Call
  ) async throws -> Answer {
    let answer =
      call.principal.kind == .anonymous
      ? try await reportAnonymously(form, photo, call) : try await reportInName(form, photo, call)
    drafts.remove(form.draft)
    return answer
  }

  private func submission(_ form: ReportForm, channel: String, _ messages: Messages) throws(Problem) -> Submission {
    let submission = try form.submission(channel: channel, messages)
    try city.requireReach(submission.position)
    return submission
  }

  private func reportAnonymously(_ form: ReportForm, _ photo: NewEvidence?, _ call: Call) async throws -> Answer {
    let submission = try submission(form, channel: "public", messages(call.head))
    let (matter, code) = try await city.matters.report(submission, tenant: city.tenant)
    var address = "/reports/\(matter.number)?code=\(code.text)&sent=true"
    if let photo {
      do {
        _ = try await city.matters.attach(
          photo, toReport: matter.number, code: code.text, keptIn: city.evidence, tenant: city.tenant)
      } catch let problem as Problem {
        address += "&photo=\(problem.code.rawValue)"
      }
    }
    return .seeOther(address)
  }

  /// - Throws: `Problem` of code `forbidden` where the roles of whoever signed in do not report.
  private func reportInName(_ form: ReportForm, _ photo: NewEvidence?, _ call: Call) async throws -> Answer {
    guard MatterAction.submit.roles.contains(where: call.principal.holds) else {
      let roles = MatterAction.submit.roles.sorted()
      throw Problem(
        .forbidden, "Reports are sent in by the roles \(roles.map(\.rawValue).joined(separator: ", ")).",
        "上报由以下角色提交：\(roles.map { $0.name.text(in: "zh-Hans") }.joined(separator: "、"))。")
    }
    let submission = try submission(form, channel: "web", messages(call.head))
    let matter = try await city.matters.submit(submission, by: call.principal).matter
    if let photo, Matters.visibility(of: call.principal).allows(matter.facts) {
      _ = try await city.matters.attach(photo, to: matter.id, keptIn: city.evidence, by: call.principal)
    }
    return .seeOther("/matters/\(matter.id)")
  }
}
