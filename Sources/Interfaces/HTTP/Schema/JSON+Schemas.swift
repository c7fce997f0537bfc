// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

// Short ways to write the schemas that occur everywhere.
extension JSON {
  /// A schema for objects that have these members and no others.
  public static func objectSchema(
    _ properties: [String: JSON], required: [String] = [], description: String? = nil
  ) -> JSON {
    var schema: [String: JSON] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    schema["description"] = description.map { .string($0) }
    return .object(schema)
  }

  /// A schema for arrays.
  public static func arraySchema(of items: JSON, minimum: Int? = nil, maximum: Int? = nil) -> JSON {
    var schema: [String: JSON] = ["type": "array", "items": items]
    schema["minItems"] = minimum.map { .integer(Int64($0)) }
    schema["maxItems"] = maximum.map { .integer(Int64($0)) }
    return .object(schema)
  }

  /// A schema for strings, lengths in characters.
  public static func stringSchema(length: ClosedRange<Int>, description: String? = nil) -> JSON {
    var schema: [String: JSON] = [
      "type": "string", "minLength": .integer(Int64(length.lowerBound)),
      "maxLength": .integer(Int64(length.upperBound)),
    ]
    schema["description"] = description.map { .string($0) }
    return .object(schema)
  }

  /// A schema for whole numbers.
  public static func integerSchema(_ range: ClosedRange<Int64>, default value: Int64? = nil) -> JSON {
    var schema: [String: JSON] = [
      "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
    ]
    schema["default"] = value.map { .integer($0) }
    return .object(schema)
  }

  /// A schema for one of these strings.
  public static func enumSchema(_ values: some Sequence<String>) -> JSON {
    ["type": "string", "enum": .array(values.map { .string($0) })]
  }

  /// A reference to a named schema.
  public static func schemaReference(_ name: String) -> JSON { ["$ref": .string(SchemaCompiler.prefix + name)] }
}
