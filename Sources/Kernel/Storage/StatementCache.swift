// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Prepared statements of one connection, by their text; the one not used for longest makes room for a new one.
///
/// Bounded, because some statements are built for one request: a list with unusual filters.
struct StatementCache<Key: Hashable, Statement> {
  private struct Entry {
    let statement: Statement
    var used: UInt64
    var uses = 0
  }
  private let limit: Int
  private var entries: [Key: Entry] = [:]
  private var clock: UInt64 = 0
  /// Whether a statement has been found so often that the plan made for it at first may no longer fit.
  var isWorn = false

  init(limit: Int) { self.limit = max(1, limit) }

  var count: Int { entries.count }
  var all: [Statement] { entries.values.map(\.statement) }

  mutating func find(_ key: Key) -> Statement? {
    clock += 1
    // In place: a copy of the entry would be hashed twice.
    guard let index = entries.index(forKey: key) else { return nil }
    entries.values[index].used = clock
    entries.values[index].uses += 1
    switch entries.values[index].uses {
    case 500, 5_000, 50_000: isWorn = true
    default: break
    }
    return entries.values[index].statement
  }

  /// Keeps a statement and returns the one that had to go, never one for which `isBusy` holds.
  mutating func insert(_ key: Key, _ statement: Statement, isBusy: (Statement) -> Bool = { _ in false }) -> Statement? {
    var removed: Statement?
    if entries.count >= limit, entries[key] == nil {
      let oldest = entries.filter { !isBusy($0.value.statement) }.min { $0.value.used < $1.value.used }
      if let oldest { removed = entries.removeValue(forKey: oldest.key)?.statement }
    }
    clock += 1
    entries[key] = Entry(statement: statement, used: clock)
    return removed
  }

  mutating func removeAll() { entries = [:] }
}

/// The text of a statement as a key.
///
/// Hashed are its length and a few samples of it: it is looked up at each use, and statements that are alike in these are
/// rare.
struct StatementText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      guard bytes.count >= 16 else { return hasher.combine(bytes: bytes) }
      hasher.combine(bytes.count)
      hasher.combine(bytes.loadUnaligned(fromByteOffset: bytes.count / 2, as: UInt64.self))
      hasher.combine(bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
    }
  }
}
