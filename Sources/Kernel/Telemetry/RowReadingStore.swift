// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Keeps each reading as a row of the table `readings`.
public struct RowReadingStore: ReadingStore {
  public init() {}

  public func store(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws -> [Reading] {
    switch transaction.dialect {
    case .sqlite: try storeOneByOne(readings, tenant, transaction)
    case .postgresql: try storeManyAtOnce(readings, tenant, transaction)
    }
  }

  public func latest(
    of series: [Identifier], tenant: Tenant, in transaction: Transaction
  ) throws -> [Identifier: Reading] {
    var latest: [Identifier: Reading] = [:]
    for first in stride(from: 0, to: series.count, by: Self.rowsAtOnce) {
      let some = series[first..<min(first + Self.rowsAtOnce, series.count)]
      let filler = repeatElement(series[some.endIndex - 1], count: Self.rowsAtOnce - some.count)
      let values = [tenant.sqlValue] + some.map(\.sqlValue) + filler.map(\.sqlValue)
      try transaction.forEach(Self.latestQuery, values: values) { row in
        let reading = Self.reading(row)
        latest[reading.series] = reading
      }
    }
    return latest
  }

  public func readings(
    of series: Identifier, from: Instant, to: Instant, order: ReadingOrder, after: Instant?, limit: Int, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Reading] {
    var low = from
    var high = to
    switch (order, after) {
    case (.oldestFirst, let after?): low = max(from, Instant(milliseconds: after.milliseconds + 1))
    case (.newestFirst, let after?): high = min(to, after)
    case (_, nil): break
    }
    return try transaction.rows(
      order == .oldestFirst ? Self.ascendingQuery : Self.descendingQuery, tenant, series, low, high, limit
    ).map(Self.reading)
  }

  /// SQLite takes single rows fastest, and tells of each whether it changed anything.
  private func storeOneByOne(_ readings: [Reading], _ tenant: Tenant, _ transaction: Transaction) throws -> [Reading] {
    var unchanged: Set<Int> = []
    for (index, reading) in readings.enumerated() {
      let changes = try transaction.execute(Self.insertOne, values: Self.values(of: reading, tenant))
      if changes == 0 { unchanged.insert(index) }
    }
    guard !unchanged.isEmpty else { return readings }
    return readings.indices.filter { !unchanged.contains($0) }.map { readings[$0] }
  }

  /// PostgreSQL takes as many rows as possible in one round trip.
  private func storeManyAtOnce(_ readings: [Reading], _ tenant: Tenant, _ transaction: Transaction) throws -> [Reading]
  {
    struct Key: Hashable {
      var series: Identifier
      var at: Instant
    }
    var changed: Set<Key> = []
    var first = 0
    while first < readings.count {
      // Few sizes, so that few statements are prepared.
      let count = Self.batchSizes.first { $0 <= readings.count - first } ?? 1
      let values = readings[first..<first + count].flatMap { Self.values(of: $0, tenant) }
      try transaction.forEach(Self.insert(rows: count) + " RETURNING series, at", values: values) { row in
        changed.insert(Key(series: row[0], at: row[1]))
      }
      first += count
    }
    guard changed.count < readings.count else { return readings }
    return readings.filter { changed.contains(Key(series: $0.series, at: $0.at)) }
  }

  private static func values(of reading: Reading, _ tenant: Tenant) -> [SQLValue] {
    var values: [SQLValue] = [
      .text(tenant.name), .integer(reading.series.rawValue), .integer(reading.at.milliseconds), .null, .null, .null,
    ]
    switch reading.value {
    case .number(let value): values[3] = .real(value)
    case .text(let value): values[4] = .text(value)
    case .bool(let value): values[5] = .integer(value ? 1 : 0)
    }
    return values
  }

  private static func reading(_ row: Row) -> Reading {
    let value: ReadingValue
    if let number: Double = row[2] {
      value = .number(number)
    } else if let text: String = row[3] {
      value = .text(text)
    } else {
      value = .bool(row[4])
    }
    return Reading(series: row[0], at: row[1], value: value)
  }

  /// A value that is there already is left alone, so that an import that is repeated writes nothing.
  private static func insert(rows: Int) -> String {
    "INSERT INTO readings (tenant, series, at, number, text, flag) VALUES "
      + repeatElement("(?, ?, ?, ?, ?, ?)", count: rows).joined(separator: ", ")
        + """
         ON CONFLICT (tenant, series, at) DO UPDATE SET
          number = excluded.number, text = excluded.text, flag = excluded.flag
        WHERE readings.number IS DISTINCT FROM excluded.number OR readings.text IS DISTINCT FROM excluded.text
          OR readings.flag IS DISTINCT FROM excluded.flag
        """
  }

  private static let rowsAtOnce = 50
  private static let batchSizes = [500, 100, 20, 5, 1]
  private static let insertOne = insert(rows: 1)
  static let ascendingQuery = """
    SELECT series, at, number, text, flag FROM readings WHERE tenant = ? AND series = ? AND at >= ? AND at < ?
    ORDER BY at LIMIT ?
    """
  static let descendingQuery = """
    SELECT series, at, number, text, flag FROM readings WHERE tenant = ? AND series = ? AND at >= ? AND at < ?
    ORDER BY at DESC LIMIT ?
    """
  static let latestQuery = """
    SELECT r.series, r.at, r.number, r.text, r.flag FROM series s
    JOIN readings r ON r.tenant = s.tenant AND r.series = s.id
      AND r.at = (SELECT MAX(l.at) FROM readings l WHERE l.tenant = s.tenant AND l.series = s.id)
    WHERE s.tenant = ? AND s.id IN (\(repeatElement("?", count: rowsAtOnce).joined(separator: ", ")))
    """
}
