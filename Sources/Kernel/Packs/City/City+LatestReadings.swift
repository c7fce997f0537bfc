// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
public import Telemetry
public import Vocabulary

/// The newest reading of a series, and where the thing is that it tells of.
public struct PlacedReading: Hashable, Sendable {
  public var code: String
  public var unit: String?
  public var entity: String
  /// The middle of the thing's box.
  public var position: Position
  public var reading: Reading

  init(_ series: PlacedSeries, _ reading: Reading) {
    code = series.code
    unit = series.unit
    entity = series.entity
    position = series.position
    self.reading = reading
  }
}

extension City {
  /// The newest reading of each series whose thing has its middle in a box, in no order; series without one are left out.
  public func latestReadings(in box: BoundingBox) async throws -> [PlacedReading] {
    try await latestReadings(in: box, fewEnough: nil)
  }

  /// - Parameter fewEnough: how many things in the box are looked up one by one; `nil` for what is quicker.
  func latestReadings(in box: BoundingBox, fewEnough: Int?) async throws -> [PlacedReading] {
    let few = try await database.read { [telemetry, tenant] transaction -> [PlacedSeries]? in
      let areFew = try PlacedSeries.areFew(
        in: box, enough: fewEnough, telemetry: telemetry, tenant: tenant, in: transaction)
      return try areFew ? PlacedSeries.lookedUp(in: box, tenant: tenant, in: transaction) : nil
    }
    if let few {
      let latest = try await telemetry.latest(of: few.map(\.id), tenant: tenant)
      return few.compactMap { series in latest[series.id].map { PlacedReading(series, $0) } }
    }
    // Two readers of the database at the same time.
    async let latest = telemetry.latest(tenant: tenant)
    async let all = database.read { [tenant] transaction in
      try PlacedSeries.all(in: box, tenant: tenant, in: transaction)
    }
    return try await Self.joined(all, latest)
  }

  /// Puts series and readings together that both come in order of series. One that was made or removed between the two looks
  /// at the database is left out.
  private static func joined(_ series: [PlacedSeries], _ latest: [Reading]) -> [PlacedReading] {
    var placed: [PlacedReading] = []
    placed.reserveCapacity(min(series.count, latest.count))
    var next = 0
    for one in series {
      while next < latest.count, latest[next].series < one.id { next += 1 }
      guard next < latest.count else { break }
      if latest[next].series == one.id { placed.append(PlacedReading(one, latest[next])) }
    }
    return placed
  }
}
