// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What an endpoint accepts as body: one or more media types, and a limit.
public struct BodySpecification: Sendable {
  /// How a body reaches the handler.
  public enum Form: Sendable {
    /// Parsed and checked against the schema: `Call.json`.
    case json
    /// `application/x-www-form-urlencoded`, parsed: `Call.form`.
    case form
    /// Whole, in memory: `Call.bytes`.
    case bytes
    /// Piece by piece: `Call.stream`.
    case stream
    /// `multipart/form-data` (RFC 7578), part by part: `Call.parts`.
    case multipart
  }

  /// One media type.
  public struct Content: Sendable {
    /// As in `application/json`, or a range as in `image/*`.
    public var mediaType: String
    public var form: Form
    public var schema: JSON

    public init(_ mediaType: String, as form: Form, schema: JSON) {
      self.mediaType = mediaType
      self.form = form
      self.schema = schema
    }
  }

  /// The first is the one that examples use.
  public var contents: [Content]
  /// The largest body in bytes.
  public var limit: Int
  /// The most parts of a multipart body.
  public var parts = MultipartLimits().parts
  public var isRequired: Bool
  public var description: String?

  public init(_ contents: [Content], limit: Int, isRequired: Bool = true, description: String? = nil) {
    self.contents = contents
    self.limit = limit
    self.isRequired = isRequired
    self.description = description
  }

  /// `application/json` of that schema.
  public static func json(_ schema: JSON, limit: Int = 1 << 20, isRequired: Bool = true) -> BodySpecification {
    BodySpecification([Content("application/json", as: .json, schema: schema)], limit: limit, isRequired: isRequired)
  }

  /// A form of a page; its fields are checked by the handler. At most 1,000 of them.
  public static func form(_ schema: JSON = ["type": "object"], limit: Int = 1 << 18) -> BodySpecification {
    BodySpecification([Content("application/x-www-form-urlencoded", as: .form, schema: schema)], limit: limit)
  }

  /// `multipart/form-data`, read part by part.
  /// - Parameter parts: the most of them, the fields of a form among them.
  public static func multipart(
    _ schema: JSON = ["type": "object"], limit: Int, parts: Int = MultipartLimits().parts
  ) -> BodySpecification {
    var body = BodySpecification([Content("multipart/form-data", as: .multipart, schema: schema)], limit: limit)
    body.parts = parts
    return body
  }

  /// Bytes of these media types, in memory.
  public static func bytes(_ mediaTypes: [String], limit: Int) -> BodySpecification {
    let schema: JSON = ["type": "string", "format": "binary"]
    return BodySpecification(mediaTypes.map { Content($0, as: .bytes, schema: schema) }, limit: limit)
  }

  /// Bytes of these media types, piece by piece.
  public static func stream(_ mediaTypes: [String], limit: Int) -> BodySpecification {
    let schema: JSON = ["type": "string", "format": "binary"]
    return BodySpecification(mediaTypes.map { Content($0, as: .stream, schema: schema) }, limit: limit)
  }
}
