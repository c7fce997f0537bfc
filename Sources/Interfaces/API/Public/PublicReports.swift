// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func listPublicTypes(_ city: City) -> Endpoint {
    let type = JSON.objectSchema(
      ["code": .codeSchema, "name": .localizedSchema, "kind": .enumSchema(MatterType.Kind.allCases.map(\.rawValue))],
      required: ["code", "name", "kind"])
    return Endpoint(
      .get, "/api/v1/public/matter-types", operationId: "listPublicMatterTypes",
      summary: "What everybody may report without an account", tag: "Public", access: .public,
      responses: [200: .json("The types.", .objectSchema(["items": .arraySchema(of: type)], required: ["items"]))]
    ) { _ in
      let items = city.matters.publicTypes.map { type -> JSON in
        ["code": .string(type.code), "name": type.name.json, "kind": .string(type.kind.rawValue)]
      }
      return .json(["items": .array(items)])
    }
  }

  static func createPublicReport(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/public/reports", operationId: "createPublicReport",
      summary: "Report something without an account",
      description:
        "The answer shows the tracking code this once: with it the reporter sees, completes and rates the report.",
      tag: "Public", access: .public, requestBody: .json(.schemaReference("NewReport"), limit: 1 << 16),
      responses: [
        201: .json(
          "The report has come in.",
          .objectSchema(
            ["number": .textSchema, "code": .textSchema, "state": .stateSchema, "reportedAt": .instantSchema],
            required: ["number", "code", "state", "reportedAt"]), headers: ["Location": "Where its progress is."])
      ], rateLimit: settings.publicReports
    ) { call in
      let submission = try Submission(report: call.json)
      try city.requireReach(submission.position)
      let (matter, code) = try await city.matters.report(submission, tenant: city.tenant)
      return .created(
        "/api/v1/public/reports/\(matter.number)",
        [
          "number": .string(matter.number), "code": .string(code.text), "state": .string(matter.state.rawValue),
          "reportedAt": .string(matter.createdAt.description),
        ])
    }
  }

  static func getPublicReport(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/public/reports/{number}", operationId: "getPublicReport", summary: "How far a report has come",
      description: "Nothing in it tells about a person. With the tracking code the reporter sees the report as well.",
      tag: "Public", access: .public, parameters: [.reportNumber, .trackingCode(isRequired: false)],
      responses: [200: .json("Its progress.", .schemaReference("PublicProgress"))], problems: [.forbidden],
      rateLimit: settings.publicLookUps
    ) { call in
      let progress = try await city.matters.progress(
        number: call.path("number"), code: call.string("Tracking-Code"), tenant: city.tenant)
      return .json { progress.write(to: &$0) }
    }
  }

  static func ratePublicReport(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/public/reports/{number}/rating", operationId: "ratePublicReport",
      summary: "Say whether the result is good", tag: "Public", access: .public,
      parameters: [.reportNumber, .trackingCode(isRequired: false)],
      requestBody: .json(
        .objectSchema(
          [
            "grade": .gradeSchema, "comment": .stringSchema(length: 1...2000),
            "code": .stringSchema(length: 1...64, description: "The tracking code, where the header is not sent."),
          ], required: ["grade"]), limit: 1 << 14),
      responses: [200: .json("The rating.", .schemaReference("Rating"))], problems: [.illegalTransition, .forbidden],
      rateLimit: settings.publicReports
    ) { call in
      guard let code = call.string("Tracking-Code") ?? call.json["code"]?.string else {
        throw Problem.invalid("/code", "is missing; the code was shown with the number", "缺少查询码；查询码与编号一同显示过")
      }
      let result = try await city.matters.perform(
        try MatterAction.rate.command(call.json), onReport: call.path("number"), code: code, tenant: city.tenant)
      return .json { writer in result.matter.rating?.writeAnswer(to: &writer) }
    }
  }
}

extension Parameter {
  static let reportNumber = path("number", .stringSchema(length: 1...40), "The report's number, as in 20261124-000123.")

  /// A header, so that it stands in no log and no history.
  static func trackingCode(isRequired: Bool) -> Parameter {
    header(
      "Tracking-Code", .stringSchema(length: 1...64), isRequired: isRequired, "The code that was shown with the number."
    )
  }
}

extension Submission {
  /// - Parameter json: fits the schema `NewReport`.
  init(report json: JSON) throws(Problem) {
    let position = try json["position"].map { json throws(Problem) in try Position(json: json, at: "/position") }
    self.init(
      type: json["type"]?.string ?? "", title: json["title"]?.string, text: json["text"]?.string ?? "",
      channel: "public", position: position, address: json["address"]?.string)
    let reporter = Reporter(name: json["reporter"]?["name"]?.string, contact: json["reporter"]?["contact"]?.string)
    if reporter != Reporter() { self.reporter = reporter }
  }
}
