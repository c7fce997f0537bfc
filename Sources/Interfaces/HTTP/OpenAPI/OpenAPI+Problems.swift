// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension OpenAPI {
  /// The problems that can follow from the table, and those that the handler names.
  static func problemStatuses(_ endpoint: Endpoint) -> Set<Int> {
    var codes: Set<Problem.Code> = endpoint.problems.union([.badRequest, .tooManyRequests, .internal, .unavailable])
    switch endpoint.access {
    case .public: break
    case .optional: codes.formUnion(endpoint.method.isSafe ? [.unauthenticated] : [.unauthenticated, .forbidden])
    case .signedIn, .roles: codes.formUnion([.unauthenticated, .forbidden])
    }
    if !endpoint.parameters.isEmpty { codes.insert(.invalid) }
    if endpoint.parameters.contains(where: { $0.place == .path }) { codes.insert(.notFound) }
    if endpoint.parameters.contains(where: { $0.name == "If-Match" }) { codes.insert(.revisionMismatch) }
    if endpoint.requestBody != nil { codes.formUnion([.tooLarge, .unsupportedMedia, .invalid]) }
    if !endpoint.method.isSafe { codes.insert(.storageFull) }
    return Set(codes.map(\.status))
  }

  static func responseName(_ status: Int) -> String { "Problem\(status)" }

  static func problemResponse(_ status: Int) -> JSON {
    let titles = Problem.Code.allCases.filter { $0.status == status }.map(\.title)
    var response: [String: JSON] = [
      "description": .string(titles.joined(separator: "; ") + "."),
      "content": ["application/problem+json": ["schema": .schemaReference("Problem")]],
    ]
    let header: String? =
      switch status {
      case 401: "WWW-Authenticate"
      case 405: "Allow"
      case 429, 503, 507: "Retry-After"
      default: nil
      }
    if let header { response["headers"] = .object([header: ["schema": ["type": "string"]]]) }
    return .object(response)
  }

  /// The problem object (RFC 9457 §3.1) with the members of this interface.
  static let problemSchema: JSON = [
    "type": "object", "description": "What went wrong (RFC 9457). Further members may occur.",
    "required": ["type", "title", "status", "detail", "instance", "requestId"],
    "properties": [
      "type": ["type": "string", "description": "Names the kind of problem: urn:citywide:problem:…"],
      "title": ["type": "string"], "status": ["type": "integer", "minimum": 400, "maximum": 599],
      "detail": ["type": "string", "description": "What was wrong, where, and what would be right."],
      "instance": ["type": "string"],
      "requestId": ["type": "string", "description": "Names the request in the log of the server."],
      "errors": [
        "type": "array",
        "items": [
          "type": "object", "required": ["pointer", "detail"],
          "properties": [
            "pointer": [
              "type": "string", "description": "JSON Pointer into the body (RFC 6901), or the name of a parameter.",
            ],
            "detail": ["type": "string"],
          ],
        ],
      ],
    ],
  ]
}
