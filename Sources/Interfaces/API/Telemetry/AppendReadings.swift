// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Telemetry
import Vocabulary

extension Endpoint {
  static func appendReadings(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/readings", operationId: "appendReadings", summary: "Send readings of any series",
      description:
        "All or nothing; on disk once it is answered, with the warnings that they raise. The same reading sent "
        + "again changes nothing. Services may send with the role reporter; people need supervisor or administrator. The "
        + "grant must reach the whole city.", tag: "Telemetry", access: .roles(readingRoles),
      parameters: [
        .query(
          "createSeries", ["type": "boolean", "default": false],
          "Makes series that are unknown, of the kind of their first reading; for supervisors and administrators.")
      ], requestBody: .json(.schemaReference("NewReadings"), limit: settings.readingsLimit),
      responses: [200: .json("What became of them.", .schemaReference("AppendResult"))], problems: [.conflict]
    ) { call in
      let roles = readingRoles.subtracting(call.principal.kind == .service ? [] : [.reporter])
      try call.principal.requireEverywhere(roles, for: "Sending readings")
      let creates = call.bool("createSeries") ?? false
      if creates { try call.principal.requireEverywhere([.supervisor, .administrator], for: "Making series") }
      let written = call.writtenDecimals
      let readings = try (call.json.array ?? []).enumerated().map { index, json in
        try NewReading(json: json, index: index, written: written[index]["value"].count)
      }
      let result = try await city.telemetry.append(readings, createSeries: creates, tenant: city.tenant)
      return .json { result.write(to: &$0) }
    }
  }

  private static let readingRoles: Set<Role> = [.reporter, .supervisor, .administrator]
}

extension NewReading {
  /// - Parameters:
  ///   - json: fits the schema of a reading.
  ///   - written: decimals with which its number was written, where zeros end it.
  fileprivate init(json: JSON, index: Int, written: Int?) throws(Problem) {
    guard let at = json["at"]?.string.flatMap({ Instant($0) }), let value = json["value"].flatMap(ReadingValue.init)
    else {
      throw .invalid("/\(index)", "must be a reading with series, at and value", "须为含 series、at 和 value 的读数")
    }
    let marks = json["quality"]?.array?.compactMap(\.string) ?? []
    guard let quality = Quality(names: marks) else {
      throw .invalid(
        "/\(index)/quality", "names marks: \(Quality.names.map(\.name).joined(separator: ", "))",
        "标记只能是：\(Quality.names.map(\.name).joined(separator: "、"))")
    }
    self.init(
      series: json["series"]?.string ?? "", at: at, value: value,
      decimals: json["decimals"]?.integer.map { Int($0) } ?? written, quality: quality)
  }
}

extension AppendResult {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("received", received)
    writer.member("stored", stored)
    writer.member("createdSeries", createdSeries)
    writer.endObject()
  }
}
