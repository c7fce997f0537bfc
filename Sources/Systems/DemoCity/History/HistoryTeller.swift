// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Storage
import Vocabulary

/// Tells what happened to the matters of the city until now, and writes it in the order of time.
struct HistoryTeller {
  /// What happened, and what is to be written besides of the matters whose stories are over.
  private struct Told: Sendable {
    var chronicle: MatterChronicle
    var stocks: [HistoryStock.Writing]
  }

  /// Always so many, whatever the machine has: the city must not depend on it.
  private static let streamCount = 8
  /// Days are told together until they have about so many reports; what was told before is being written meanwhile.
  private static let reportsAtOnce = 1000

  private let city: City
  private let stocks: [HistoryStock]
  private let model: ReportModel
  private let streams: [StreamTeller]
  /// Which stream tells of a type.
  private let streamOf: [String: Int]
  private(set) var matterCount = 0
  private(set) var eventCount = 0

  init(_ ground: DemoGround, city: City, staff: StaffModel, stocks: [HistoryStock]) {
    self.city = city
    self.stocks = stocks
    model = ReportModel(ground)
    let reporting = Reporting(ground, staff: staff.staff, city: city)
    streams = (0..<Self.streamCount).map { _ in StreamTeller(city, reporting, staff, seed: ground.seed) }
    // Types that are reported often are spread.
    let types = (ReportTypes.events + ReportTypes.components).map(\.type)
    streamOf = Dictionary(types.enumerated().map { ($1, $0 % Self.streamCount) }) { first, _ in first }
  }

  /// - Parameters:
  ///   - count: how many reports there are, about.
  ///   - progress: is told how many were written.
  mutating func tell(
    _ count: Int, from start: Instant, to end: Instant, progress: (Int) -> Void = { _ in }
  ) async throws {
    let days = Array(LocalMoment(start).day...LocalMoment(end).day)
    // On the first and the last day the city is looked at for a part of the day only.
    let weights = days.map { model.weight(ofDay: $0) }
    let total = weights.reduce(0, +)
    var due = 0.0
    var planned = 0
    var waiting: [[NumberedReport]] = streams.map { _ in [] }
    var told: Told?
    for (day, weight) in zip(days, weights) {
      due += Double(count) * weight / total
      let reports = model.reports(Int(due) - planned, onDay: day, from: start, to: end)
      planned = Int(due)
      for report in try await numbered(reports, day: day) {
        waiting[streamOf[report.report.type] ?? 0].append(report)
      }
      guard day == days.last || waiting.map(\.count).reduce(0, +) >= Self.reportsAtOnce else { continue }
      let until = min(end, LocalMoment.instant(day: day + 1, hour: 0))
      // What was told is written while more is told.
      let writing = told.map(write)
      told = try await tell(waiting, until: until)
      try await writing?.value
      waiting = streams.map { _ in [] }
      progress(matterCount)
    }
    try await told.map(write)?.value
    var last: [Told] = []
    for stream in streams { last.append(with(await stream.settle())) }
    try await write(Self.merged(last)).value
  }

  private mutating func numbered(_ reports: [Report], day: Int) async throws -> [NumberedReport] {
    let numbers = try await city.matters.reserveNumbers(
      reports.count, tenant: city.tenant, at: LocalMoment.instant(day: day, hour: 12))
    defer { matterCount += reports.count }
    return zip(reports, numbers).enumerated().map { index, pair in
      NumberedReport(
        report: pair.0, ordinal: matterCount + index, id: city.matters.reserveIdentifier(at: pair.0.at), number: pair.1)
    }
  }

  private mutating func tell(_ reports: [[NumberedReport]], until end: Instant) async throws -> Told {
    let parts = try await withThrowingTaskGroup(of: (Int, Told).self) { [self] group in
      for (index, stream) in streams.enumerated() {
        let own = reports[index]
        group.addTask { [self] in (index, with(try await stream.tell(own, until: end))) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    let told = Self.merged(streams.indices.compactMap { parts[$0] })
    eventCount += told.chronicle.eventCount
    return told
  }

  private func with(_ chronicle: MatterChronicle) -> Told {
    let matters = chronicle.settledMatters
    return Told(chronicle: chronicle, stocks: stocks.map { $0.prepare(matters) })
  }

  private static func merged(_ parts: [Told]) -> Told {
    Told(chronicle: MatterChronicle(merging: parts.map(\.chronicle)), stocks: parts.flatMap(\.stocks))
  }

  private func write(_ told: Told) -> Task<Void, any Error> {
    Task { [city] in
      try await city.database.write { transaction in
        try city.matters.write(told.chronicle, in: transaction)
        for write in told.stocks { try write(transaction) }
      }
    }
  }
}
