// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// The order in which readings of a series are listed.
public enum ReadingOrder: Sendable {
  case oldestFirst, newestFirst
}

/// Where readings are kept. An engine behind `Telemetry` does these three things, in the caller's transaction.
public protocol ReadingStore: Sendable {
  /// Keeps readings; for a series and instant that has one, the new value takes its place.
  ///
  /// - Parameter readings: sorted by series, then by time, no two of the same series and instant.
  /// - Returns: those that are new or changed a value, in the same order.
  func store(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws -> [Reading]

  /// The newest reading of each series that has any.
  func latest(
    of series: [Identifier], tenant: Tenant, in transaction: Transaction
  ) throws -> [Identifier: Reading]

  /// Readings of one series with `from` ≤ `at` < `to`.
  ///
  /// - Parameters:
  ///   - after: instant of the last reading of the page before.
  ///   - limit: most readings to return.
  func readings(
    of series: Identifier, from: Instant, to: Instant, order: ReadingOrder, after: Instant?, limit: Int, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Reading]
}
