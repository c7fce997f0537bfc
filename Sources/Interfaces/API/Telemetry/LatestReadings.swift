// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Telemetry
import Vocabulary

extension Endpoint {
  static func listLatestReadings(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/latest", operationId: "listLatestReadings", summary: "The newest readings of a part of the map",
      description: "Of all series whose entity has its middle in the box, at once and in no order; what a map shows.",
      tag: "Telemetry", access: .roles(staff),
      parameters: [
        .query(
          "bbox", .arraySchema(of: ["type": "number"], minimum: 4, maximum: 4), isRequired: true,
          isCommaSeparated: true, "West, south, east and north edge, in degrees.")
      ],
      responses: [
        200: .json(
          "The readings.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("LatestReading"))], required: ["items"]))
      ], isHeavy: true
    ) { call in
      let box = try BoundingBox(json: call["bbox"] ?? .null, at: "bbox")
      let found = try await city.latestReadings(in: box)
      return .json(capacity: 224 * found.count + 64) { writer in
        writer.beginObject()
        writer.key("items")
        writer.beginArray()
        for placed in found { placed.write(to: &writer) }
        writer.endArray()
        writer.endObject()
      }
    }
  }
}

extension PlacedReading {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("series", code)
    writer.member("unit", unit)
    writer.member("entity", entity)
    writer.key("position")
    writer.beginArray()
    writer.number(position.longitude)
    writer.number(position.latitude)
    writer.endArray()
    reading.writeMembers(to: &writer)
    writer.endObject()
  }
}
