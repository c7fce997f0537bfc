// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Spatial
import Vocabulary

/// What was reported, near a place or the newest first.
private struct PublicReportsContent: Sendable {
  struct Line: Sendable {
    var number: String
    var typeName: String
    var state: String
    var isOver: Bool
    var since: Moment
    var areas: String?
    var distance: String?
    var words: String?
    var photo: String?
  }

  var place: String
  var types: [Option]
  var isOpenOnly: Bool
  var isEverything: Bool
  /// The place that was found, where one was asked for.
  var around: String?
  var lines: [Line]
  var hasLines: Bool
  var isNowhere = false
  var next: String?
}

extension Endpoint {
  /// Reports near a place; with a number, that report.
  static func publicReportsPage(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/reports", operationId: "pagePublicReports", summary: "What was reported", access: .optional,
      parameters: [
        .query("number", .stringSchema(length: 0...60), "The number of one report."),
        .query("place", .stringSchema(length: 0...100), isSecret: true, "A name or an address."),
        .query("type", .stringSchema(length: 0...100), "Only of this type."),
        .query("state", .stringSchema(length: 0...10), "With `all`, what is over too."),
        .query("after", .stringSchema(length: 0...40), "Where the page of the list begins."),
      ], rateLimit: settings.publicLookUps
    ) { call in
      if let number = call.string("number")?.trimmed {
        return .seeOther(number.isEmpty ? "/" : "/reports/\(LocalAddress.encoded(number.replacing("/", with: "")))")
      }
      return try await pages.publicReports(call)
    }
  }
}

extension Pages {
  fileprivate func publicReports(_ call: Call) async throws -> Answer {
    let (messages, moments) = (messages(call.head), moments(call))
    let text = (call.string("place") ?? "").trimmed
    let type = call.string("type").flatMap { $0.isEmpty ? nil : $0 }
    let isOpen = call.string("state") != "all"
    var query = PublicQuery(
      radius: 1000, type: type, isOpen: isOpen, after: call.string("after").flatMap { Identifier($0) })
    var around: String?
    var isNowhere = false
    if !text.isEmpty {
      if let found = try await city.places(named: text, limit: 1).first {
        query.near = found.position
        around = messages.text(found.name)
      } else {
        isNowhere = true
      }
    }
    let (reports, next) = isNowhere ? ([], nil) : try await city.matters.publicReports(query, tenant: city.tenant)
    let lines = reports.map { line($0, messages, moments) }
    let content = PublicReportsContent(
      place: text,
      types: city.matters.publicTypes.map {
        Option(value: $0.code, label: messages.text($0.name), isChosen: $0.code == type)
      }, isOpenOnly: isOpen, isEverything: !isOpen,
      around: around.map { messages.text("around", ["place": $0]) }, lines: lines, hasLines: !lines.isEmpty,
      isNowhere: isNowhere,
      next: next.map { after in
        "/reports?state=\(isOpen ? "open" : "all")&type=\(LocalAddress.encoded(type ?? ""))&after=\(after)"
      })
    return page(
      "reports", content, title: messages["whatWasReported"], for: call, files: ["public.css"],
      twin: LocalAddress.twin(
        "/api/v1/public/reports",
        [("near", query.near?.formText), ("type", type), ("open", isOpen ? "true" : nil)]
      ).replacing("%2C", with: ","))
  }

  private func line(
    _ report: PublicReport, _ messages: Messages, _ moments: Moments
  ) -> PublicReportsContent.Line {
    let areas = report.areas.map(messages.text).joined(separator: messages["areaJoin"])
    return PublicReportsContent.Line(
      number: report.number, typeName: messages.text(report.typeName), state: messages.text(report.state.name),
      isOver: report.state.isFinal, since: moments.past(report.reportedAt), areas: areas.isEmpty ? nil : areas,
      distance: report.distance.map { messages.text("metresAway", ["metres": "\(Int($0 / 10) * 10)"]) },
      words: report.words.map { String(messages.own($0).prefix(160)) },
      photo: report.photo.map { "/api/v1/public/reports/\(report.number)/evidence/\($0)" })
  }
}
