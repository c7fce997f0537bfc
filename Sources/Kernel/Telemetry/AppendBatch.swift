// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Turns readings as they came into readings as they are kept, or says what is wrong with them.
struct AppendBatch {
  private let readings: [NewReading]
  private let catalogue: SeriesCatalogue
  private let settings: TelemetrySettings
  private let now: Instant
  private let tenant: Tenant
  private let transaction: Transaction
  private let newest: Instant
  private var errors: [Problem.FieldError] = []
  private var errorCount = 0
  private(set) var createdSeries = 0

  /// Errors that are named; a batch of a million wrong readings needs no million messages.
  private static let namedErrors = 20

  init(
    _ readings: [NewReading], catalogue: SeriesCatalogue, settings: TelemetrySettings, now: Instant, tenant: Tenant,
    transaction: Transaction
  ) {
    self.readings = readings
    self.catalogue = catalogue
    self.settings = settings
    self.now = now
    newest = now + settings.maxClockSkew
    self.tenant = tenant
    self.transaction = transaction
  }

  /// The readings with their series, sorted by series and time; of two for the same series and instant the last.
  mutating func resolved(createSeries: Bool) throws -> [Reading] {
    var known = try catalogue.known(Array(Set(readings.map(\.series))), tenant: tenant, in: transaction)
    // Everything is looked at before the first series is made.
    var missing: [String: Series.Kind] = [:]
    for (index, reading) in readings.enumerated() {
      check(reading, index)
      let kind: Series.Kind
      if let series = known[reading.series] {
        kind = series.kind
      } else if createSeries {
        kind = missing[reading.series, default: reading.value.kind]
        missing[reading.series] = kind
      } else {
        refuse(index, "series", "there is no series \(reading.series)")
        continue
      }
      if kind != reading.value.kind {
        refuse(
          index, "value",
          "series \(reading.series) holds readings of kind \(kind.rawValue), not \(reading.value.kind.rawValue)")
      }
    }
    guard errors.isEmpty else { throw problem() }
    if !missing.isEmpty { try make(missing, &known) }
    return Self.sorted(
      readings.compactMap { reading in
        known[reading.series].map { Reading(series: $0.id, at: reading.at, value: reading.value) }
      })
  }

  private mutating func check(_ reading: NewReading, _ index: Int) {
    if reading.at > newest {
      refuse(
        index, "at",
        "\(reading.at) lies in the future: it is \(now) here, and clocks may differ by "
          + "\(settings.maxClockSkew.wholeMilliseconds / 1000) s")
    }
    switch reading.value {
    case .number(let value) where !value.isFinite: refuse(index, "value", "a number must be finite, not \(value)")
    case .text(let value) where value.utf8.count > settings.maxTextLength:
      refuse(index, "value", "the text has \(value.utf8.count) bytes, \(settings.maxTextLength) are allowed")
    default: break
    }
  }

  private mutating func make(
    _ missing: [String: Series.Kind], _ known: inout [String: SeriesCatalogue.Known]
  ) throws {
    var first: [String: Int] = [:]
    for (index, reading) in readings.enumerated() where first[reading.series] == nil { first[reading.series] = index }
    // In one order for all, so that two batches that make the same series never wait for each other in a ring.
    for (code, kind) in missing.sorted(by: { $0.key < $1.key }) {
      let series = try catalogue.define(
        NewSeries(code: code, name: LocalizedText(["en": code]), kind: kind),
        at: now, tenant: tenant, pointer: "/\(first[code] ?? 0)/series", in: transaction)
      known[code] = SeriesCatalogue.Known(id: series.id, kind: series.kind)
      createdSeries += 1
    }
  }

  private static func sorted(_ readings: [Reading]) -> [Reading] {
    func precedes(_ left: Reading, _ right: Reading) -> Bool { (left.series, left.at) < (right.series, right.at) }
    // The most frequent case: one series, in order of time.
    if zip(readings, readings.dropFirst()).allSatisfy(precedes) { return readings }
    let order = readings.indices.sorted {
      precedes(readings[$0], readings[$1]) || (!precedes(readings[$1], readings[$0]) && $0 < $1)
    }
    var sorted: [Reading] = []
    sorted.reserveCapacity(order.count)
    for index in order {
      let reading = readings[index]
      if let last = sorted.last, last.series == reading.series, last.at == reading.at {
        sorted[sorted.count - 1] = reading
      } else {
        sorted.append(reading)
      }
    }
    return sorted
  }

  private mutating func refuse(_ index: Int, _ member: String, _ detail: String) {
    errorCount += 1
    if errors.count < Self.namedErrors {
      errors.append(Problem.FieldError(pointer: "/\(index)/\(member)", detail: detail))
    }
  }

  private func problem() -> Problem {
    let first = errors.first.map { "\($0.pointer): \($0.detail)" } ?? ""
    let more = errorCount > 1 ? "; \(errorCount - 1) more" : ""
    return Problem(.invalid, "No reading was kept, because \(first)\(more)", errors: errors)
  }
}
