// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP
public import Intake
public import Packs
import Vocabulary

/// The door for Influx line protocol: `/write` and `/query` as in version 1, `/api/v2/write` as in version 2, and `/ping`.
/// To be made once for a process.
public func lineProtocolEndpoints(
  _ city: City, intake: ReadingIntake, settings: LineProtocolSettings = LineProtocolSettings()
) -> [Endpoint] {
  let door = LineProtocolDoor(city, intake: intake, settings: settings)
  return [.writeLines(door), .writeLinesTwo(door), .influxPing, .influxQuery(door)]
}

extension Endpoint {
  fileprivate static func writeLines(_ door: LineProtocolDoor) -> Endpoint {
    write(
      "/write", operationId: "writeLines", summary: "Write line protocol as to InfluxDB 1", door,
      parameters: [
        text("db", "The database: {database} in the rule for codes."),
        text("rp", "A retention policy; without effect."),
        text("consistency", "Without effect."), text("u", "The name that goes with p; without effect."),
        .query("p", .stringSchema(length: 0...1024), isSecret: true, "An API token, where no header has one."),
      ]
    ) { $0.string("db") ?? "" }
  }

  fileprivate static func writeLinesTwo(_ door: LineProtocolDoor) -> Endpoint {
    write(
      "/api/v2/write", operationId: "writeLinesTwo", summary: "Write line protocol as to InfluxDB 2", door,
      parameters: [
        text("bucket", "The bucket: {database} in the rule for codes."), text("org", "Without effect."),
        text("orgID", "Without effect."),
        .query("p", .stringSchema(length: 0...1024), isSecret: true, "An API token, where no header has one."),
      ]
    ) { $0.string("bucket") ?? "" }
  }

  private static func write(
    _ path: String, operationId: String, summary: String, _ door: LineProtocolDoor, parameters: [Parameter],
    database: @escaping @Sendable (Call) -> String
  ) -> Endpoint {
    var body = BodySpecification.stream(["text/plain", "*/*"], limit: door.settings.bodyLimit)
    // An agent with nothing to write is not wrong.
    body.isRequired = false
    return Endpoint(
      .post, path, operationId: operationId, summary: summary,
      description:
        "Lines in the syntax of InfluxDB, also packed with gzip. On disk once it is answered. Lines that are wrong are "
        + "named with the reason; the others are kept. The sender needs the role reporter (a service), supervisor or "
        + "administrator for the whole city; the last two make series that are unknown.", tag: "Line protocol",
      access: .public,
      parameters: parameters + [text("precision", "The unit of the times: \(Precision.choices); ns by default.")],
      requestBody: body,
      responses: [
        204: ResponseSpecification("All lines are on disk."),
        400: .json("Some lines were not kept, or the request cannot be read.", InfluxAnswer.schema),
        401: .json("No known API token came with it.", InfluxAnswer.schema),
        403: .json("The sender may not send readings.", InfluxAnswer.schema),
        413: .json("The body is too large.", InfluxAnswer.schema),
        503: .json("Too much at once, or the disk does not answer; to be sent again later.", InfluxAnswer.schema),
      ]
    ) { call in
      do {
        let principal = try await door.city.sender(of: call)
        try await door.write(call, principal: principal, database: database(call))
        return Answer.noContent.with("X-Influxdb-Version", InfluxAnswer.version)
      } catch {
        return try InfluxAnswer.answer(to: error, in: call.head.language)
      }
    }
  }

  /// What clients ask before they write.
  fileprivate static let influxPing = Endpoint(
    .get, "/ping", operationId: "influxPing", summary: "Whether line protocol is taken", tag: "Line protocol",
    access: .public, parameters: [text("verbose", "Without effect."), text("wait_for_leader", "Without effect.")],
    responses: [204: ResponseSpecification("It is.", headers: ["X-Influxdb-Version": "The dialect that is spoken."])]
  ) { _ in
    Answer.noContent.with("X-Influxdb-Version", InfluxAnswer.version)
  }

  /// Agents make their database before they write; here every one is there.
  fileprivate static func influxQuery(_ door: LineProtocolDoor) -> Endpoint {
    Endpoint(
      .post, "/query", operationId: "influxQuery", summary: "Make a database as in InfluxDB 1",
      description: "Only CREATE DATABASE is understood, and has nothing to do. Readings are asked for below /api/v1.",
      tag: "Line protocol", access: .public,
      parameters: ["q", "db", "u", "epoch", "pretty", "chunked", "chunk_size"].map { text($0, "As in InfluxDB 1.") } + [
        .query("p", .stringSchema(length: 0...1024), isSecret: true, "An API token, where no header has one.")
      ],
      requestBody: BodySpecification(
        [
          .init("application/x-www-form-urlencoded", as: .form, schema: ["type": "object"]),
          // Some clients name another type and send nothing.
          .init("*/*", as: .bytes, schema: ["type": "string", "maxLength": 0]),
        ], limit: 1 << 16, isRequired: false),
      responses: [
        200: .json("The database can be written to.", ["type": "object"]),
        400: .json("Another statement.", InfluxAnswer.schema),
        401: .json("No known API token came with it.", InfluxAnswer.schema),
        403: .json("The sender may not send readings.", InfluxAnswer.schema),
      ]
    ) { call in
      do {
        try await door.city.sender(of: call).requireSendingReadings()
        let statement = (call.string("q") ?? call.form["q"] ?? "").drop { $0 == " " }
        guard statement.lowercased().hasPrefix("create database ") else {
          throw Problem(
            .badRequest, "only CREATE DATABASE is understood here; readings are asked for below /api/v1",
            "此处只支持 CREATE DATABASE；查询读数请用 /api/v1")
        }
        return Answer.json(["results": [["statement_id": 0]]]).with("X-Influxdb-Version", InfluxAnswer.version)
      } catch {
        return try InfluxAnswer.answer(to: error, in: call.head.language)
      }
    }
  }

  private static func text(_ name: String, _ description: String) -> Parameter {
    .query(name, .stringSchema(length: 0...1024), description)
  }
}
