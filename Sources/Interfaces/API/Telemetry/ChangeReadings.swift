// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Storage
import Telemetry
import Vocabulary

/// Single readings that were wrong. What they said before is in the journal.
extension Endpoint {
  static func correctReading(_ city: City) -> Endpoint {
    Endpoint(
      .put, path, operationId: "correctReading", summary: "Give a reading another value",
      description: "The event ReadingCorrected keeps both values.", tag: "Telemetry", access: .roles(changers),
      parameters: parameters,
      requestBody: .json(
        .objectSchema(
          ["value": ["type": ["number", "string", "boolean"]], "decimals": .integerSchema(0...12)],
          required: ["value"]), limit: 1 << 18),
      responses: [200: .json("The reading afterwards.", .schemaReference("Reading"))], problems: [.notFound]
    ) { call in
      guard let value = call.json["value"].flatMap(ReadingValue.init) else {
        throw Problem.invalid("/value", "must be a number, a text or a boolean", "须为数字、文本或布尔值")
      }
      let decimals = call.json["decimals"]?.integer.map { Int($0) } ?? call.writtenDecimals["value"].count
      let series = try await change(.correct(value, decimals: decimals), city, call)
      let (at, sequence) = place(call)
      let found = try await city.telemetry.range(
        of: series.id, from: at, to: at + .milliseconds(1), limit: 1000, tenant: city.tenant)
      guard let reading = found.first(where: { $0.sequence == sequence }) ?? found.first else {
        throw Problem(.notFound, "The reading is gone again.", "该读数已不存在。")
      }
      return .json { reading.write(to: &$0) }
    }
  }

  static func deleteReading(_ city: City) -> Endpoint {
    Endpoint(
      .delete, path, operationId: "deleteReading", summary: "Delete a reading",
      description: "The event ReadingDeleted keeps what it said.", tag: "Telemetry", access: .roles(changers),
      parameters: parameters, responses: [204: ResponseSpecification("It is gone.")], problems: [.notFound]
    ) { call in
      _ = try await change(.delete, city, call)
      return .noContent
    }
  }

  private static let path = "/api/v1/series/{code}/readings/{at}"
  private static let changers: Set<Role> = [.supervisor, .administrator]

  private static let parameters: [Parameter] = [
    .path("code", .stringSchema(length: 1...256), "The series' code."), .path("at", .instantSchema, "Its instant."),
    .query(
      "sequence", .integerSchema(0...Int64(Int32.max), default: 0), "Its number among the readings of that instant."),
  ]

  private static func place(_ call: Call) -> (at: Instant, sequence: Int) {
    (Instant(call.path("at")) ?? Instant(milliseconds: 0), call.integer("sequence") ?? 0)
  }

  private static func change(_ change: ReadingChange, _ city: City, _ call: Call) async throws -> Series {
    try call.principal.requireEverywhere(changers, for: "Changing readings")
    let series = try await city.series(call.path("code"))
    let (at, sequence) = place(call)
    let principal = call.principal
    try await city.database.write { [telemetry = city.telemetry] transaction in
      _ = try telemetry.change(series.id, at: at, sequence: sequence, change, by: principal, in: transaction)
    }
    return series
  }
}
