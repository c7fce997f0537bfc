// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Vocabulary

/// Thinks out what is reported, some days at a time, and gives the reports their places in the journal of the city.
struct ReportPlanner: Sendable {
  /// The reports of some days.
  struct Days: Sendable {
    /// By the stream that tells of them, each in the order of time.
    var reports: [[NumberedReport]]
    var count: Int
    /// When the last of the days ends.
    var until: Instant
  }

  /// Days are taken together until they have about so many reports.
  private static let reportsAtOnce = 1000

  private let city: City
  private let model: ReportModel
  private let streams: Int
  /// Which stream tells of a type.
  private let streamOf: [String: Int]
  private let from: Instant
  private let end: Instant
  private let days: [Int]
  private let weights: [Double]
  private let total: Double
  /// How many reports all days have together, about.
  private let wanted: Double
  private var next = 0
  private var due = 0.0
  private var planned = 0
  private var count = 0

  /// - Parameter count: how many reports there are, about.
  init(_ ground: DemoGround, city: City, streams: Int, count: Int, from start: Instant, to end: Instant) {
    self.city = city
    self.streams = streams
    self.from = start
    self.end = end
    model = ReportModel(ground)
    // Types that are reported often are spread.
    let types = (ReportTypes.events + ReportTypes.components).map(\.type)
    streamOf = Dictionary(types.enumerated().map { ($1, $0 % streams) }) { first, _ in first }
    days = Array(LocalMoment(start).day...LocalMoment(end).day)
    // On the first and the last day the city is looked at for a part of the day only.
    weights = days.map { [model] in model.weight(ofDay: $0) }
    total = weights.reduce(0, +)
    wanted = Double(count)
  }

  /// The reports of the next days; `nil` when there are no more days.
  mutating func next() async throws -> Days? {
    guard next < days.count else { return nil }
    var found: [(day: Int, reports: [Report])] = []
    var some = 0
    while next < days.count, some < Self.reportsAtOnce {
      due += wanted * weights[next] / total
      let reports = model.reports(Int(due) - planned, onDay: days[next], from: from, to: end)
      planned = Int(due)
      found.append((days[next], reports))
      some += reports.count
      next += 1
    }
    let numbers = try await city.matters.reserveNumbers(
      found.map { ($0.reports.count, LocalMoment.instant(day: $0.day, hour: 12)) }, tenant: city.tenant)
    var result = Days(
      reports: [[NumberedReport]](repeating: [], count: streams), count: some,
      until: min(end, LocalMoment.instant(day: days[next - 1] + 1, hour: 0)))
    for (report, number) in zip(found.flatMap(\.reports), numbers.joined()) {
      result.reports[streamOf[report.type] ?? 0].append(
        NumberedReport(
          report: report, ordinal: count, id: city.matters.reserveIdentifier(at: report.at), number: number))
      count += 1
    }
    return result
  }
}
