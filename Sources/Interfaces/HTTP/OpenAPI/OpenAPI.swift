// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What the document says about the interface as a whole.
public struct DocumentInfo: Sendable {
  public var title: String
  public var version: String
  public var description: String
  /// Addresses of the interface; `/` where none is given.
  public var servers: [String]

  public init(title: String, version: String, description: String = "", servers: [String] = ["/"]) {
    self.title = title
    self.version = version
    self.description = description
    self.servers = servers
  }
}

/// Writes a table of endpoints as an OpenAPI 3.1 document.
enum OpenAPI {
  static func document(of table: EndpointTable, about: DocumentInfo) -> JSON {
    var paths: [String: JSON] = [:]
    var tags: Set<String> = []
    for compiled in table.endpoints where !compiled.endpoint.isPage {
      let endpoint = compiled.endpoint
      // OpenAPI has no capture of several segments; the description of the parameter says so.
      let path = endpoint.path.replacing("...}", with: "}")
      var item = paths[path]?.object ?? [:]
      item[endpoint.method.name.lowercased()] = operation(endpoint)
      paths[path] = .object(item)
      tags.insert(endpoint.tag)
    }
    var info: [String: JSON] = ["title": .string(about.title), "version": .string(about.version)]
    if !about.description.isEmpty { info["description"] = .string(about.description) }
    let responses = Set(Problem.Code.allCases.map(\.status)).map { (responseName($0), problemResponse($0)) }
    return [
      "openapi": "3.1.0", "info": .object(info),
      "servers": .array(about.servers.map { ["url": .string($0)] }),
      "tags": .array(tags.sorted().map { ["name": .string($0)] }),
      "paths": .object(paths),
      "components": [
        "schemas": .object(table.library.components),
        "responses": .object(Dictionary(uniqueKeysWithValues: responses)),
        "securitySchemes": [
          "token": ["type": "http", "scheme": "bearer", "description": "An API token."],
          "session": [
            "type": "apiKey", "in": "cookie", "name": .string(SessionCookie.name),
            "description": "The cookie of a session; calls that change something also need the header X-CSRF-Token.",
          ],
        ],
      ],
    ]
  }

  private static func operation(_ endpoint: Endpoint) -> JSON {
    var operation: [String: JSON] = [
      "operationId": .string(endpoint.operationId), "summary": .string(endpoint.summary),
      "tags": [.string(endpoint.tag)], "security": security(endpoint.access), "responses": responses(endpoint),
    ]
    var description = endpoint.description.map { [$0] } ?? []
    if case .roles(let roles) = endpoint.access {
      let names = roles.sorted().map(\.rawValue)
      operation["x-roles"] = .array(names.map { .string($0) })
      description.append("Roles: \(names.joined(separator: ", ")).")
    }
    if !description.isEmpty { operation["description"] = .string(description.joined(separator: "\n\n")) }
    if !endpoint.parameters.isEmpty { operation["parameters"] = .array(endpoint.parameters.map(parameter)) }
    if let body = endpoint.requestBody { operation["requestBody"] = requestBody(body) }
    return .object(operation)
  }

  private static func security(_ access: Endpoint.Access) -> JSON {
    switch access {
    case .public: []
    case .optional: [[:], ["token": []], ["session": []]]
    case .signedIn, .roles: [["token": []], ["session": []]]
    }
  }

  private static func parameter(_ parameter: Parameter) -> JSON {
    var object: [String: JSON] = [
      "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "schema": parameter.schema,
      "required": .bool(parameter.isRequired), "description": .string(parameter.description),
    ]
    if parameter.isCommaSeparated, parameter.place == .query {
      object["style"] = "form"
      object["explode"] = false
    }
    return .object(object)
  }

  private static func requestBody(_ body: BodySpecification) -> JSON {
    var content: [String: JSON] = [:]
    for one in body.contents { content[one.mediaType] = ["schema": one.schema] }
    let description = body.description ?? ""
    return [
      "content": .object(content), "required": .bool(body.isRequired),
      "description": .string("\(description)\(description.isEmpty ? "" : " ")At most \(body.limit) bytes."),
    ]
  }

  private static func responses(_ endpoint: Endpoint) -> JSON {
    var responses: [String: JSON] = [:]
    for status in problemStatuses(endpoint) {
      responses["\(status)"] = ["$ref": .string("#/components/responses/\(responseName(status))")]
    }
    for (status, response) in endpoint.responses {
      var object: [String: JSON] = ["description": .string(response.description)]
      if let mediaType = response.mediaType {
        let essence = mediaType.split(separator: ";").first.map(String.init) ?? mediaType
        object["content"] = .object([essence: ["schema": response.schema ?? [:]]])
      }
      if !response.headers.isEmpty {
        object["headers"] = .object(
          response.headers.mapValues { ["description": .string($0), "schema": ["type": "string"]] })
      }
      responses["\(status)"] = .object(object)
    }
    return .object(responses)
  }
}
