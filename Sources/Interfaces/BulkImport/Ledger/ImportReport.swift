// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What an import did with one file.
public struct ImportReport: Hashable, Sendable {
  /// Readings that are older than their class keeps them: the next upkeep takes them away again.
  public struct Expiring: Hashable, Sendable {
    /// Empty for the class of all series that name none.
    public var retentionClass: String
    public var keep: Duration
    public var readings: Int64
  }

  public var file: String
  /// The row at which an earlier run had stopped; `nil` when this one began at the beginning.
  public var resumedAtRow: Int?
  /// The whole file had been imported before; nothing was done now.
  public var wasFinished = false
  /// An earlier run was interrupted, and the file was changed since: it was read from the beginning.
  public var wasChanged = false
  /// Rows that this run looked at.
  public var rows: Int64 = 0
  public var counts = ImportCounts()
  /// Rows that were left out, and what was wrong with the first of them.
  public var refused: Int64 = 0
  public var faults: [CSVFault] = []
  /// Headings of columns that have no meaning to the import.
  public var ignoredColumns: [String] = []
  /// By class, readings of this run that will not stay.
  public var expiring: [Expiring] = []

  public init(file: String) { self.file = file }
}

/// How many of what came of rows.
public struct ImportCounts: Hashable, Sendable {
  /// Matters or readings that are new.
  public var added: Int64 = 0
  /// Matters that were there, and went on.
  public var updated: Int64 = 0
  /// Matters or readings that were there as the file has them.
  public var unchanged: Int64 = 0
  /// Matters that were closed as duplicates and merged into the one that the file means.
  public var merged: Int64 = 0
  /// Matters that were closed as duplicates of one that is not known or was over already.
  public var duplicates: Int64 = 0
  /// Series that were made.
  public var series: Int64 = 0
  /// Readings that are past the age of their class, by its code.
  public var expiring: [String: Int64] = [:]

  public init() {}

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.added += right.added
    sum.updated += right.updated
    sum.unchanged += right.unchanged
    sum.merged += right.merged
    sum.duplicates += right.duplicates
    sum.series += right.series
    sum.expiring.merge(right.expiring) { $0 + $1 }
    return sum
  }
}

extension ImportReport {
  public var json: JSON {
    var members: [String: JSON] = [
      "file": .string(file), "wasFinished": .bool(wasFinished), "wasChanged": .bool(wasChanged), "rows": .integer(rows),
      "added": .integer(counts.added), "updated": .integer(counts.updated), "unchanged": .integer(counts.unchanged),
      "merged": .integer(counts.merged), "duplicates": .integer(counts.duplicates), "series": .integer(counts.series),
      "refused": .integer(refused), "ignoredColumns": .array(ignoredColumns.map(JSON.string)),
      "expiring": .array(
        expiring.map {
          [
            "class": .string($0.retentionClass), "keep": .string(Period.text($0.keep.wholeMilliseconds, days: true)),
            "readings": .integer($0.readings),
          ]
        }),
      "faults": .array(faults.map { ["place": .string($0.place), "detail": .string($0.detail)] }),
    ]
    members["resumedAtRow"] = resumedAtRow.map { .integer(Int64($0)) }
    return .object(members)
  }
}
