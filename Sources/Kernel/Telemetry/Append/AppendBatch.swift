// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Turns readings as they came, by code of their series, into columns, or says what is wrong with them.
struct AppendBatch {
  private let readings: [NewReading]
  private let catalogue: SeriesCatalogue
  private let now: Instant
  private let tenant: Tenant
  private let transaction: Transaction
  private var check: ReadingCheck
  private(set) var createdSeries = 0
  /// The series whose writers take turns.
  private(set) var inTurn: [Int64] = []

  init(
    _ readings: [NewReading], catalogue: SeriesCatalogue, settings: TelemetrySettings, now: Instant, tenant: Tenant,
    transaction: Transaction
  ) {
    self.readings = readings
    self.catalogue = catalogue
    self.now = now
    check = ReadingCheck(settings, now: now)
    self.tenant = tenant
    self.transaction = transaction
  }

  /// The readings by series and time.
  mutating func resolved(createSeries: Bool) throws -> ReadingRuns {
    var known = try catalogue.known(Array(Set(readings.map(\.series))), tenant: tenant, in: transaction)
    // Everything is looked at before the first series is made.
    var missing: [String: Series.Kind] = [:]
    for (index, reading) in readings.enumerated() {
      check.check(reading, index)
      let kind: Series.Kind
      if let series = known[reading.series] {
        kind = series.kind
      } else if createSeries {
        kind = missing[reading.series, default: reading.value.kind]
        missing[reading.series] = kind
      } else {
        check.refuse(index, "series", "there is no series \(reading.series)", "没有序列 \(reading.series)")
        continue
      }
      check.check(reading.value.kind, of: reading.series, holding: kind, index)
    }
    try check.finish()
    if !missing.isEmpty { try make(missing, &known) }
    var slots: [String: Int32] = [:]
    var entries: [SeriesEntry] = []
    for (code, entry) in known {
      slots[code] = Int32(entries.count)
      entries.append(entry)
      if entry.policy.takesTurns { inTurn.append(entry.id.rawValue) }
    }
    var columns = ReadingColumns()
    columns.reserveCapacity(readings.count)
    for reading in readings {
      guard let slot = slots[reading.series] else { continue }
      columns.append(
        slot: slot, at: reading.at, value: reading.value, decimals: reading.decimals, quality: reading.quality)
    }
    return columns.sorted { entries[Int($0)] }
  }

  private mutating func make(_ missing: [String: Series.Kind], _ known: inout [String: SeriesEntry]) throws {
    var first: [String: Int] = [:]
    for (index, reading) in readings.enumerated() where first[reading.series] == nil { first[reading.series] = index }
    // In one order for all, so that two batches that make the same series never wait for each other in a ring.
    for (code, kind) in missing.sorted(by: { $0.key < $1.key }) {
      let series = try catalogue.define(
        NewSeries(code: code, name: LocalizedText(["en": code]), kind: kind),
        at: now, tenant: tenant, pointer: "/\(first[code] ?? 0)/series", in: transaction)
      known[code] = SeriesEntry(id: series.id, kind: series.kind)
      createdSeries += 1
    }
  }
}
