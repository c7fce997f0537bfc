// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Operations
import Packs
import Vocabulary

extension Endpoint {
  /// What the page counts, for spreadsheets: names and headings as on the page. Codes are in the table of the interface.
  static func statisticsTable(_ pages: Pages) -> Endpoint {
    let reports = OnTimeReports(database: pages.city.database)
    return page(
      .get, "/statistics.csv", operationId: "pageStatisticsTable",
      summary: "How many matters were finished in time, as a table", access: .signedIn,
      parameters: Statistics.parameters, isHeavy: true
    ) { call in
      let statistics = Statistics(pages, call)
      let report = try await reports.report(statistics.query, for: call.principal, at: statistics.now)
      return .bytes(Array(statistics.table(report).utf8), mediaType: "text/csv; charset=utf-8")
        .attachment(named: "statistics.csv")
    }
  }
}

extension Statistics {
  /// The lines of the report as comma-separated values (RFC 4180), those of the page in its order; the last is the total.
  func table(_ report: OnTimeReport) -> String {
    var lines = ranked(report.lines)
    lines.append((line: report.total, place: nil))
    // Spreadsheets know UTF-8 by its mark.
    return "\u{FEFF}" + MatterExport.line(headings) + lines.map { MatterExport.line(cells($0.line, $0.place)) }.joined()
  }

  private var headings: [String] {
    let counts = ["onTimeRate", "allMatters", "endedInTime", "endedLate", "stillOpen", "openOverdue"]
    let within = dimension == .street ? [messages["by.area"]] : []
    let rank = dimension == .month ? [] : [messages["rank"]]
    return rank + [messages["by.\(dimension.rawValue)"]] + within + counts.map { messages[$0] }
  }

  private func cells(_ line: OnTimeReport.Line, _ place: Int?) -> [String] {
    let key = line.keys.first ?? nil
    let within = dimension == .street ? [key.flatMap(district) ?? ""] : []
    let rank = dimension == .month ? [] : [place.map { "\($0)" } ?? ""]
    let name = MatterExport.safe(name(key, isTotal: line.keys.isEmpty))
    let rate = line.rate.map { "\(Double(($0 * 1000).rounded()) / 10)%" } ?? ""
    return rank + [name] + within + [rate]
      + [line.matters, line.onTime, line.late, line.open, line.openLate].map { "\($0)" }
  }
}
