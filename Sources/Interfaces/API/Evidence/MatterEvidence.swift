// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func attachEvidence(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/matters/{id}/evidence", operationId: "attachEvidence", summary: "Attach a file to a matter",
      description: "Of pictures a copy without metadata is made for the public. What was done is shown by the handler "
        + "(`handle`), that it is good by the verifier (`verify`).", tag: "Evidence",
      access: .roles(MatterAction.attach.roles),
      parameters: [
        .matterId, .ifMatch, .idempotencyKey,
        .query(
          "phase",
          [
            "type": "string", "enum": .array(Evidence.Phase.allCases.map { .string($0.rawValue) }), "default": "report",
          ],
          "What the file shows: the trouble, the result, or the check."),
      ], requestBody: .evidence(settings), responses: [201: .matter("The matter with the file.")],
      problems: [.conflict, .illegalTransition, .forbidden, .idempotencyMismatch], isHeavy: true
    ) { call in
      let phase = call.string("phase").flatMap(Evidence.Phase.init) ?? .report
      let file = try await call.evidence(phase: phase, limit: settings.evidenceLimit)
      let (id, key) = (call.pathIdentifier("id"), try call.idempotencyKey(for: file))
      let result = try await call.expecting { expected in
        try await city.matters.attach(
          file, to: id, keptIn: city.evidence, expected: expected, by: call.principal, idempotency: key)
      }
      return .matter(result, for: call, status: 201)
    }
  }

  static func getEvidence(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/matters/{id}/evidence/{hash}", operationId: "getEvidence", summary: "A file of a matter",
      description:
        "The original, for those who work on the matter and for who sent it in; else the copy for the public.",
      tag: "Evidence", access: .signedIn, parameters: [.matterId, .fileHash, .ifNoneMatch],
      responses: [200: .file, 304: ResponseSpecification("The caller has it already.")], isHeavy: true
    ) { call in
      let matter = try await city.matters.matter(call.pathIdentifier("id"), for: call.principal)
      guard let (file, hash) = MatterView(call.principal).file(call.path("hash"), of: matter) else {
        throw Problem(.notFound, "The matter has no such file that you may see.", "该事项没有您可查看的此文件。")
      }
      return try .evidence(file, hash: hash, in: city.evidence, for: call)
    }
  }
}

extension Parameter {
  static let fileHash = path("hash", .hashSchema, "SHA-256 of the file in hexadecimal digits.")
}
