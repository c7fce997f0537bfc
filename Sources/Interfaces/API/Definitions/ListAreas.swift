// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  static func listAreas(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/areas", operationId: "listAreas", summary: "The areas of the city", tag: "Definitions",
      access: .signedIn, parameters: Parameter.paging + areaFilter,
      responses: [
        200: .page("A page of areas, the widest level first, each level by code.", of: .schemaReference("Area"))
      ]
    ) { call in
      let page = try call.page()
      let areas = try chosen(city.pack, call)
      let first = Int(page.after?.first?.integer ?? 0)
      guard first >= 0, first <= areas.count else {
        throw Problem.invalid("cursor", "must be the next of an earlier answer to the same list", "须为同一列表先前回答中的 next")
      }
      let rest = areas[first...].prefix(page.limit)
      let next: [JSON]? = rest.endIndex < areas.count ? [.integer(Int64(rest.endIndex))] : nil
      return .page(next: next, for: call) { writer in
        for area in rest { area.write(to: &writer) }
      }
    }
  }

  static func getAreaFeatures(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/areas.geojson", operationId: "getAreaFeatures", summary: "The areas of the city as GeoJSON",
      tag: "Definitions", access: .signedIn, parameters: areaFilter,
      responses: [
        200: ResponseSpecification(
          "A feature collection (RFC 7946 §3.3) of the areas that have a geometry.", mediaType: "application/geo+json",
          schema: .anyObjectSchema)
      ], isHeavy: true
    ) { call in
      let areas = try chosen(city.pack, call)
      var writer = JSONWriter(capacity: 1 << 16)
      writer.beginObject()
      writer.member("type", "FeatureCollection")
      writer.key("features")
      writer.beginArray()
      for area in areas where area.geometry != nil { area.writeFeature(to: &writer) }
      writer.endArray()
      writer.endObject()
      return .bytes(writer.bytes, mediaType: "application/geo+json")
    }
  }

  static func locateArea(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/areas/locate", operationId: "locateArea", summary: "In which areas a place lies",
      tag: "Definitions", access: .signedIn,
      parameters: [
        .query("lon", ["type": "number", "minimum": -180, "maximum": 180], isRequired: true, "Degrees east."),
        .query("lat", ["type": "number", "minimum": -90, "maximum": 90], isRequired: true, "Degrees north."),
      ],
      responses: [200: .json("The areas around it, by level.", .schemaReference("LocatedAreas"))]
    ) { call in
      let path = city.pack.areas.locate(Position(call.double("lon") ?? 0, call.double("lat") ?? 0))
      return .json { writer in
        writer.beginObject()
        for level in Area.Level.allCases {
          guard let code = path[level], let area = city.pack.areas.area(code) else { continue }
          writer.key(named: level.rawValue)
          area.write(to: &writer)
        }
        writer.endObject()
      }
    }
  }

  private static let areaFilter: [Parameter] = [
    .query("level", .enumSchema(Area.Level.allCases.map(\.rawValue)), "Only of this level."),
    .query("parent", .codeSchema, "Only the parts of this area, one step down."),
  ]

  private static func chosen(_ pack: Pack, _ call: Call) throws(Problem) -> [Area] {
    let level = call.string("level").flatMap(Area.Level.init)
    let parent = call.string("parent")
    if let unknown = pack.unknownCode(area: parent) { throw unknown.problem(at: "parent") }
    let areas = parent.map { pack.areas.children(of: $0) } ?? pack.areas.areas
    return level == nil ? areas : areas.filter { $0.level == level }
  }
}

let areaSchemas: [String: JSON] = {
  let area = JSON.schemaReference("Area")
  return [
    "Area": .objectSchema(
      [
        "code": .codeSchema, "level": .enumSchema(Area.Level.allCases.map(\.rawValue)), "name": .localizedSchema,
        "parent": .codeSchema,
        "bbox": [
          "type": "array", "items": ["type": "number"], "description": "west, south, east, north in degrees.",
        ],
      ], required: ["code", "level", "name"]),
    "LocatedAreas": .objectSchema(["district": area, "street": area, "community": area, "cell": area]),
  ]
}()

extension Area {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writeMembers(to: &writer)
    if let geometry {
      writer.key("bbox")
      writer.value(geometry.boundingBox.json)
    }
    writer.endObject()
  }

  fileprivate func writeFeature(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("type", "Feature")
    writer.member("id", code)
    writer.key("geometry")
    writer.value(geometry?.json ?? .null)
    writer.key("properties")
    writer.beginObject()
    writeMembers(to: &writer)
    writer.endObject()
    writer.endObject()
  }

  private func writeMembers(to writer: inout JSONWriter) {
    writer.member("code", code)
    writer.member("level", level.rawValue)
    writer.member("name", name)
    writer.member("parent", parent)
  }
}
