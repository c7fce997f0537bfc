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
      for row in try transaction.rows(Self.latestQuery, values: values) {
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
      let sql = Self.insertOne[reading.value.kind] ?? ""
      if try transaction.execute(sql, values: Self.values(of: reading, tenant)) == 0 { unchanged.insert(index) }
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
    for kind in Series.Kind.allCases {
      // Of one kind, so that the arguments of a statement always have the same types.
      let some = readings.filter { $0.value.kind == kind }
      var first = 0
      while first < some.count {
        // Few sizes, so that few statements are prepared.
        let count = Self.batchSizes.first { $0 <= some.count - first } ?? 1
        let values = some[first..<first + count].flatMap { Self.values(of: $0, tenant) }
        for row in try transaction.rows(Self.insert(count, kind) + " RETURNING series, at", values: values) {
          changed.insert(Key(series: row[0], at: row[1]))
        }
        first += count
      }
    }
    guard changed.count < readings.count else { return readings }
    return readings.filter { changed.contains(Key(series: $0.series, at: $0.at)) }
  }

  private static func values(of reading: Reading, _ tenant: Tenant) -> [SQLValue] {
    let value: SQLValue =
      switch reading.value {
      case .number(let value): .real(value)
      case .text(let value): .text(value)
      case .bool(let value): .integer(value ? 1 : 0)
      }
    return [.text(tenant.name), .integer(reading.series.rawValue), .integer(reading.at.milliseconds), value]
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
  private static func insert(_ rows: Int, _ kind: Series.Kind) -> String {
    let column =
      switch kind {
      case .number: "number"
      case .text: "text"
      case .boolean: "flag"
      }
    return "INSERT INTO readings (tenant, series, at, \(column)) VALUES "
      + repeatElement("(?, ?, ?, ?)", count: rows).joined(separator: ", ")
      + " ON CONFLICT (tenant, series, at) DO UPDATE SET \(column) = excluded.\(column) "
      + "WHERE readings.\(column) IS DISTINCT FROM excluded.\(column)"
  }

  private static let rowsAtOnce = 50
  private static let batchSizes = [500, 100, 20, 5, 1]
  private static let insertOne = Dictionary(
    uniqueKeysWithValues: Series.Kind.allCases.map { ($0, insert(1, $0)) })
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
