// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Telemetry
public import Vocabulary

extension ReadingIntake {
  /// Keeps readings in columns, all or none; they are on disk when this returns. Small appends that come at the same time
  /// share a row of the log.
  ///
  /// - Parameter readings: the same as the columns, for those who watch; made only when somebody does.
  /// - Throws: what `Telemetry.append` throws, and `Problem` of code `unavailable` where too much is on its way already.
  public func append(
    _ columns: ReadingColumns, tenant: Tenant, readings: () -> [NewReading]
  ) async throws -> AppendResult {
    try enter(columns.count)
    defer { waiting.withLock { $0 -= columns.count } }
    let result = try await telemetry.append(columns, tenant: tenant)
    announce(readings)
    return result
  }

  /// Tells those who watch of readings that were kept in another transaction, which was committed.
  public func announce(_ readings: () -> [NewReading]) {
    let watchers = listeners()
    guard !watchers.isEmpty else { return }
    let readings = readings()
    for watcher in watchers { watcher(readings) }
  }
}
