// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Telemetry

/// The codes of series that were met lately, by the bytes in which they came: a sensor writes its name the same way each time,
/// and a gateway its sensors in the same order.
///
/// Everything is numbers in a few arrays, so that a line touches little memory and counts no references.
struct SeriesCodes {
  /// Where a field of lines that begin alike is kept; valid until the next `begin`.
  typealias FieldID = Int

  /// Measurement and tags.
  private struct Head {
    /// Of its bytes in `names`.
    var start: Int
    var count: Int32
    var database: Int32
    var firstField: Int32 = -1
    /// The head that came after this one last time.
    var follower: Int32 = -1
  }

  private struct Field {
    var start: Int
    var count: Int32
    /// The next field of the head.
    var next: Int32 = -1
    /// Once the city was asked for it.
    var handle: SeriesHandle?
  }

  private struct Slot {
    var hash: UInt64 = 0
    var head: Int32 = -1
  }

  private let rule: SeriesRule
  private let capacity: Int
  /// Open addressing; the length is a power of two.
  private var slots = [Slot](repeating: Slot(), count: 1024)
  private var heads: [Head] = []
  private var fields: [Field] = []
  private var codes: [String] = []
  /// The bytes of heads and names of fields, one after the other.
  private var names: [UInt8] = []
  private var databases: [String] = []
  private var database: Int32 = 0
  /// The head that was read last in this body.
  private var last: Int32 = -1

  /// - Parameter capacity: fields that are remembered; beyond it, all are forgotten. So much of names, too, at 256 bytes each.
  init(_ rule: SeriesRule, capacity: Int = 500_000) {
    self.rule = rule
    self.capacity = capacity
  }

  /// Before a stretch of lines that go to one database: forgets everything where that has become too much.
  mutating func begin(database name: String) {
    if fields.count >= capacity || heads.count >= capacity || names.count >= capacity * 256 { forgetAll() }
    last = -1
    if let known = databases.firstIndex(of: name) {
      database = Int32(known)
    } else {
      // As many as anybody has; a sender who makes up names must not make this long.
      if databases.count >= 100 { forgetAll() }
      database = Int32(databases.count)
      databases.append(name)
    }
  }

  /// The code of a field's series.
  func code(_ field: FieldID) -> String { codes[field] }

  func handle(_ field: FieldID) -> SeriesHandle? { fields[field].handle }

  mutating func set(_ handle: SeriesHandle, of field: FieldID) { fields[field].handle = handle }

  /// How many bytes at the position are the head that came after the last one the time before; 0 when they are another.
  @inline(__always)
  func expected(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    guard last >= 0 else { return 0 }
    let follower = heads[Int(last)].follower
    guard follower >= 0 else { return 0 }
    let head = heads[Int(follower)]
    let count = Int(head.count)
    // Behind a backslash the space would not end it.
    guard head.database == database, position + count < bytes.count, bytes[position + count] == .space,
      bytes[position + count - 1] != .backslash, isEqual(head.start, count, bytes.baseAddress! + position)
    else { return 0 }
    return count
  }

  /// Calls `body` with place, handle and value of each field of the line that was read last.
  ///
  /// - Throws: `LineFault` where the head of the line is none, or a code cannot be made.
  @inline(__always)
  mutating func read(
    _ parser: borrowing LineParser, _ body: (FieldID, SeriesHandle?, FieldValue) -> Void
  ) throws(LineFault) {
    let head = parser.isExpected ? heads[Int(last)].follower : try find(parser)
    if last >= 0 { heads[Int(last)].follower = head }
    last = head
    // Fields mostly come in the same order, so the next one is looked at first.
    var place = heads[Int(head)].firstField
    for field in parser.fields {
      if place < 0 || !isEqual(place, parser.bytes, field.key) {
        place = heads[Int(head)].firstField
        while place >= 0, !isEqual(place, parser.bytes, field.key) { place = fields[Int(place)].next }
        if place < 0 { place = try add(parser.bytes, field.key, to: head) }
      }
      let known = fields[Int(place)]
      body(Int(place), known.handle, field.value)
      place = known.next
    }
  }

  private mutating func find(_ parser: borrowing LineParser) throws(LineFault) -> Int32 {
    let range = parser.head
    let hash = parser.headHash
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while slots[slot].head >= 0 {
      if slots[slot].hash == hash {
        let head = heads[Int(slots[slot].head)]
        if Int(head.count) == range.count, head.database == database,
          isEqual(head.start, range.count, parser.bytes.baseAddress! + range.lowerBound)
        {
          return slots[slot].head
        }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let bytes = UnsafeBufferPointer(rebasing: parser.bytes[range])
    // Says what is wrong with it, before it is remembered.
    _ = try LineHead(bytes)
    if heads.count * 2 >= slots.count { grow() }
    let head = Int32(heads.count)
    heads.append(Head(start: names.count, count: Int32(range.count), database: database))
    names += bytes
    insert(Slot(hash: hash, head: head))
    return head
  }

  private mutating func add(
    _ bytes: UnsafeBufferPointer<UInt8>, _ key: Range<Int>, to head: Int32
  ) throws(LineFault) -> Int32 {
    let known = heads[Int(head)]
    let name = UnsafeBufferPointer(rebasing: bytes[key])
    let code = try rule.code(
      try LineHead(names[known.start..<known.start + Int(known.count)]),
      field: String(decoding: name.unescaped { $0.isSpecial }, as: UTF8.self), database: databases[Int(database)])
    let field = Int32(fields.count)
    fields.append(Field(start: names.count, count: Int32(key.count)))
    names += name
    codes.append(code)
    var end = known.firstField
    if end < 0 {
      heads[Int(head)].firstField = field
    } else {
      while fields[Int(end)].next >= 0 { end = fields[Int(end)].next }
      fields[Int(end)].next = field
    }
    return field
  }

  @inline(__always)
  private func isEqual(_ field: Int32, _ bytes: UnsafeBufferPointer<UInt8>, _ key: Range<Int>) -> Bool {
    let known = fields[Int(field)]
    return Int(known.count) == key.count
      && isEqual(known.start, key.count, bytes.baseAddress! + key.lowerBound)
  }

  @inline(__always)
  private func isEqual(_ start: Int, _ count: Int, _ other: UnsafePointer<UInt8>) -> Bool {
    names.withUnsafeBufferPointer { memcmp($0.baseAddress! + start, other, count) == 0 }
  }

  private mutating func insert(_ new: Slot) {
    var slot = Int(truncatingIfNeeded: new.hash ^ new.hash >> 32) & (slots.count - 1)
    while slots[slot].head >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = new
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.head >= 0 { insert(slot) }
  }

  private mutating func forgetAll() {
    slots = [Slot](repeating: Slot(), count: 1024)
    heads = []
    fields = []
    codes = []
    names = []
    databases = []
    last = -1
  }
}
