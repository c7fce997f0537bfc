// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Numbers that no reading of an instant has any more: those of readings that were deleted, or are kept elsewhere.
///
/// Readings of one instant are numbered in the order in which they came, over what is retired. So a number stays with its
/// reading whatever becomes of the others, is never given to another one, and nothing is stored of it: a row is written
/// only where something is deleted, in a series that keeps all readings of an instant.
extension SegmentStore {
  /// The retired numbers of `from` ≤ instant ≤ `through`, by instant, in order.
  func retired(
    of series: Int64, from: Int64, through: Int64, tenant: Tenant, in transaction: Transaction
  ) throws -> [Int64: [Int]] {
    var found: [Int64: [Int]] = [:]
    try transaction.forEach(
      Self.retiredQuery,
      values: [tenant.sqlValue, .integer(series), .integer(from), .integer(through)]
    ) { found[$0[0], default: []].append($0[1]) }
    return found
  }

  func retire(_ number: Int, of series: Int64, at: Int64, tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute(
      "INSERT INTO retired_numbers (tenant, series, at, number) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", tenant,
      series, at, number)
  }

  static let retiredQuery = """
    SELECT at, number FROM retired_numbers WHERE tenant = ? AND series = ? AND at >= ? AND at <= ?
    ORDER BY at, number
    """
}

extension Telemetry {
  /// The numbers at an instant that no reading has any more, in order.
  public func retiredNumbers(
    of series: Identifier, at: Instant, tenant: Tenant, in transaction: Transaction
  ) throws -> [Int] {
    let at = at.milliseconds
    return try store.retired(of: series.rawValue, from: at, through: at, tenant: tenant, in: transaction)[at] ?? []
  }

  /// Takes a number at an instant for what is kept elsewhere, now or in former times: no reading gets it.
  public func retire(
    _ number: Int, of series: Identifier, at: Instant, tenant: Tenant, in transaction: Transaction
  ) throws {
    try store.retire(number, of: series.rawValue, at: at.milliseconds, tenant: tenant, in: transaction)
  }

  /// The number of the reading that comes after so many others of its instant.
  ///
  /// - Parameter retired: numbers that no reading has, in order.
  public static func number(after count: Int, without retired: [Int]) -> Int {
    var number = count
    for other in retired where other <= number { number += 1 }
    return number
  }
}

extension ReadingRuns {
  /// All readings of a run, numbered where several are of one instant.
  ///
  /// - Parameter retired: numbers that they do not have, by instant, in order.
  func readings(of run: Run, without retired: [Int64: [Int]] = [:]) -> [Reading] {
    var place = 0
    return run.range.map { index in
      place = index > run.range.lowerBound && instants[index] == instants[index - 1] ? place + 1 : 0
      guard !retired.isEmpty, let gone = retired[instants[index]] else {
        return reading(index, of: run, sequence: place)
      }
      return reading(index, of: run, sequence: Telemetry.number(after: place, without: gone))
    }
  }
}
