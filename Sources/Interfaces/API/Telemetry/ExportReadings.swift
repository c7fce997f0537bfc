// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Telemetry
import Vocabulary

extension Endpoint {
  /// CSV, and JSON lines below a name of their own: each has one media type.
  static func exportReadings(_ city: City) -> [Endpoint] {
    [
      export(city, "/api/v1/readings", "exportReadings", "Readings of many series, as CSV (RFC 4180)", isCSV: true),
      export(city, "/api/v1/readings.jsonl", "exportReadingLines", "The same as JSON lines", isCSV: false),
    ]
  }

  private static func export(
    _ city: City, _ path: String, _ operationId: String, _ summary: String, isCSV: Bool
  ) -> Endpoint {
    Endpoint(
      .get, path, operationId: operationId, summary: summary,
      description:
        "By code of the series and by time, written while it is sent: however much it is, "
        + "it takes little memory. Without `series` and `entity`, all series.", tag: "Telemetry", access: .roles(staff),
      parameters: [
        .query(
          "series", .arraySchema(of: .stringSchema(length: 1...256), maximum: 1000), "Codes of series; once for each."),
        .query("entity", .stringSchema(length: 1...1024), "All series that tell of this entity."),
        .query("from", .instantSchema, "Not before; by default the first one there is."),
        .query("to", .instantSchema, "Before; by default the last one there is."),
      ],
      responses: [
        200: ResponseSpecification(
          "The readings. A transfer that breaks off before its end was not whole.",
          mediaType: isCSV ? "text/csv" : "application/x-ndjson",
          schema: ["type": "string"])
      ], problems: [.notFound, .headTooLarge]
    ) { call in
      var chosen: [Series]?
      let codes = call.strings("series")
      if !codes.isEmpty {
        var found: [Series] = []
        for code in Set(codes).sorted() { found.append(try await city.series(code)) }
        chosen = found
      }
      let export = ReadingExport(
        telemetry: city.telemetry, database: city.database, tenant: city.tenant,
        from: call.instant("from") ?? Instant(milliseconds: .min),
        to: call.instant("to") ?? Instant(milliseconds: .max), isCSV: isCSV)
      let entity = call.string("entity")
      return .stream(mediaType: export.isCSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson") {
        [chosen] writer in
        try await writer.write(export.heading)
        if let chosen {
          for series in chosen where entity == nil || series.entity == entity {
            try await export.write(series) { try await writer.write($0) }
          }
          return
        }
        try await export.eachSeries(entity: entity) { series in
          try await export.write(series) { try await writer.write($0) }
        }
      }.attachment(named: export.isCSV ? "readings.csv" : "readings.jsonl")
    }
  }
}
