// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
public import HTTP
public import Intake
public import Packs
import Vocabulary

extension SensorThingsDoor {
  /// OGC SensorThings API 1.1 (OGC 18-088) below `/sensorthings/v1.1`.
  public var endpoints: [Endpoint] {
    [
      .thingsRoot(self, base, "getSensorThings"),
      .things(self, .get, "readSensorThings", "Read entities, sets of entities, properties"),
      .things(self, .post, "postSensorThings", "Make an entity; send a batch or a Data Array"),
      .things(self, .patch, "patchSensorThings", "Change parts of an entity"),
      .things(self, .put, "putSensorThings", "Give an entity new contents"),
      .things(self, .delete, "deleteSensorThings", "Delete an entity"),
    ]
  }
}

/// The service of a city, for callers that need nothing but its endpoints.
public func sensorThingsEndpoints(
  _ city: City, intake: ReadingIntake, settings: SensorThingsSettings = SensorThingsSettings()
) -> [Endpoint] {
  SensorThingsDoor(city, intake: intake, settings: settings).endpoints
}

private let base = "/sensorthings/v1.1"

extension Endpoint {
  fileprivate static func thingsRoot(_ door: SensorThingsDoor, _ path: String, _ operationId: String) -> Endpoint {
    Endpoint(
      .get, path, operationId: operationId, summary: "The entity sets, and what of the standard is there",
      tag: "SensorThings", access: .public, responses: [200: .json("The service document.", ["type": "object"])]
    ) { call in
      // Without credentials too: clients ask before they sign in.
      let request = ThingsRequest(method: .get, path: "", root: call.root, principal: .anonymous(door.city.tenant))
      return try await door.answer(request).answer
    }
  }

  fileprivate static func things(
    _ door: SensorThingsDoor, _ method: HTTP.Method, _ operationId: String, _ summary: String
  ) -> Endpoint {
    let takesBody = method == .post || method == .patch || method == .put
    let success: [Int: ResponseSpecification] =
      switch method {
      case .post:
        [
          200: .json("The answers to a batch.", ["type": "object"]),
          201: .json(
            "The address of what was made.", ["type": ["object", "array"]], headers: ["Location": "The same address."]),
        ]
      case .delete: [200: ResponseSpecification("It is gone.")]
      default:
        [
          200: .json("As OGC 18-088 says.", ["type": "object"]),
          204: ResponseSpecification("The property has no value."),
        ]
      }
    return Endpoint(
      method, base + "/{path...}", operationId: operationId, summary: summary,
      description:
        "OGC SensorThings API 1.1. The path has any number of segments, as in Things(1)/Datastreams; the query options are "
        + "$select, $expand, $filter, $orderby, $top, $skip, $count and $resultFormat.", tag: "SensorThings",
      access: .public,
      parameters: [
        .path(
          "path", .stringSchema(length: 0...door.settings.query.addressLength), "Resource path, of several segments.")
      ],
      requestBody: takesBody
        ? .bytes(
          ["application/json", "application/json-patch+json", "multipart/mixed", "*/*"], limit: door.settings.bodyLimit)
        : nil,
      responses: success,
      problems: [.unauthenticated, .forbidden, .notFound, .methodNotAllowed, .conflict, .revisionMismatch],
      readsAddress: true
    ) { call in
      let principal = try await door.caller(of: call)
      let request = ThingsRequest(
        method: method, path: String(call.head.path.dropFirst(base.count + 1)), query: call.head.query,
        body: call.bytes,
        contentType: call.header("Content-Type") ?? "", ifMatch: call.header("If-Match"), root: call.root,
        principal: principal, language: call.head.language)
      return try await door.answer(request).answer
    }
  }
}

extension Call {
  /// The address of the service's root, as the caller named it.
  fileprivate var root: String {
    "\(head.isSecure ? "https" : "http")://\(head.authority ?? head.header("Host") ?? "localhost")\(base)"
  }
}

extension ThingsAnswer {
  fileprivate var answer: Answer {
    var answer: Answer =
      switch content {
      case .none: .bytes([], mediaType: "application/json", status: status)
      case .json(let bytes): .json(bytes: bytes, status: status)
      case .text(let text): .text(text, status: status)
      case .other(let bytes, let mediaType): .bytes(bytes, mediaType: mediaType, status: status)
      }
    if status == 204 { answer = .noContent }
    for (name, value) in headers { answer = answer.with(name, value) }
    return answer
  }
}

extension SensorThingsDoor {
  /// Who calls: by `Authorization: Bearer` with an API token, by `Basic` with the token as password, as clients know it, or by
  /// the cookie of a session, which reads only.
  fileprivate func caller(of call: Call) async throws -> Principal {
    if let token = Self.basicPassword(call.header("Authorization")) {
      guard let principal = try await city.access.principal(forToken: token, in: city.tenant) else {
        throw Problem(
          .unauthenticated, "The API token in Authorization: Basic is unknown, was revoked or has expired.",
          "Authorization: Basic 中的 API 令牌不存在、已撤销或已过期。")
      }
      return principal
    }
    guard let identity = try await CityAuthenticator(city).identity(of: call.head) else {
      throw Problem(
        .unauthenticated, "This needs an API token, in Authorization: Bearer …, or as the password of Basic.",
        "此处需要 API 令牌，写在 Authorization: Bearer … 中，或作为 Basic 的密码。")
    }
    if case .session = identity.means, !call.endpoint.method.isSafe {
      throw Problem(.unauthenticated, "Changes need an API token; a session only reads here.", "修改需要 API 令牌；此处的会话只能读取。")
    }
    return identity.principal
  }

  private static func basicPassword(_ header: String?) -> String? {
    guard let header, header.lowercased().hasPrefix("basic "),
      let data = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces))
    else { return nil }
    let pair = String(decoding: data, as: UTF8.self)
    guard let colon = pair.firstIndex(of: ":") else { return nil }
    return String(pair[pair.index(after: colon)...])
  }
}
