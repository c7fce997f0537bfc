// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension SegmentStore {
  /// The newest reading of every series of a tenant that has any, in order of series.
  func latest(tenant: Tenant, in transaction: Transaction) throws -> [Reading] {
    // The log first: what is sealed in between is then seen twice, not missed.
    let log = try self.log(tenant, in: transaction)
    var sealed: [Reading] = []
    try transaction.forEach(Self.orderedLatestQuery, values: [tenant.sqlValue]) { sealed.append(Self.latest($0)) }
    return LatestOverlay(of: log, over: sealed).readings
  }
}

/// The newest sealed readings with what the log knows in the place of older ones.
///
/// Both come in order of series, so that they are walked along with each other. A reading is made for the newest of a series
/// only, however often the log has it.
private struct LatestOverlay {
  /// Where the newest reading of a series is: the last of a run of a row of the log, or, without a row, among the sealed.
  private struct Place {
    var at: Int64
    var row = -1
    var run = 0
  }

  private let log: [LogRow]
  private let sealed: [Reading]
  /// One for each of `sealed`, then one for each of `unsealed`.
  private var places: [Place] = []
  /// The series of which nothing is sealed yet, with their index in `places`.
  private var unsealed: [Int64: Int] = [:]

  init(of log: [LogRow], over sealed: [Reading]) {
    self.log = log
    self.sealed = sealed
    guard !log.isEmpty else { return }
    places = sealed.map { Place(at: $0.at.milliseconds) }
    for (row, logged) in log.enumerated() {
      var next = 0
      for (run, one) in logged.runs.runs.enumerated() {
        next = firstSealed(atLeast: one.series, from: next)
        let at = logged.runs.instants[one.range.upperBound - 1]
        let index = place(of: one.series, sealed: next)
        // Of one instant, what came last counts.
        if at >= places[index].at { places[index] = Place(at: at, row: row, run: run) }
      }
    }
  }

  var readings: [Reading] {
    guard !log.isEmpty else { return sealed }
    var known = sealed
    for index in known.indices where places[index].row >= 0 { known[index] = reading(places[index]) }
    guard !unsealed.isEmpty else { return known }
    var merged: [Reading] = []
    merged.reserveCapacity(known.count + unsealed.count)
    var next = 0
    for (series, index) in unsealed.sorted(by: { $0.key < $1.key }) {
      while next < known.count, known[next].series.rawValue < series {
        merged.append(known[next])
        next += 1
      }
      merged.append(reading(places[index]))
    }
    merged += known[next...]
    return merged
  }

  private func reading(_ place: Place) -> Reading {
    let runs = log[place.row].runs
    let run = runs.runs[place.run]
    return runs.readings(of: run, last: run.range.upperBound - 1)
  }

  /// The index in `places` of a series, which is at `next` of `sealed` if it is there.
  private mutating func place(of series: Int64, sealed next: Int) -> Int {
    if next < sealed.count, sealed[next].series.rawValue == series { return next }
    if let known = unsealed[series] { return known }
    unsealed[series] = places.count
    places.append(Place(at: .min))
    return places.count - 1
  }

  /// The first of `sealed` from `start` on whose series is not lower. Neighbours are found at once, others by halving.
  private func firstSealed(atLeast series: Int64, from start: Int) -> Int {
    var low = start
    var step = 1
    while low + step <= sealed.count, sealed[low + step - 1].series.rawValue < series {
      low += step
      step *= 2
    }
    var high = min(low + step - 1, sealed.count)
    while low < high {
      let middle = (low + high) / 2
      if sealed[middle].series.rawValue < series { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
