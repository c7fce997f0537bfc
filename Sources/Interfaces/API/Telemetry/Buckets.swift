// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Packs
import Telemetry
import Vocabulary

extension Endpoint {
  /// - Parameter most: values in one answer.
  static func summariseReadings(_ city: City, most: Int) -> Endpoint {
    Endpoint(
      .get, "/api/v1/buckets", operationId: "summariseReadings", summary: "Readings in buckets of time",
      description:
        "Of numbers and booleans (0 and 1), each series on its own or all together. Every bucket that meets the time is "
        + "there, also without readings.", tag: "Telemetry", access: .roles(staff),
      parameters: [
        .query(
          "series", .arraySchema(of: .stringSchema(length: 1...256), minimum: 1, maximum: 1000), isRequired: true,
          "Codes of series; once for each."),
        .query("from", .instantSchema, isRequired: true, "Not before; the first bucket begins here or earlier."),
        .query("to", .instantSchema, "Before; by default now."),
        .query(
          "step", .stringSchema(length: 1...32), isRequired: true,
          "How long a bucket is, as in PT10M, counted from 1970; or day, week (from Monday), month, quarter, year of the "
            + "calendar."),
        .query("zone", .stringSchema(length: 1...64), "The time zone of the calendar; by default that of the city."),
        .query(
          "functions", .arraySchema(of: .stringSchema(length: 1...24), minimum: 1, maximum: 16), isCommaSeparated: true,
          "\(Aggregate.names.map(\.name).joined(separator: ", ")), and percentiles as in p95; mean by default."),
        .query("fill", .enumSchema(GapFill.allCases.map(\.rawValue)), "What stands for a bucket without readings."),
        .query("together", ["type": "boolean", "default": false], "All series in one row."),
        .query(
          "excluding", .arraySchema(of: .enumSchema(Quality.names.map(\.name))), isCommaSeparated: true,
          "Readings with one of these marks do not count."),
      ],
      responses: [
        200: .json("The buckets.", .objectSchema(["items": .arraySchema(of: rowSchema)], required: ["items"]))
      ], problems: [.notFound, .headTooLarge], isHeavy: true
    ) { call in
      let from = call.instant("from") ?? city.time.now()
      let to = call.instant("to") ?? city.time.now()
      guard from <= to else {
        throw Problem.invalid("to", "\(to) lies before from, \(from)", "\(to) 早于 from（\(from)）")
      }
      var series: [Series] = []
      for code in call.strings("series") { series.append(try await city.series(code)) }
      let names = call.strings("functions").isEmpty ? ["mean"] : call.strings("functions")
      let functions = try names.map { try Aggregate(name: $0) }
      let isTogether = call.bool("together") ?? false
      let query = AggregateQuery(
        groups: isTogether ? [series.map(\.id)] : series.map { [$0.id] }, from: from, to: to,
        buckets: try Buckets(call.string("step") ?? "", zone: call.string("zone"), city), functions: functions,
        fill: call.string("fill").flatMap { GapFill(rawValue: $0) } ?? .none,
        excluding: Quality(names: call.strings("excluding")) ?? [])
      let rows = try await city.telemetry.aggregate(query, tenant: city.tenant)
      let count = rows.reduce(0) { $0 + $1.starts.count } * names.count
      guard count <= most else {
        throw Problem.invalid(
          "step", "would make \(count) values, \(most) are possible: take a longer step or fewer series",
          "将产生 \(count) 个值，最多 \(most) 个：请加大步长或减少序列")
      }
      return .json(capacity: 64 + count * 48) { writer in
        writer.beginObject()
        writer.key("items")
        writer.beginArray()
        for (index, row) in rows.enumerated() {
          row.write(isTogether ? series.map(\.code) : [series[index].code], names, to: &writer)
        }
        writer.endArray()
        writer.endObject()
      }
    }
  }

  private static let rowSchema: JSON = .objectSchema(
    [
      "series": .arraySchema(of: .textSchema),
      "buckets": .arraySchema(
        of: [
          "type": "object", "required": ["start"], "properties": ["start": .instantSchema],
          "additionalProperties": ["type": ["number", "null"]],
          "description": "Its beginning, and a value for each function; null where there is none.",
        ]),
    ], required: ["series", "buckets"])
}

extension AggregateRow {
  fileprivate func write(_ series: [String], _ names: [String], to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("series")
    writer.beginArray()
    for code in series { writer.string(code) }
    writer.endArray()
    writer.key("buckets")
    writer.beginArray()
    for (index, start) in starts.enumerated() {
      writer.beginObject()
      writer.member("start", start)
      for (name, values) in zip(names, values) {
        writer.key(named: name)
        if let value = values[index], value.isFinite { writer.number(value) } else { writer.null() }
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}

extension Buckets {
  fileprivate init(_ step: String, zone: String?, _ city: City) throws(Problem) {
    if let period = Period(step), period.milliseconds > 0 {
      self = .fixed(.milliseconds(period.milliseconds))
      return
    }
    guard let unit = Unit(rawValue: step) else {
      throw .invalid(
        "step", "is a length such as PT10M, or day, week, month, quarter or year",
        "须为时长（如 PT10M）或 day、week、month、quarter、year")
    }
    guard let zone else {
      self = .calendar(unit, zone: city.pack.timeZone)
      return
    }
    do throws(Problem) { self = .calendar(unit, zone: try TimeZoneRules.named(zone)) } catch {
      throw .invalid("zone", error.detail, "没有该时区；名称形如 Asia/Shanghai")
    }
  }
}

extension Aggregate {
  fileprivate static let names: [(name: String, value: Aggregate)] = [
    ("count", .count), ("min", .min), ("max", .max), ("sum", .sum), ("mean", .mean), ("first", .first), ("last", .last),
    ("standardDeviation", .standardDeviation), ("rate", .rate), ("timeWeightedMean", .timeWeightedMean),
  ]

  fileprivate init(name: String) throws(Problem) {
    if let known = Self.names.first(where: { $0.name == name }) {
      self = known.value
      return
    }
    guard name.hasPrefix("p"), let percent = Double(name.dropFirst()), (0...100).contains(percent) else {
      let names = Self.names.map(\.name).joined(separator: ", ")
      throw .invalid(
        "functions", "has no \(name.prefix(24)); it has \(names), and percentiles such as p95",
        "没有 \(name.prefix(24))；可用 \(names) 及 p95 等分位数")
    }
    self = .percentile(percent / 100)
  }
}
