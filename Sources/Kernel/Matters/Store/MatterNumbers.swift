// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Storage
import Synchronization
import Vocabulary

/// Gives matters their numbers: the city's date and a count within the day, `20261124-000123`.
///
/// Numbers are taken from the database in blocks, so that creating a matter waits for nobody; after a restart a few of a
/// block are left out. They are unique, not without gaps.
final class MatterNumbers: Sendable {
  private struct Block {
    var next: Int64
    var end: Int64
  }
  private let database: Database
  private let zone: TimeZoneRules
  private let blockSize: Int64
  /// What is left of the blocks of each tenant and day, the oldest first.
  private let blocks = Mutex<[String: [Block]]>([:])
  /// The day that was asked for last, and its text: nearly always the same.
  private let lastDay = Mutex<(number: Int, text: String)?>(nil)

  init(database: Database, zone: TimeZoneRules, blockSize: Int64 = 1000) {
    self.database = database
    self.zone = zone
    self.blockSize = blockSize
  }

  func next(tenant: Tenant, at now: Instant) async throws -> String {
    let day = self.day(at: now)
    while true {
      if let number = take(tenant, day) { return number }
      let size = blockSize
      let used = try await database.write { try Self.reserve(size, day: day, tenant: tenant, in: $0) }
      add(Block(next: used - size + 1, end: used), tenant, day)
    }
  }

  /// Inside a transaction of the caller's; a block is taken there when none is left.
  func next(tenant: Tenant, at now: Instant, in transaction: Transaction) throws -> String {
    let day = self.day(at: now)
    let used = try Self.reserve(1, day: day, tenant: tenant, in: transaction)
    return Self.format(day, used)
  }

  /// Many numbers at once: for each moment so many of the day in which it lies.
  func reserve(_ wanted: [(count: Int, at: Instant)], tenant: Tenant) async throws -> [[String]] {
    let days = wanted.map { ($0.count, day(at: $0.at)) }
    let used = try await database.write { transaction in
      try days.map { $0 > 0 ? try Self.reserve(Int64($0), day: $1, tenant: tenant, in: transaction) : 0 }
    }
    return zip(days, used).map { day, used in
      (0..<day.0).map { Self.format(day.1, used - Int64(day.0) + Int64($0) + 1) }
    }
  }

  private func day(at now: Instant) -> String {
    let local = now.milliseconds + Int64(zone.offset(at: now)) * 1000
    let number = Int(local.flooredQuotient(86_400_000))
    return lastDay.withLock { last in
      if let last, last.number == number { return last.text }
      let text = CivilDate(dayNumber: number).description.replacing("-", with: "")
      last = (number, text)
      return text
    }
  }

  private func take(_ tenant: Tenant, _ day: String) -> String? {
    blocks.withLock { blocks in
      let key = "\(tenant.name)/\(day)"
      guard let block = blocks[key]?.first else { return nil }
      if block.next == block.end {
        blocks[key]?.removeFirst()
      } else {
        blocks[key]?[0].next += 1
      }
      return Self.format(day, block.next)
    }
  }

  private func add(_ block: Block, _ tenant: Tenant, _ day: String) {
    blocks.withLock { blocks in
      // Yesterday's blocks are of no more use.
      if blocks.count > 64 { blocks = [:] }
      // Several may have asked for a block at once: all of them are used.
      blocks["\(tenant.name)/\(day)", default: []].append(block)
    }
  }

  private static func reserve(_ size: Int64, day: String, tenant: Tenant, in transaction: Transaction) throws -> Int64 {
    let row = try transaction.row(
      """
      INSERT INTO matter_numbers (tenant, day, used) VALUES (?, ?, ?)
      ON CONFLICT (tenant, day) DO UPDATE SET used = matter_numbers.used + excluded.used RETURNING used
      """, tenant, day, size)
    guard let row else { throw StorageError.conflict("no number was given") }
    return row[0]
  }

  private static func format(_ day: String, _ count: Int64) -> String { "\(day)-\(padded(Int(count), 6))" }
}
