// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
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
          [
            "value": [
              "type": ["number", "string", "boolean", "object", "array", "null"],
              "description": "Of the kind of the series; one of JSON takes any value, as it is written.",
            ], "decimals": .integerSchema(0...12),
          ], required: ["value"]), limit: 1 << 18),
      responses: [
        200: .json("The reading afterwards.", .schemaReference("Reading"), headers: replayed)
      ], problems: [.notFound, .conflict, .idempotencyMismatch]
    ) { call in
      try await change(city, call) { kind throws(Problem) in
        if kind == .json, let text = call.written("value") { return .correct(.document(text)) }
        guard let value = call.json["value"].flatMap(ReadingValue.init) else {
          throw .invalid("/value", "must be a number, a text or a boolean", "须为数字、文本或布尔值")
        }
        let decimals = call.json["decimals"]?.integer.map { Int($0) } ?? call.writtenDecimals["value"].count
        return .correct(value, decimals: decimals)
      }
    }
  }

  static func deleteReading(_ city: City) -> Endpoint {
    Endpoint(
      .delete, path, operationId: "deleteReading", summary: "Delete a reading",
      description: "The event ReadingDeleted keeps what it said.", tag: "Telemetry", access: .roles(changers),
      parameters: parameters, responses: [204: ResponseSpecification("It is gone.", headers: replayed)],
      problems: [.notFound, .conflict, .idempotencyMismatch]
    ) { call in try await change(city, call) { _ in .delete } }
  }

  private static let path = "/api/v1/series/{code}/readings/{at}"
  private static let changers: Set<Role> = [.supervisor, .administrator]

  private static let replayed = [
    "Idempotent-Replayed": "true, where the change had been made before under the same key."
  ]

  private static let parameters: [Parameter] = [
    .path("code", .stringSchema(length: 1...256), "The series' code."), .path("at", .instantSchema, "Its instant."),
    .query(
      "sequence", .integerSchema(0...Int64(Int32.max), default: 0), "Its number among the readings of that instant."),
    .idempotencyKey,
  ]

  private static func place(_ call: Call) -> (at: Instant, sequence: Int) {
    (Instant(call.path("at")) ?? Instant(milliseconds: 0), call.integer("sequence") ?? 0)
  }

  /// - Parameter wanted: what is to be done to a reading of that kind.
  private static func change(
    _ city: City, _ call: Call, _ wanted: (Series.Kind) throws(Problem) -> ReadingChange
  ) async throws -> Answer {
    try call.principal.requireEverywhere(changers, for: "Changing readings")
    let series = try await city.series(call.path("code"))
    let change = try wanted(series.kind)
    let (at, sequence) = place(call)
    let principal = call.principal
    let command = try call.idempotencyKey().map { ReadingCommand(key: $0.key, fingerprint: $0.fingerprint) }
    let (text, isReplay) = try await city.database.write {
      [telemetry = city.telemetry] transaction -> (String, Bool) in
      // Of two that come at the same time with the same key, the second waits and gets the answer of the first.
      try telemetry.lock([series.id], in: transaction)
      if let command, let text = try telemetry.answer(to: command, by: principal, in: transaction) {
        return (text, true)
      }
      _ = try telemetry.change(series.id, at: at, sequence: sequence, change, by: principal, in: transaction)
      let found = try telemetry.range(
        of: series.id, from: at, to: at + .milliseconds(1), limit: 1000, tenant: principal.tenant, in: transaction)
      var text = ""
      if case .correct = change, let reading = found.first(where: { $0.sequence == sequence }) {
        var writer = JSONWriter(capacity: 128)
        reading.write(to: &writer)
        text = writer.text
      }
      if let command { try telemetry.remember(text, to: command, by: principal, in: transaction) }
      return (text, false)
    }
    let answer: Answer = text.isEmpty ? .noContent : .json(bytes: Array(text.utf8))
    return isReplay ? answer.with("Idempotent-Replayed", "true") : answer
  }
}
