// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTP
import Storage
import Packs
import Telemetry
import Vocabulary

extension Endpoint {
  static func listSeries(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/series", operationId: "listSeries", summary: "The series of readings, by code", tag: "Telemetry",
      access: .roles(staff),
      parameters: Parameter.paging + [
        .query("entity", .stringSchema(length: 1...1024), "Only those that tell of this entity."),
        .query("code", .arraySchema(of: .stringSchema(length: 1...256), maximum: 100), "Only those of these codes."),
      ], responses: [200: .page("A page of series.", of: .schemaReference("Series"))]
    ) { call in
      let page = try call.page()
      let after = page.after?.first?.string ?? ""
      let entity = call.string("entity")
      let codes = Set(call.strings("code")).sorted()
      let found = try await city.database.read {
        [catalogue = city.telemetry.catalogue, tenant = city.tenant] transaction in
        guard codes.isEmpty else {
          return try codes.filter { $0 > after }.compactMap {
            try catalogue.series(code: $0, tenant: tenant, in: transaction)
          }.filter { entity == nil || $0.entity == entity }
        }
        return try catalogue.list(
          entity: entity, after: after, limit: page.limit + 1, tenant: tenant, in: transaction)
      }
      let (series, next) = page.cut(found) { [.string($0.code)] }
      return .page(next: next, for: call) { writer in
        for one in series { one.write(to: &writer, at: city.pack.series(one.code)?.position) }
      }
    }
  }

  static func getSeries(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/series/{code}", operationId: "getSeries", summary: "One series", tag: "Telemetry",
      access: .roles(staff), parameters: [.seriesCode],
      responses: [200: .json("The series.", .schemaReference("Series"))]
    ) { call in
      let series = try await city.series(call.path("code"))
      return .json { series.write(to: &$0, at: city.pack.series(series.code)?.position) }
    }
  }

  static func getLatestReading(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/series/{code}/latest", operationId: "getLatestReading", summary: "The newest reading of a series",
      tag: "Telemetry", access: .roles(staff), parameters: [.seriesCode],
      responses: [
        200: .json(
          "The reading; null where there is none.",
          .objectSchema(
            ["series": .textSchema, "reading": ["anyOf": [.schemaReference("Reading"), ["type": "null"]]]],
            required: ["series", "reading"]))
      ]
    ) { call in
      let series = try await city.series(call.path("code"))
      let reading = try await city.telemetry.latest(of: series.id, tenant: city.tenant)
      return .json { writer in
        writer.beginObject()
        writer.member("series", series.code)
        writer.key("reading")
        if let reading { reading.write(to: &writer) } else { writer.null() }
        writer.endObject()
      }
    }
  }

  static func listReadings(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/series/{code}/readings", operationId: "listReadings", summary: "Readings of a series",
      tag: "Telemetry",
      access: .roles(staff),
      parameters: [
        .seriesCode, .query("from", .instantSchema, "Not before; by default the first one there is."),
        .query("to", .instantSchema, "Before; by default the last one there is."),
        .query(
          "order", ["type": "string", "enum": ["oldestFirst", "newestFirst"], "default": "oldestFirst"],
          "Which comes first."),
        .query("limit", .integerSchema(1...10_000, default: 1000), "How many readings at most."),
        Parameter.paging[1],
      ], responses: [200: .page("A page of readings.", of: .schemaReference("Reading"))]
    ) { call in
      let page = try call.page()
      let series = try await city.series(call.path("code"))
      let found = try await city.telemetry.range(
        of: series.id, from: call.instant("from") ?? Instant(milliseconds: .min),
        to: call.instant("to") ?? Instant(milliseconds: .max),
        order: call.string("order") == "newestFirst" ? .newestFirst : .oldestFirst,
        after: page.after?.first?.integer.map { Instant(milliseconds: min($0, .max - 1)) },
        sequence: page.after.flatMap { $0.count > 1 ? $0[1].integer.map { Int(truncatingIfNeeded: $0) } : nil },
        limit: page.limit + 1,
        tenant: city.tenant)
      let (readings, next) = page.cut(found) { [.integer($0.at.milliseconds), .integer(Int64($0.sequence))] }
      return .page(next: next, for: call) { writer in
        for reading in readings { reading.write(to: &writer) }
      }
    }
  }
}

extension Parameter {
  fileprivate static let seriesCode = path("code", .stringSchema(length: 1...256), "The series' code.")
}

extension City {
  /// - Throws: `Problem` of code `notFound`.
  func series(_ code: String) async throws -> Series {
    let found = try await database.read { [catalogue = telemetry.catalogue, tenant] in
      try catalogue.series(code: code, tenant: tenant, in: $0)
    }
    guard let found else { throw Problem(.notFound, "There is no series \(code).", "没有序列 \(code)。") }
    return found
  }
}

let telemetrySchemas: [String: JSON] = {
  let value: JSON = ["type": ["number", "string", "boolean"], "description": "In the unit of the series."]
  let decimals: JSON = [
    "type": "integer", "minimum": 0, "maximum": 12,
    "description": "Decimals with which the number was written, where it has more than it needs: 2.00 has two.",
  ]
  let quality: JSON = [
    "type": "array", "items": .enumSchema(Quality.names.map(\.name)), "uniqueItems": true,
    "description": "What was found wrong with it.",
  ]
  let kept: JSON = [
    "type": ["number", "string", "boolean", "object", "array", "null"],
    "description": "In the unit of the series; any value where it holds JSON.",
  ]
  let readingMembers: [String: JSON] = [
    "at": .instantSchema, "value": kept, "decimals": decimals, "quality": quality,
    "sequence": [
      "type": "integer", "minimum": 0,
      "description": "Its number among the readings of its instant, where the series keeps more than one.",
    ],
  ]
  return [
    "NewReadings": .arraySchema(
      of: .objectSchema(
        [
          "series": .stringSchema(length: 1...256), "at": .instantSchema, "value": value, "decimals": decimals,
          "quality": quality,
        ], required: ["series", "at", "value"]), minimum: 1, maximum: 20_000),
    "AppendResult": .objectSchema(
      [
        "received": .countSchema,
        "stored": [
          "type": "integer", "description": "How many are new or changed a value; the rest said what was known.",
        ], "createdSeries": .countSchema,
      ], required: ["received", "stored", "createdSeries"]),
    "Reading": .objectSchema(readingMembers, required: ["at", "value"]),
    "LatestReading": .objectSchema(
      readingMembers.merging([
        "series": .textSchema, "unit": .textSchema, "entity": .textSchema, "position": .positionSchema,
      ]) { first, _ in first }, required: ["series", "position", "at", "value"]),
    "Series": .objectSchema(
      [
        "id": .identifierSchema, "code": .textSchema, "name": .localizedSchema,
        "unit": ["type": "string", "description": "UCUM code, as in Cel or kPa."],
        "kind": .enumSchema(Series.Kind.allCases.map(\.rawValue)), "entity": .textSchema, "position": .positionSchema,
        "policy": [
          "type": "string", "enum": .array(Series.Policy.allCases.map { .string($0.rawValue) }),
          "description": "What becomes of two values for one instant.",
        ],
        "class": ["type": "string", "description": "Says how long its readings are kept; absent for the usual class."],
        "createdAt": .instantSchema,
      ], required: ["id", "code", "name", "kind", "policy", "createdAt"]),
  ]
}()

extension Series {
  fileprivate func write(to writer: inout JSONWriter, at position: Position?) {
    writer.beginObject()
    writer.member("id", id)
    writer.member("code", code)
    writer.member("name", name)
    writer.member("unit", unit)
    writer.member("kind", kind.rawValue)
    writer.member("entity", entity)
    if let position {
      writer.key("position")
      writer.value(position.json)
    }
    writer.member("policy", policy.rawValue)
    writer.member("class", retentionClass.isEmpty ? nil : retentionClass)
    writer.member("createdAt", createdAt)
    writer.endObject()
  }
}

extension Reading {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writeMembers(to: &writer)
    writer.endObject()
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("at", at)
    writer.key("value")
    value.write(decimals: decimals, to: &writer)
    writer.member("decimals", decimals)
    if !quality.isEmpty {
      writer.key("quality")
      writer.beginArray()
      for name in quality.names { writer.string(name) }
      writer.endArray()
    }
    if sequence > 0 { writer.member("sequence", sequence) }
  }
}
