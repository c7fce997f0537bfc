// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func attachPublicEvidence(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/public/reports/{number}/evidence", operationId: "attachPublicEvidence",
      summary: "Add a picture to your report", tag: "Public", access: .public,
      parameters: [.reportNumber, .trackingCode(isRequired: true)], requestBody: .evidence(settings),
      responses: [
        201: .json(
          "The file is kept.",
          .objectSchema(
            ["hash": .hashSchema, "mediaType": .textSchema, "phase": .phaseSchema, "at": .instantSchema],
            required: ["mediaType", "phase", "at"]))
      ], problems: [.conflict, .illegalTransition, .forbidden], rateLimit: settings.publicReports, isHeavy: true
    ) { call in
      var file = try await call.evidence(phase: .report, limit: settings.evidenceLimit)
      file.phase = .report
      let result = try await city.matters.attach(
        file, toReport: call.path("number"), code: call.string("Tracking-Code") ?? "", keptIn: city.evidence,
        tenant: city.tenant)
      return .json(status: 201) { writer in result.matter.evidence.last?.writePublic(to: &writer) }
    }
  }

  static func getPublicEvidence(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/public/reports/{number}/evidence/{hash}", operationId: "getPublicEvidence",
      summary: "A picture of a report, without metadata", tag: "Public", access: .public,
      parameters: [.reportNumber, .fileHash, .ifNoneMatch],
      responses: [200: .file, 304: ResponseSpecification("The caller has it already.")],
      rateLimit: settings.publicLookUps, isHeavy: true
    ) { call in
      let hash = call.path("hash")
      let file = try await city.matters.publicEvidence(hash, ofReport: call.path("number"), tenant: city.tenant)
      return try .evidence(file, hash: hash, in: city.evidence, for: call)
    }
  }
}
