// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

// Schemas that occur in many places.
extension JSON {
  /// A code of the pack: of a type, a department, an area.
  static let codeSchema = stringSchema(length: 1...100)
  static let identifierSchema = SchemaFormat.identifier.schema
  static let instantSchema = SchemaFormat.dateTime.schema
  static let boolSchema: JSON = ["type": "boolean"]
  static let anyObjectSchema: JSON = ["type": "object"]
  /// SHA-256 in hexadecimal digits.
  static let hashSchema = stringSchema(length: 64...64, description: "SHA-256 in hexadecimal digits.")
  static let positionSchema: JSON = [
    "type": "array", "items": ["type": "number"], "minItems": 2, "maxItems": 3,
    "description": "Longitude and latitude in WGS 84 degrees, and metres of altitude where known (RFC 7946 §3.1.1).",
  ]
  static let countSchema = integerSchema(0...Int64.max)
  static let textSchema: JSON = ["type": "string"]
  static let localizedSchema = schemaReference("LocalizedText")
}

let commonSchemas: [String: JSON] = [
  "LocalizedText": [
    "type": "object", "description": "A text by language (BCP 47).",
    "properties": ["en": .textSchema, "zh-Hans": .textSchema],
    "additionalProperties": .textSchema,
  ],
  "AreaPath": .objectSchema(
    ["district": .codeSchema, "street": .codeSchema, "community": .codeSchema, "cell": .codeSchema],
    description: "Codes of the areas around a place; levels that are not known are left out."),
]

extension LocalizedText {
  var json: JSON { .object(texts.mapValues { .string($0) }) }
}

extension JSONWriter {
  mutating func member(_ name: StaticString, _ text: LocalizedText?) {
    guard let text else { return }
    key(name)
    value(text.json)
  }
}
