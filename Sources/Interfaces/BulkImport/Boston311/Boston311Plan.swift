// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Vocabulary

/// Which case of a file each duplicate is merged into.
///
/// The file says only that a case was closed as "Duplicate of Existing Case", at best with a number in the text. The existing
/// case must be of the same type, not be a duplicate itself, and be open when the duplicate was closed: matters are merged into
/// matters that go on. It is the first that there is of
/// 1. the case whose number stands in the closure's text;
/// 2. where none stands there: the last one opened before at the same address or intersection (`Property_ID`);
/// 3. else the nearest one opened in the 90 days before within 200 m.
///
/// Where there is none the case stays a closed one, with the file's words as its result.
struct Boston311Plan: Sendable {
  /// A case that duplicates are merged into, and those, in the order in which they were closed; by number of row.
  struct Group: Hashable, Sendable {
    var survivor: Int
    var duplicates: [Int]
  }

  /// The cases that matter to a group, by number of row.
  private(set) var rows: [Int: Boston311Row] = [:]
  /// The groups by the row with which they are complete.
  private(set) var completed: [Int: Group] = [:]
  /// The case whose number stands in the text of a duplicate.
  private(set) var named: [Int: String] = [:]
  /// The row that has the same case number first, of rows that have one a second time.
  private(set) var repeated: [Int: Int] = [:]
  /// All rows that are in a group.
  private(set) var grouped: Set<Int> = []

  static let reach = 200.0
  static let span = Duration.seconds(90 * 86400)

  /// Reads the whole file. Rows that are wrong are passed over: the import says what is wrong with them.
  init(_ reader: CSVReader, layout: Boston311Layout) throws(CSVFault) {
    var reader = reader
    var cases: [Int: Boston311Row] = [:]
    var order: [Int] = []
    var byID: [String: Int] = [:]
    while let record = try reader.next() {
      guard record.count == reader.headings.count, var row = try? layout.row(record, in: reader) else { continue }
      if let first = byID[row.caseID] {
        repeated[record.row] = first
        continue
      }
      byID[row.caseID] = record.row
      row.attributes = [:]
      cases[record.row] = row
      order.append(record.row)
    }
    group(cases, order, byID)
  }

  private mutating func group(_ cases: [Int: Boston311Row], _ order: [Int], _ byID: [String: Int]) {
    let bySuffix = Dictionary(byID.map { ($0.key.suffix(6), $0.value) }) { first, _ in first }
    var byType: [String: [(number: Int, row: Boston311Row)]] = [:]
    for number in order { if let row = cases[number] { byType[row.type, default: []].append((number, row)) } }
    var duplicates: [Int: [Int]] = [:]
    for number in order {
      guard let row = cases[number], row.isDuplicate else { continue }
      let mentioned = Self.numbers(in: row.closureReason).filter { !row.caseID.hasSuffix($0) }
      let found = mentioned.compactMap { text in
        bySuffix[text.suffix(6)].flatMap { cases[$0]?.caseID.hasSuffix(text) == true ? $0 : nil }
      }
      if let first = found.first { named[number] = cases[first]?.caseID }
      let survivor =
        mentioned.isEmpty
        ? Self.neighbour(of: number, row, among: byType[row.type] ?? [])
        : found.first { other in cases[other].map { Self.canTake(row, $0) } ?? false }
      if let survivor { duplicates[survivor, default: []].append(number) }
    }
    for (survivor, numbers) in duplicates {
      let sorted = numbers.sorted { (cases[$0]?.ended ?? .distantPast, $0) < (cases[$1]?.ended ?? .distantPast, $1) }
      let last = max(survivor, numbers.max() ?? survivor)
      completed[last] = Group(survivor: survivor, duplicates: sorted)
      for member in numbers + [survivor] {
        grouped.insert(member)
        rows[member] = cases[member]
      }
    }
  }

  /// Whether a duplicate could have been merged into this case when it was closed.
  private static func canTake(_ duplicate: Boston311Row, _ other: Boston311Row) -> Bool {
    guard let at = duplicate.ended, !other.isDuplicate, other.type == duplicate.type, other.opened <= at else {
      return false
    }
    return other.ended.map { $0 > at } ?? true
  }

  private static func neighbour(
    of number: Int, _ row: Boston311Row, among others: [(number: Int, row: Boston311Row)]
  ) -> Int? {
    let earlier = others.filter { other in
      other.number != number && other.row.opened <= row.opened && canTake(row, other.row)
    }
    if let property = row.property, let same = earlier.last(where: { $0.row.property == property }) {
      return same.number
    }
    guard let position = row.position else { return nil }
    let near = earlier.compactMap { other -> (distance: Double, opened: Instant, number: Int)? in
      guard let place = other.row.position, abs(place.latitude - position.latitude) < 0.01,
        row.opened - other.row.opened <= span
      else { return nil }
      let distance = position.distance(to: place)
      return distance <= reach ? (distance, other.row.opened, other.number) : nil
    }
    // Of several at the same place the last one opened.
    return near.min { ($0.distance, $1.opened, $1.number) < ($1.distance, $0.opened, $0.number) }?.number
  }

  /// Numbers of six digits or more: cases are named by all or the last of their digits.
  static func numbers(in text: String) -> [String] {
    text.split { !("0"..."9").contains($0) }.filter { $0.utf8.count >= 6 && $0.utf8.count <= 12 }.map(String.init)
  }
}

extension Instant {
  fileprivate static let distantPast = Instant(milliseconds: .min)
}
