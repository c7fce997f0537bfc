// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Storage
import Vocabulary

/// What a rule remembers of a series, with the warning that is on.
struct StoredState: Hashable, Sendable {
  var state = ThresholdState()
  var warning: Identifier?
}

/// Rows of `threshold_states`.
struct ThresholdStateStore: Sendable {
  struct Key: Hashable, Sendable {
    var series: Identifier
    var rule: String
  }

  /// The states of these series, locked for this transaction. A state that is not there yet is made where two transactions
  /// could make it at the same time, so that the second one waits for the first.
  /// - Parameter keys: by series, then by rule: whoever locks several locks them in this order.
  func lock(_ keys: [Key], tenant: Tenant, in transaction: Transaction) throws -> [Key: StoredState] {
    var states = try load(keys, tenant: tenant, in: transaction)
    guard transaction.dialect == .postgresql, states.count < keys.count else { return states }
    let missing = keys.filter { states[$0] == nil }
    for key in missing {
      try transaction.post(
        "INSERT INTO threshold_states (tenant, series, rule, state) VALUES (?, ?, ?, '{}') ON CONFLICT DO NOTHING",
        tenant,
        key.series, key.rule)
    }
    states.merge(try load(missing, tenant: tenant, in: transaction)) { _, new in new }
    return states
  }

  func save(_ state: StoredState, _ key: Key, tenant: Tenant, in transaction: Transaction) throws {
    try transaction.post(
      """
      INSERT INTO threshold_states (tenant, series, rule, warning, state) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (tenant, series, rule) DO UPDATE SET warning = excluded.warning, state = excluded.state
      """, tenant, key.series, key.rule, state.warning, state.state.json.text)
  }

  /// The codes of the rules that have a warning on a series.
  func raised(on series: Identifier, tenant: Tenant, in transaction: Transaction) throws -> [String] {
    try transaction.rows(
      "SELECT rule FROM threshold_states WHERE tenant = ? AND series = ? AND warning IS NOT NULL", tenant, series
    ).map { $0[0] }
  }

  private func load(_ keys: [Key], tenant: Tenant, in transaction: Transaction) throws -> [Key: StoredState] {
    var states: [Key: StoredState] = [:]
    var series = keys.map(\.series)
    series.removeDuplicates()
    for first in stride(from: 0, to: series.count, by: Self.seriesAtOnce) {
      // Filled up with the last one, so that there is one statement to prepare.
      let some = series[first..<min(first + Self.seriesAtOnce, series.count)]
      let filler = repeatElement(series[some.endIndex - 1], count: Self.seriesAtOnce - some.count)
      let values = [tenant.sqlValue] + some.map(\.sqlValue) + filler.map(\.sqlValue)
      for row in try transaction.rows(Self.query + transaction.dialect.forUpdate, values: values) {
        let json = try JSON(parsing: row[3] as String)
        states[Key(series: row[0], rule: row[1])] = StoredState(state: ThresholdState(json: json), warning: row[2])
      }
    }
    return states
  }

  private static let seriesAtOnce = 20
  static let query = """
    SELECT series, rule, warning, state FROM threshold_states
    WHERE tenant = ? AND series IN (\(repeatElement("?", count: seriesAtOnce).joined(separator: ", ")))
    ORDER BY series, rule
    """
}

extension [Identifier] {
  /// Of neighbours that are equal, only the first stays.
  fileprivate mutating func removeDuplicates() {
    var last: Identifier?
    removeAll { element in
      defer { last = element }
      return element == last
    }
  }
}
