// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

let entitySchemas: [String: JSON] = {
  let value: JSON = [
    "type": ["string", "number", "boolean", "array", "object"], "description": "Anything but null.",
  ]
  let attribute: [String: JSON] = [
    "value": value, "observedAt": .instantSchema,
    "unitCode": .stringSchema(length: 1...40, description: "Common code of UN/CEFACT Recommendation 20, as in CEL."),
    "metadata": .anyObjectSchema,
  ]
  let relationship: [String: JSON] = [
    "targets": .arraySchema(of: .stringSchema(length: 1...1024), minimum: 1, maximum: 1000),
    "observedAt": .instantSchema, "metadata": .anyObjectSchema,
  ]
  func named(_ part: JSON) -> JSON { ["type": "object", "maxProperties": 1000, "additionalProperties": part] }
  func orNull(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }
  let content: [String: JSON] = [
    "id": .stringSchema(length: 1...1024, description: "A URI, as in urn:ngsi-ld:Bridge:7."),
    "type": .stringSchema(length: 1...256), "attributes": named(.schemaReference("Attribute")),
    "relationships": named(.schemaReference("Relationship")), "location": .schemaReference("Geometry"),
  ]
  return [
    "Attribute": .objectSchema(attribute, required: ["value"]),
    "Relationship": .objectSchema(relationship, required: ["targets"]),
    "Geometry": [
      "type": "object", "description": "A geometry of GeoJSON (RFC 7946 §3.1).", "required": ["type"],
      "properties": [
        "type": .enumSchema([
          "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
        ]), "coordinates": ["type": "array"], "geometries": ["type": "array"],
      ],
    ],
    "NewEntity": .objectSchema(content, required: ["id", "type"]),
    "EntityPatch": .objectSchema([
      "attributes": named(orNull(.schemaReference("Attribute"))),
      "relationships": named(orNull(.schemaReference("Relationship"))),
      "location": orNull(.schemaReference("Geometry")),
    ]),
    "Entity": .objectSchema(
      content.merging([
        "department": .codeSchema, "areas": .arraySchema(of: .codeSchema), "createdAt": .instantSchema,
        "modifiedAt": .instantSchema, "revision": .countSchema,
      ]) { first, _ in first }, required: ["id", "type", "createdAt", "modifiedAt", "revision"],
      description: "A thing in the city: the information model of NGSI-LD, without its protocol."),
  ]
}()
