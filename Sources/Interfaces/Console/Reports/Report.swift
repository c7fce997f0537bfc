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
      pages.report(ReportForm(), for: call)
    }
  }

  /// Takes a report: of people without an account as such, of others in their name.
  static func reportForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/report", operationId: "formReport", summary: "Report something", access: .optional,
      requestBody: .multipart(limit: settings.evidenceLimit + 1 << 18), rateLimit: settings.publicReports, isHeavy: true
    ) { call in
      let form = try await ReportForm(call, limit: settings.evidenceLimit)
      do {
        return call.principal.kind == .anonymous
          ? try await pages.reportAnonymously(form, call) : try await pages.reportInName(form, call)
      } catch let problem as Problem where problem.code.status < 500 {
        return pages.report(form, for: call, problem: problem)
      }
    }
  }

  /// From the field on the start page to a report's own page.
  static func findReport() -> Endpoint {
    page(
      .get, "/reports", operationId: "pageFindReport", summary: "Follow a report", access: .public,
      parameters: [.query("number", .stringSchema(length: 0...60), "The report's number.")]
    ) { call in
      let number = (call.string("number") ?? "").trimmed
      return .seeOther(number.isEmpty ? "/" : "/reports/\(LocalAddress.encoded(number.replacing("/", with: "")))")
    }
  }
}

extension Pages {
  fileprivate func report(_ form: ReportForm, for call: Call, problem: Problem? = nil) -> Answer {
    let messages = messages(call.head)
    let types = call.principal.kind == .anonymous ? city.matters.publicTypes : city.matters.currentTypes
    return page(
      "report", form.offering(types, messages), title: messages["reportSomething"], for: call, problem: problem)
  }

  fileprivate func reportAnonymously(_ form: ReportForm, _ call: Call) async throws -> Answer {
    let submission = try form.submission(channel: "public", messages(call.head))
    let (matter, code) = try await city.matters.report(submission, tenant: city.tenant)
    var address = "/reports/\(matter.number)?code=\(code.text)&sent=true"
    if let photo = form.photo {
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
  fileprivate func reportInName(_ form: ReportForm, _ call: Call) async throws -> Answer {
    guard MatterAction.submit.roles.contains(where: call.principal.holds) else {
      throw Problem(
        .forbidden,
        "Reports are sent in by the roles \(MatterAction.submit.roles.sorted().map(\.rawValue).joined(separator: ", "))."
      )
    }
    let submission = try form.submission(channel: "web", messages(call.head))
    let matter = try await city.matters.submit(submission, by: call.principal).matter
    if let photo = form.photo, Matters.visibility(of: call.principal).allows(matter.facts) {
      _ = try await city.matters.attach(photo, to: matter.id, keptIn: city.evidence, by: call.principal)
    }
    return .seeOther("/matters/\(matter.id)")
  }
}
