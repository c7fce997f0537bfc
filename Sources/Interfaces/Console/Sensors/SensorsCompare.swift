// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Lifeline
import Packs
import Storage
import Telemetry
import Vocabulary

/// Several sensors in charts below each other: one chart for each unit, so that no axis serves two.
struct SensorsCompare: Sendable {
  struct Range: Sendable {
    var rangeName: String
    var rangeAddress: String
    var isCurrent: Bool
  }

  struct Line: Sendable {
    var name: String
    var address: String
    var latest: String
  }

  /// Series at a time.
  static let most = 16

  var charts: [ChartContent]
  var hasCharts: Bool
  var ranges: [Range]
  var lines: [Line]
  var none: EmptyState?
}

extension Endpoint {
  static func compareSensorsPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/sensors/compare", operationId: "pageCompareSensors", summary: "Several sensors beside each other",
      access: .roles(Warnings.readers),
      parameters: [
        .query(
          "code", .arraySchema(of: .stringSchema(length: 1...256), maximum: SensorsCompare.most), "Codes of series."),
        .query("hours", .integerSchema(1...8784), "How many hours the charts show."),
      ]
    ) { call in
      let messages = pages.messages(call.head)
      let content = try await SensorsCompare(call.strings("code"), hours: call.integer("hours") ?? 24, pages, call)
      return pages.page(
        "sensors-compare", content, title: messages["sensorsCompare"], for: call, isWork: true, isWide: true,
        files: ["web/dygraph.css", "sensors.css", "web/dygraph.min.js", "scripts/sensor-chart.js"],
        twin: LocalAddress.twin("/api/v1/series", call.strings("code").map { ("code", $0) }))
    }
  }
}

extension SensorsCompare {
  fileprivate init(_ codes: [String], hours: Int, _ pages: Pages, _ call: Call) async throws {
    let (city, messages, moments) = (pages.city, pages.messages(call.head), pages.moments(call))
    let series = try await city.database.read { [tenant = city.tenant] transaction in
      try codes.compactMap { try city.telemetry.catalogue.series(code: $0, tenant: tenant, in: transaction) }
    }
    let latest = try await city.telemetry.latest(of: series.map(\.id), tenant: city.tenant)
    var units: [String] = []
    for one in series where !units.contains(one.unit ?? "") { units.append(one.unit ?? "") }
    charts = units.map { unit in
      let some = series.filter { $0.unit ?? "" == unit }
      return ChartContent(
        some, hours: hours, rules: [], warnings: [],
        label: some.map { messages.text($0.name) }.joined(separator: messages["listSeparator"]), messages, moments)
    }
    hasCharts = !charts.isEmpty
    let chosen = series.map { "code=\(LocalAddress.encoded($0.code))" }.joined(separator: "&")
    ranges = [6, 24, 168, 720].map { count in
      Range(
        rangeName: messages["sensorRange.\(count)"], rangeAddress: "/sensors/compare?\(chosen)&hours=\(count)",
        isCurrent: count == hours)
    }
    lines = series.map { one in
      Line(
        name: messages.text(one.name), address: "/sensors/\(LocalAddress.encoded(one.code))",
        latest: latest[one.id].map { NumberText.text($0.value, unit: one.unit) } ?? "–")
    }
    none =
      hasCharts
      ? nil
      : EmptyState(
        emptyTitle: messages["sensorsCompareNone"], emptyText: messages["sensorsCompareText"], emptyAddress: "/sensors",
        emptyAction: messages["sensors"])
  }
}
