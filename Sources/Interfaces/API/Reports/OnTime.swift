// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Operations
import Packs
import Vocabulary

extension Endpoint {
  static func getOnTimeReport(_ city: City) -> Endpoint {
    onTime(
      city, "/api/v1/reports/on-time", operationId: "getOnTimeReport",
      summary: "How many matters were finished in time",
      response: .json("The report.", .schemaReference("OnTimeReport"))
    ) { report in .json(capacity: 4096) { report.write(to: &$0) } }
  }

  static func getOnTimeTable(_ city: City) -> Endpoint {
    onTime(
      city, "/api/v1/reports/on-time.csv", operationId: "getOnTimeTable",
      summary: "How many matters were finished in time, as a table",
      response: ResponseSpecification(
        "The report (RFC 4180), its first line with the names of the columns.", mediaType: "text/csv",
        schema: .textSchema)
    ) { report in .bytes(Array(report.table.utf8), mediaType: "text/csv; charset=utf-8") }
  }

  private static func onTime(
    _ city: City, _ path: String, operationId: String, summary: String, response: ResponseSpecification,
    _ answer: @escaping @Sendable (OnTimeReport) -> Answer
  ) -> Endpoint {
    let reports = OnTimeReports(database: city.database)
    return Endpoint(
      .get, path, operationId: operationId, summary: summary,
      description: "Of the matters that you may see. The rate is on time / (on time + late). A code that the city does "
        + "not have is refused.", tag: "Reports",
      access: .signedIn, parameters: onTimeParameters, responses: [200: response]
    ) { call in
      answer(try await reports.report(OnTimeQuery(call), for: call.principal, at: city.time.now(), in: city.pack))
    }
  }

  private static let onTimeParameters: [Parameter] = [
    .query(
      "by",
      .arraySchema(
        of: .enumSchema(OnTimeQuery.Dimension.allCases.map(\.rawValue)),
        maximum: OnTimeQuery.Dimension.allCases.count),
      isCommaSeparated: true, "What is counted apart, in this order; `area` is the district."),
    .query(
      "basis",
      ["type": "string", "enum": .array(OnTimeQuery.Basis.allCases.map { .string($0.rawValue) }), "default": "opened"],
      "Which date puts a matter into a period and a month: when it came in, or when it ended."),
    .query("from", .instantSchema, "The beginning of the period."),
    .query("to", .instantSchema, "The end of the period, excluded."),
    .query("type", .codeSchema, "Only of this type."),
    .query("department", .codeSchema, "Only those that this department is in charge of."),
    .query("area", .codeSchema, "Only in this area, of whichever level."),
    .query("channel", .stringSchema(length: 1...40), "Only those that came in this way."),
    .query(
      "ending", .arraySchema(of: .enumSchema(MatterOutcome.Ending.allCases.map(\.rawValue)), maximum: 3),
      isCommaSeparated: true, "The endings that count; by default closed and merged."),
  ]
}

extension OnTimeQuery {
  fileprivate init(_ call: Call) {
    self.init()
    dimensions = call.strings("by").compactMap(Dimension.init)
    basis = call.string("basis").flatMap(Basis.init) ?? .opened
    from = call.instant("from")
    to = call.instant("to")
    type = call.string("type")
    department = call.string("department")
    area = call.string("area")
    channel = call.string("channel")
    let endings = call.strings("ending").compactMap(MatterOutcome.Ending.init)
    if !endings.isEmpty { self.endings = Set(endings) }
  }
}

let reportSchemas: [String: JSON] = {
  let counts = ["matters", "closed", "due", "onTime", "late", "open", "openLate"]
  var line = Dictionary(uniqueKeysWithValues: counts.map { ($0, JSON.countSchema) })
  line["keys"] = ["type": "object", "additionalProperties": ["type": ["string", "null"]]]
  line["rate"] = ["type": ["number", "null"], "minimum": 0, "maximum": 1]
  return [
    "OnTimeLine": .objectSchema(line, required: counts + ["keys", "rate"]),
    "OnTimeReport": .objectSchema(
      [
        "at": .instantSchema, "basis": .textSchema, "dimensions": .arraySchema(of: .textSchema),
        "lines": .arraySchema(of: .schemaReference("OnTimeLine")), "total": .schemaReference("OnTimeLine"),
      ], required: ["at", "basis", "dimensions", "lines", "total"]),
  ]
}()

extension OnTimeReport {
  /// As comma-separated values; the last line is the total.
  fileprivate var table: String {
    let counts = ["matters", "closed", "due", "onTime", "late", "open", "openLate", "rate"]
    var rows = [dimensions.map(\.rawValue) + counts]
    for line in lines { rows.append(line.keys.map { $0 ?? "" } + line.cells) }
    if !dimensions.isEmpty {
      rows.append(["total"] + dimensions.dropFirst().map { _ in "" } + total.cells)
    }
    return rows.map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}

extension OnTimeReport.Line {
  fileprivate var cells: [String] {
    [matters, closed, due, onTime, late, open, openLate].map { "\($0)" } + [rate.map { "\($0)" } ?? ""]
  }
}
