// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

/// What a report's page shows; like a parcel's.
private struct ProgressContent: Sendable {
  struct Step: Sendable {
    var name: String
    var at: Moment
  }

  struct File: Sendable {
    var address: String
    var name: String
  }

  struct Remark: Sendable {
    var text: String
    var at: Moment
  }

  struct Grade: Sendable {
    var grade: Int
    var name: String
    /// The mouth of its face, as a path.
    var mouth: String
  }

  struct Own: Sendable {
    var text: String
    var place: String?
    var files: [File]
    var hasFiles: Bool
    var result: String?
    var notes: [Remark]
    var hasNotes: Bool
    var rating: String?
    var canRate: Bool
    var canAttach: Bool
    var grades: [Grade]
  }

  var track: Track
  var place: String?
  var bar: DeadlineDrawing?
  var words: String?
  var photos: [File]
  var hasPhotos: Bool
  /// Whether there is anything for everybody to read or to look at.
  var isShown: Bool
  var number: String
  /// As it was given, for the forms on the page.
  var code: String
  var isNew: Bool
  var state: String
  var next: String
  var type: String
  var since: Moment
  var due: Moment?
  var department: String?
  var continuedIn: String?
  var steps: [Step]
  var own: Own?
}

extension Endpoint {
  static func progressPage(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/reports/{number}", operationId: "pageProgress", summary: "How far a report has come", access: .optional,
      parameters: [
        .path("number", .stringSchema(length: 1...60), "The report's number."),
        .query("code", .stringSchema(length: 0...100), isSecret: true, "The tracking code."),
        .query("sent", .stringSchema(length: 0...10), "Whether it has just been sent."),
        .query("photo", .stringSchema(length: 0...60), "Why the photograph was not kept."),
      ], rateLimit: settings.publicLookUps
    ) { call in
      let code = call.string("code").flatMap { $0.isEmpty ? nil : $0 }
      do {
        return try await pages.progress(number: call.path("number"), code: code, for: call)
      } catch let problem as Problem where problem.code == .forbidden {
        return try await pages.progress(number: call.path("number"), code: nil, for: call, problem: problem)
      }
    }
  }

  static func ratingForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/reports/{number}/rating", operationId: "formRating", summary: "Rate a report", access: .optional,
      parameters: [.path("number", .stringSchema(length: 1...60), "The report's number.")],
      requestBody: .form(limit: 1 << 14), rateLimit: settings.publicReports
    ) { call in
      let (number, code) = (call.path("number"), call.form["code"] ?? "")
      let comment = (call.form["comment"] ?? "").trimmed
      do {
        _ = try await pages.city.matters.perform(
          .rate(
            grade: Int(call.form["grade"] ?? "") ?? 0, comment: comment.isEmpty ? nil : String(comment.prefix(2000))),
          onReport: number, code: code, tenant: pages.city.tenant)
        return .seeOther("/reports/\(LocalAddress.encoded(number))?code=\(LocalAddress.encoded(code))")
      } catch let problem as Problem where problem.code == .illegalTransition || problem.code == .invalid {
        return try await pages.progress(number: number, code: code, for: call, problem: problem)
      }
    }
  }

  static func reportFileForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/reports/{number}/evidence", operationId: "formReportFile", summary: "Add a photograph to a report",
      access: .optional, parameters: [.path("number", .stringSchema(length: 1...60), "The report's number.")],
      requestBody: .multipart(limit: settings.evidenceLimit + 1 << 16), rateLimit: settings.publicReports, isHeavy: true
    ) { call in
      let number = call.path("number")
      let upload = try await FormUpload(call, file: "photo", limit: settings.evidenceLimit)
      let code = upload.fields["code"] ?? ""
      do {
        _ = try await pages.city.matters.attach(
          upload.evidence(phase: .report), toReport: number, code: code, keptIn: pages.city.evidence,
          tenant: pages.city.tenant)
        return .seeOther("/reports/\(LocalAddress.encoded(number))?code=\(LocalAddress.encoded(code))")
      } catch let problem as Problem
        where problem.code.status < 500 && problem.code != .forbidden && problem.code != .notFound
      {
        return try await pages.progress(number: number, code: code, for: call, problem: problem)
      }
    }
  }
}

extension Pages {
  fileprivate func progress(
    number: String, code: String?, for call: Call, problem: Problem? = nil
  ) async throws -> Answer {
    let progress = try await city.matters.progress(number: number, code: code, tenant: city.tenant)
    let messages = messages(call.head)
    var content = ProgressContent(progress, code: code, messages, moments(call))
    var problem = problem
    if call.head.methodName == "GET" {
      content.isNew = code != nil && call.string("sent") == "true"
      if let reason = call.string("photo"), content.isNew, Messages.table["problem.\(reason)"] != nil {
        problem = Problem(
          .invalid, messages.text("photoNotKept", ["reason": messages["problem.\(reason)"]]))
      }
    }
    var answer = page(
      "progress", content, title: messages.text("progressOf", ["number": progress.number]), for: call,
      address: call.head.methodName == "GET" ? nil : "/reports/\(progress.number)",
      files: ["public.css", "scripts/progress.js"] + (content.own == nil ? [] : ["scripts/file-field.js"]),
      problem: problem,
      // Whoever mistyped the code needs no role, and can type it again below.
      problemTitle: problem?.code == .forbidden ? messages["codeIsWrong"] : nil)
    // The report itself has come in: the page is what was asked for.
    if content.isNew { answer.status = 200 }
    return answer
  }
}

extension ProgressContent {
  init(_ progress: PublicProgress, code: String?, _ messages: Messages, _ moments: Moments) {
    self.init(
      track: Track(progress.state, progress.steps, messages),
      place: progress.areas.isEmpty
        ? nil : progress.areas.map(messages.text).joined(separator: messages["areaJoin"]),
      bar: progress.dueAt == nil ? nil : progress.clock.flatMap { DeadlineDrawing(of: $0, at: moments.now, messages) },
      words: progress.words.map(messages.own),
      photos: progress.photos.compactMap { ProgressContent.File($0, progress.number, messages) },
      hasPhotos: !progress.photos.isEmpty, isShown: progress.words != nil || !progress.photos.isEmpty,
      number: progress.number, code: code ?? "", isNew: false,
      state: messages.text(progress.state.name),
      next: messages.text(progress.state.whatNext), type: messages.text(progress.typeName),
      since: moments.past(progress.since), due: progress.dueAt.map { moments.due($0) },
      department: progress.departmentName.map(messages.text) ?? progress.department, continuedIn: progress.continuedIn,
      steps: progress.steps.map { Step(name: messages.text($0.state.name), at: moments.past($0.at)) },
      own: progress.own.map { Own($0, number: progress.number, messages, moments) })
  }
}

extension ProgressContent.File {
  fileprivate init?(_ file: Evidence, _ number: String, _ messages: Messages) {
    guard let hash = file.publicHash else { return nil }
    self.init(
      address: "/api/v1/public/reports/\(number)/evidence/\(hash)", name: messages.text(file.phase.name))
  }
}

extension ProgressContent.Own {
  init(_ report: OwnReport, number: String, _ messages: Messages, _ moments: Moments) {
    let files = report.evidence.compactMap { ProgressContent.File($0, number, messages) }
    self.init(
      text: messages.own(report.text), place: report.address.map(messages.own), files: files, hasFiles: !files.isEmpty,
      result: report.result.map(messages.own),
      notes: report.notes.map { ProgressContent.Remark(text: messages.own($0.text), at: moments.past($0.at)) },
      hasNotes: !report.notes.isEmpty, rating: report.rating.map { messages["grade.\($0.grade)"] },
      canRate: report.canRate, canAttach: report.canAttach,
      grades: (1...5).reversed().map {
        ProgressContent.Grade(
          grade: $0, name: messages["grade.\($0)"], mouth: "M12 \(33 - $0 * 2)Q20 \(17 + $0 * 4) 28 \(33 - $0 * 2)")
      })
  }
}
