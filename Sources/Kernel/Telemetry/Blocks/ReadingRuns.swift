// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Readings in columns: one run for each series, in order of series, the readings of a run in order of time.
struct ReadingRuns: Sendable, Equatable {
  struct Run: Sendable, Equatable {
    var series: Int64
    var kind: Series.Kind
    /// Where in the columns.
    var range: Range<Int>
  }

  var runs: [Run] = []
  /// Milliseconds since 1970-01-01T00:00:00Z.
  var instants: [Int64] = []
  /// The bit pattern of a number, 0 or 1 of a boolean, the place in `texts` of a text or a JSON text.
  var values: [UInt64] = []
  var texts: [String] = []
  /// `Quality` of each reading; empty where all of them are good.
  var quality: [UInt8] = []
  /// One more than the decimals of each number as it was written, 0 for as many as it needs; empty where all are 0.
  var decimals: [UInt8] = []

  var count: Int { instants.count }

  func run(of series: Int64) -> Run? {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].series < series { low = middle + 1 } else { high = middle }
    }
    return low < runs.count && runs[low].series == series ? runs[low] : nil
  }
}
