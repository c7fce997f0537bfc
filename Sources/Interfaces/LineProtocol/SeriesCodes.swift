// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Telemetry

/// The codes of series that were met lately, by the bytes in which they came: a sensor writes its name the same way
/// each time.
///
/// One task at a time uses it.
final class SeriesCodes {
  /// A field of lines that begin alike.
  final class Field {
    fileprivate let key: [UInt8]
    let code: String
    /// Once the city was asked for it.
    var handle: SeriesHandle?

    fileprivate init(_ key: [UInt8], _ code: String) {
      self.key = key
      self.code = code
    }
  }

  private final class Entry {
    let database: String
    let bytes: [UInt8]
    let head: LineHead
    var fields: [Field] = []

    init(_ head: LineHead, _ bytes: [UInt8], _ database: String) {
      self.head = head
      self.bytes = bytes
      self.database = database
    }
  }

  private let rule: SeriesRule
  private let capacity: Int
  /// Open addressing; the length is a power of two.
  private var slots: [Entry?]
  private var hashes: [UInt64]
  private var count = 0
  private var codeCount = 0

  /// - Parameter capacity: codes that are remembered; beyond it, all are forgotten.
  init(_ rule: SeriesRule, capacity: Int = 100_000) {
    self.rule = rule
    self.capacity = capacity
    slots = Array(repeating: nil, count: 1024)
    hashes = Array(repeating: 0, count: 1024)
  }

  /// Calls `body` with series and value of each field of the line.
  ///
  /// - Throws: `LineFault` where the head of the line is none, or a code cannot be made.
  func read(
    _ parser: LineParser, database: String, _ body: (Field, FieldValue) -> Void
  ) throws(LineFault) {
    let entry = try entry(parser, database)
    // Fields mostly come in the same order, so the next one is looked at first.
    var place = 0
    for field in parser.fields {
      let key = UnsafeBufferPointer(rebasing: parser.bytes[field.key])
      if place < entry.fields.count, Self.equal(entry.fields[place].key, key) {
        body(entry.fields[place], field.value)
      } else if let found = entry.fields.firstIndex(where: { Self.equal($0.key, key) }) {
        place = found
        body(entry.fields[found], field.value)
      } else {
        let name = String(decoding: key.unescaped { $0.isSpecial }, as: UTF8.self)
        let code = try rule.code(entry.head, field: name, database: database)
        place = entry.fields.count
        entry.fields.append(Field(Array(key), code))
        codeCount += 1
        body(entry.fields[place], field.value)
      }
      place += 1
    }
  }

  private func entry(_ parser: LineParser, _ database: String) throws(LineFault) -> Entry {
    let bytes = UnsafeBufferPointer(rebasing: parser.bytes[parser.head])
    let hash = parser.headHash
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while let entry = slots[slot] {
      if hashes[slot] == hash, Self.equal(entry.bytes, bytes), entry.database == database { return entry }
      slot = (slot + 1) & (slots.count - 1)
    }
    let entry = Entry(try LineHead(bytes), Array(bytes), database)
    if codeCount >= capacity || count >= capacity {
      forgetAll()
    } else if count * 2 >= slots.count {
      grow()
    }
    insert(entry, hash)
    return entry
  }

  private func insert(_ entry: Entry, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = entry
    hashes[slot] = hash
    count += 1
  }

  private func grow() {
    let old = zip(slots, hashes).compactMap { entry, hash in entry.map { ($0, hash) } }
    slots = Array(repeating: nil, count: slots.count * 2)
    hashes = Array(repeating: 0, count: slots.count)
    count = 0
    for (entry, hash) in old { insert(entry, hash) }
  }

  private func forgetAll() {
    slots = Array(repeating: nil, count: 1024)
    hashes = Array(repeating: 0, count: 1024)
    count = 0
    codeCount = 0
  }

  private static func equal(_ left: [UInt8], _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let base = right.baseAddress, !left.isEmpty else { return true }
    return left.withUnsafeBytes { memcmp($0.baseAddress!, base, right.count) == 0 }
  }
}
