// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What an endpoint answers with one status, for the document.
public struct ResponseSpecification: Sendable {
  public var description: String
  /// `nil` where there is no body.
  public var mediaType: String?
  public var schema: JSON?
  /// Headers by name, each with a description.
  public var headers: [String: String]

  public init(
    _ description: String, mediaType: String? = nil, schema: JSON? = nil, headers: [String: String] = [:]
  ) {
    self.description = description
    self.mediaType = mediaType
    self.schema = schema
    self.headers = headers
  }

  /// A JSON body of that schema.
  public static func json(
    _ description: String, _ schema: JSON, headers: [String: String] = [:]
  ) -> ResponseSpecification {
    ResponseSpecification(description, mediaType: "application/json", schema: schema, headers: headers)
  }

  /// One page of a list: `{"items": […], "next": "cursor" or null}`.
  public static func page(_ description: String, of item: JSON) -> ResponseSpecification {
    let schema = JSON.objectSchema(
      [
        "items": .arraySchema(of: item),
        "next": ["type": ["string", "null"], "description": "The cursor of the next page; null on the last one."],
      ], required: ["items", "next"])
    return json(
      description, schema, headers: ["Link": "The next page, as a link with rel=\"next\" (RFC 8288)."])
  }

  /// A stream of server-sent events.
  public static func events(_ description: String) -> ResponseSpecification {
    ResponseSpecification(description, mediaType: "text/event-stream", schema: ["type": "string"])
  }
}
