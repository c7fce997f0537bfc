// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

/// What the readings of a series tell of its sensor.
public enum SensorState: String, CaseIterable, Comparable, Sendable {
  case alive
  /// The newest reading breaks a rule of range, change or rest.
  case implausible
  /// Longer without a reading than the rules expect.
  case late
  /// Three times as long.
  case silent

  /// The worse state is the greater.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  init(newest: Reading?, gap: Int64, now: Instant) {
    guard let newest else {
      self = .silent
      return
    }
    let age = now.milliseconds - newest.at.milliseconds
    if age > 3 * gap {
      self = .silent
    } else if age > gap {
      self = .late
    } else {
      self = newest.quality.isDisjoint(with: [.range, .step, .flatLine]) ? .alive : .implausible
    }
  }
}

/// A sensor that is in another state than when it was looked at last.
public struct SensorChange: Hashable, Sendable {
  public var series: Identifier
  public var code: String
  /// `nil` when it was never looked at.
  public var before: SensorState?
  public var after: SensorState
  /// The entity of the series, and the worst state of all series of that entity that have rules.
  public var entity: String?
  public var entityState: SensorState
}

extension Telemetry {
  /// Looks at the sensors of all series whose rules name a gap, and journals each change of state.
  public func reviewSensors(tenant: Tenant, in transaction: Transaction) throws -> [SensorChange] {
    let now = time.now()
    let rows = try transaction.rows(
      """
      SELECT q.series, s.code, s.entity, q.gap, t.state FROM series_quality q
      JOIN series s ON s.tenant = q.tenant AND s.id = q.series
      LEFT JOIN series_state t ON t.tenant = q.tenant AND t.series = q.series
      WHERE q.tenant = ? AND q.gap IS NOT NULL ORDER BY q.series
      """, tenant)
    let newest = try store.latest(of: rows.map { $0[0] }, tenant: tenant, in: transaction)
    let states = rows.map { SensorState(newest: newest[$0[0]], gap: $0[3], now: now) }
    var worst: [String: SensorState] = [:]
    for (row, state) in zip(rows, states) {
      if let entity: String = row[2] { worst[entity] = max(worst[entity] ?? .alive, state) }
    }
    var changes: [SensorChange] = []
    for (row, state) in zip(rows, states) {
      let before = (row[4] as String?).flatMap(SensorState.init)
      guard before != state else { continue }
      let entity: String? = row[2]
      changes.append(
        SensorChange(
          series: row[0], code: row[1], before: before, after: state, entity: entity,
          entityState: entity.flatMap { worst[$0] } ?? state))
    }
    try keep(changes, at: now, tenant: tenant, in: transaction)
    return changes
  }

  private func keep(
    _ changes: [SensorChange], at now: Instant, tenant: Tenant, in transaction: Transaction
  ) throws {
    for change in changes {
      try transaction.execute(
        """
        INSERT INTO series_state (tenant, series, state, since) VALUES (?, ?, ?, ?)
        ON CONFLICT (tenant, series) DO UPDATE SET state = excluded.state, since = excluded.since
        """, tenant, change.series, change.after.rawValue, now)
      var payload: [String: JSON] = ["series": .string(change.code), "after": .string(change.after.rawValue)]
      if let before = change.before { payload["before"] = .string(before.rawValue) }
      if let entity = change.entity { payload["entity"] = .string(entity) }
      try Journal().append(
        NewEvent(
          "SensorStateChanged", subjectKind: "series", subject: change.series.description, payload: .object(payload)),
        by: .system(tenant), at: now, in: transaction)
    }
  }
}
