// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Storage
import Telemetry
import Vocabulary
import Synchronization

/// The series of devices: makes them with names and units where they are unknown, and tells how far they reach.
final class DeviceHistory: Sendable {
  private let city: City
  private let made = Mutex<Set<String>>([])

  init(_ city: City) { self.city = city }

  /// Makes the series that a device's readings need.
  func prepare(_ upload: Upload, _ device: Device) async throws {
    let wanted = upload.series(of: device)
    let missing = made.withLock { made in wanted.filter { !made.contains($0.code) } }
    guard !missing.isEmpty else { return }
    try await city.database.write {
      [catalogue = city.telemetry.catalogue, tenant = city.tenant, now = city.time.now()] in
      for series in missing where try catalogue.series(code: series.code, tenant: tenant, in: $0) == nil {
        try catalogue.define(series, at: now, tenant: tenant, in: $0)
      }
    }
    made.withLock { $0.formUnion(missing.map(\.code)) }
  }

  /// The newest time of each period of which the device has sent data.
  func last(of device: Device) async throws -> [DataPeriod: Instant] {
    let tenant = city.tenant
    let prefix = device.code + ":"
    let series = try await city.database.read { [catalogue = city.telemetry.catalogue] transaction in
      var found: [Series] = []
      var after = prefix
      while true {
        let page = try catalogue.list(after: after, limit: 200, tenant: tenant, in: transaction)
        let own = page.prefix { $0.code.hasPrefix(prefix) }
        found += own
        guard own.count == 200, let last = own.last else { return found }
        after = last.code
      }
    }
    let latest = try await city.telemetry.latest(of: series.map(\.id), tenant: tenant)
    var last: [DataPeriod: Instant] = [:]
    for one in series {
      let parts = one.code.dropFirst(prefix.count).split(separator: ":")
      guard parts.count > 2, let at = latest[one.id]?.at,
        let period = [DataPeriod.minute, .hour, .day].first(where: { $0.part ?? "" == parts[1] })
      else { continue }
      last[period] = max(last[period] ?? at, at)
    }
    return last
  }
}
