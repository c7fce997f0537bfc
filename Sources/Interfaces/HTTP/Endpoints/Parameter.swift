// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A parameter of an endpoint in path, query or header. Its schema documents and checks it.
///
/// The type of the schema also says how the text is read: `integer`, `number`, `boolean` (`true`, `false`), `string`,
/// or `array` of these.
public struct Parameter: Sendable {
  public enum Place: String, Sendable { case path, query, header }

  public var name: String
  public var place: Place
  public var schema: JSON
  public var isRequired: Bool
  public var description: String
  /// Whether an array is given as `a=1,2` (OpenAPI `explode: false`) instead of `a=1&a=2`.
  public var isCommaSeparated: Bool
  /// Never written to a log.
  public var isSecret: Bool

  public init(
    _ name: String, in place: Place, schema: JSON, isRequired: Bool? = nil, isCommaSeparated: Bool = false,
    isSecret: Bool = false, _ description: String
  ) {
    self.name = name
    self.place = place
    self.schema = schema
    self.isRequired = isRequired ?? (place == .path)
    self.isCommaSeparated = isCommaSeparated
    self.isSecret = isSecret
    self.description = description
  }

  public static func path(_ name: String, _ schema: JSON, isSecret: Bool = false, _ description: String) -> Parameter {
    Parameter(name, in: .path, schema: schema, isSecret: isSecret, description)
  }

  public static func query(
    _ name: String, _ schema: JSON, isRequired: Bool = false, isCommaSeparated: Bool = false, isSecret: Bool = false,
    _ description: String
  ) -> Parameter {
    Parameter(
      name, in: .query, schema: schema, isRequired: isRequired, isCommaSeparated: isCommaSeparated,
      isSecret: isSecret, description)
  }

  public static func header(_ name: String, _ schema: JSON, isRequired: Bool = false, _ description: String)
    -> Parameter
  {
    Parameter(name, in: .header, schema: schema, isRequired: isRequired, description)
  }

  /// The revision that a change is based on (RFC 9110 §13.1.1); see `Call.expecting(_:)`.
  public static let ifMatch = header(
    "If-Match", .stringSchema(length: 1...200),
    "The entity tag of the revision that the change is based on, or several; the call is refused when none is current.")

  /// What the caller has already (RFC 9110 §13.1.2); see `Call.hasCurrent(_:)`.
  public static let ifNoneMatch = header(
    "If-None-Match", .stringSchema(length: 1...1000),
    "Entity tags that the caller has; the answer is 304 when one of them is the current one.")
}
