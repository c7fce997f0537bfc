// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

/// The series that a city knows. Everything happens in the caller's transaction.
public struct SeriesCatalogue: Sendable {
  private let identifiers: IdentifierSource

  public init(identifiers: IdentifierSource) { self.identifiers = identifiers }

  /// Makes a series, or gives the one of that code a new name, entity, or first unit. What that changed is the event
  /// `SeriesDefined`.
  ///
  /// - Parameter pointer: JSON Pointer to the series in the input, for messages.
  /// - Throws: `Problem` of code `invalid` for a malformed code or unit, of code `conflict` for a change of kind or
  ///   unit: the readings that are there would change their meaning.
  @discardableResult
  public func define(
    _ new: NewSeries, at now: Instant, tenant: Tenant, pointer: String = "", in transaction: Transaction
  ) throws -> Series {
    try check(new, pointer)
    let inserted = try transaction.execute(
      """
      INSERT INTO series (tenant, id, code, name, unit, kind, entity, created_at, policy, retention_class)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, code) DO NOTHING
      """, tenant, identifiers.next(at: now), new.code, Self.stored(new.name, new.code).text, new.unit,
      new.kind.rawValue,
      new.entity, now, new.policy.rawValue, new.retentionClass)
    guard var series = try series(code: new.code, tenant: tenant, in: transaction) else {
      throw StorageError.conflict("series \(new.code) was not found after it was made")
    }
    guard inserted == 0 else {
      try journal(series, at: now, tenant: tenant, in: transaction)
      return series
    }
    let before = series
    guard series.kind == new.kind else {
      throw Problem(
        .conflict,
        "series \(new.code) holds readings of kind \(series.kind.rawValue), it cannot change to "
          + "\(new.kind.rawValue): define another series",
        "序列 \(new.code) 的读数类型为 \(series.kind.rawValue)，不能改为 \(new.kind.rawValue)：请另建序列")
    }
    guard series.unit == nil || series.unit == new.unit else {
      throw Problem(
        .conflict,
        "series \(new.code) has the unit \(series.unit ?? ""), it cannot change to "
          + "\(new.unit ?? "none"): define another series",
        "序列 \(new.code) 的单位为 \(series.unit ?? "")，不能改为 \(new.unit ?? "无")：请另建序列")
    }
    series.name = new.name
    series.unit = new.unit
    series.entity = new.entity
    series.policy = new.policy
    series.retentionClass = new.retentionClass
    guard series != before else { return series }
    try transaction.execute(
      """
      UPDATE series SET name = ?, unit = ?, entity = ?, policy = ?, retention_class = ? WHERE tenant = ? AND id = ?
      """, Self.stored(new.name, new.code).text, new.unit, new.entity, new.policy.rawValue, new.retentionClass, tenant,
      series.id)
    try journal(series, at: now, tenant: tenant, in: transaction)
    return series
  }

  private func journal(_ series: Series, at now: Instant, tenant: Tenant, in transaction: Transaction) throws {
    // What is as usual is left out: a city has a million series, and most of them nobody has named.
    var payload: [String: JSON] = ["code": .string(series.code), "kind": .string(series.kind.rawValue)]
    let name = Self.stored(series.name, series.code)
    if name != [:] { payload["name"] = name }
    if series.policy != .lastWins { payload["policy"] = .string(series.policy.rawValue) }
    if !series.retentionClass.isEmpty { payload["retentionClass"] = .string(series.retentionClass) }
    payload["unit"] = series.unit.map(JSON.string)
    payload["entity"] = series.entity.map(JSON.string)
    try Journal().append(
      NewEvent("SeriesDefined", subjectKind: "series", subject: series.id.description, payload: .object(payload)),
      by: .system(tenant), at: now, in: transaction)
  }

  public func series(code: String, tenant: Tenant, in transaction: Transaction) throws -> Series? {
    try transaction.row("SELECT \(Self.columns) FROM series WHERE tenant = ? AND code = ?", tenant, code)
      .map(Self.series)
  }

  public func series(_ id: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Series? {
    try transaction.row("SELECT \(Self.columns) FROM series WHERE tenant = ? AND id = ?", tenant, id).map(Self.series)
  }

  /// A page of series by code.
  /// - Parameters:
  ///   - entity: only those of this entity.
  ///   - after: the last code of the page before.
  public func list(
    entity: String? = nil, after: String = "", limit: Int = 100, tenant: Tenant, in transaction: Transaction
  ) throws -> [Series] {
    var values = [tenant.sqlValue]
    if let entity { values.append(.text(entity)) }
    return try transaction.rows(
      "SELECT \(Self.columns) FROM series WHERE tenant = ? \(entity == nil ? "" : "AND entity = ?") AND code > ? "
        + "ORDER BY code LIMIT ?", values: values + [.text(after), .integer(Int64(limit))]
    ).map(Self.series)
  }

  /// The series of these codes; codes that are unknown are missing in the answer.
  func known(_ codes: [String], tenant: Tenant, in transaction: Transaction) throws -> [String: SeriesEntry] {
    var found: [String: SeriesEntry] = [:]
    found.reserveCapacity(codes.count)
    let query = "SELECT code, id, kind, policy FROM series WHERE tenant = ? AND code IN (?)"
    try transaction.forEachMany(query, tenant: tenant, keys: codes.map(SQLValue.text)) { row in
      found[row[0]] = SeriesEntry(
        id: row[1], kind: Series.Kind(rawValue: row[2]) ?? .number,
        policy: Series.Policy(rawValue: row[3]) ?? .lastWins)
    }
    return found
  }

  private static let columns = "id, code, name, unit, kind, entity, policy, retention_class, created_at"

  private static func series(_ row: Row) -> Series {
    Series(
      id: row[0], code: row[1], name: Series.name(stored: row[2], code: row[1]), unit: row[3],
      kind: Series.Kind(rawValue: row[4]) ?? .number, entity: row[5],
      policy: Series.Policy(rawValue: row[6]) ?? .lastWins, retentionClass: row[7], createdAt: row[8])
  }

  /// A name that only repeats the code is not stored.
  private static func stored(_ name: LocalizedText, _ code: String) -> JSON {
    name == LocalizedText(["en": code]) ? [:] : .object(name.texts.mapValues(JSON.string))
  }

  private func check(_ new: NewSeries, _ pointer: String) throws(Problem) {
    let printable = new.code.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    guard (1...256).contains(new.code.utf8.count), printable else {
      throw .invalid(
        "\(pointer)/code", "a series code has 1 to 256 bytes, none of them a space or a control character",
        "序列代码长 1 至 256 字节，不含空格和控制字符")
    }
    if let unit = new.unit { try UnitCode.check(unit, "\(pointer)/unit") }
  }
}
