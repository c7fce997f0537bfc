// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
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
  /// One core is left to the thread that writes, which has as much to do as all that tell.
  private static let tellersAtOnce = max(1, ProcessInfo.processInfo.activeProcessorCount - 1)
  /// How much of what was told may wait to be written.
  private static let writesAhead = 2

  private let city: City
  private let stocks: [HistoryStock]
  private let ground: DemoGround
  private let streams: [StreamTeller]
  private(set) var matterCount = 0
  private(set) var eventCount = 0

  init(_ ground: DemoGround, city: City, staff: StaffModel, stocks: [HistoryStock]) {
    self.city = city
    self.stocks = stocks
    self.ground = ground
    let reporting = Reporting(ground, staff: staff.staff, city: city)
    streams = (0..<Self.streamCount).map { _ in StreamTeller(city, reporting, staff, seed: ground.seed) }
  }

  /// - Parameters:
  ///   - count: how many reports there are, about.
  ///   - progress: is told how many were written.
  mutating func tell(
    _ count: Int, from start: Instant, to end: Instant, progress: (Int) -> Void = { _ in }
  ) async throws {
    var planner = ReportPlanner(ground, city: city, streams: streams.count, count: count, from: start, to: end)
    var planned = try await planner.next()
    var writes: [Task<Void, any Error>] = []
    while let days = planned {
      // What was told is written while more is told, and the reports after these are thought out.
      let ahead = Task { [planner] in
        var planner = planner
        return (try await planner.next(), planner)
      }
      let told = try await tell(days.reports, until: days.until)
      matterCount += days.count
      writes.append(write(told, after: writes.last))
      if writes.count > Self.writesAhead { try await writes.removeFirst().value }
      progress(matterCount)
      (planned, planner) = try await ahead.value
    }
    for write in writes { try await write.value }
    var last: [Told] = []
    for stream in streams { last.append(with(await stream.settle())) }
    try await write(Self.merged(last), after: nil).value
  }

  private mutating func tell(_ reports: [[NumberedReport]], until end: Instant) async throws -> Told {
    let parts = try await withThrowingTaskGroup(of: (Int, Told).self) { [self] group in
      var parts: [Int: Told] = [:]
      for (index, stream) in streams.enumerated() {
        if index >= Self.tellersAtOnce, let (done, told) = try await group.next() { parts[done] = told }
        let own = reports[index]
        group.addTask { [self] in (index, with(try await stream.tell(own, until: end))) }
      }
      return try await group.reduce(into: parts) { $0[$1.0] = $1.1 }
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

  private func write(_ told: Told, after before: Task<Void, any Error>?) -> Task<Void, any Error> {
    Task { [city] in
      try await before?.value
      try await city.database.write { transaction in
        try city.matters.write(told.chronicle, in: transaction)
        for write in told.stocks { try write(transaction) }
      }
    }
  }
}
