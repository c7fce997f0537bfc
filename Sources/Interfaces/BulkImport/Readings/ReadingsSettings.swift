// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars

/// How a file of readings is to be understood: one column holds the time, each other column the values of one series.
public struct ReadingsSettings: Sendable {
  /// Heading of the column with the time.
  public var timeColumn = "datetime"
  /// The zone of times that name none. One that the clocks showed twice is the earlier, one that they skipped an hour later.
  public var zone: TimeZoneRules
  /// Codes of series by the headings of their columns.
  public var series: [String: String]
  /// What is put before a heading to make the code of its series, where `series` has none; `nil`: the column has no meaning.
  public var prefix: String?
  /// Headings of columns that are no readings.
  public var ignored: Set<String> = ["anomaly", "changepoint"]
  /// Makes series that are unknown, with numbers for readings.
  public var createsSeries = false
  /// The byte between fields; `nil`: as the headings have it.
  public var separator: UInt8?

  public init(zone: TimeZoneRules, series: [String: String] = [:], prefix: String? = nil) {
    self.zone = zone
    self.series = series
    self.prefix = prefix
  }

  func code(_ heading: String) -> String? {
    guard heading != timeColumn, !ignored.contains(heading), !heading.isEmpty else { return nil }
    return series[heading] ?? prefix.map { $0 + heading.filter { !$0.isWhitespace } }
  }
}
