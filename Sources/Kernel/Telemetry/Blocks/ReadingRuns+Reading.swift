// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension ReadingRuns {
  /// One reading of a run.
  func reading(_ index: Int, of run: Run, sequence: Int = 0) -> Reading {
    let value: ReadingValue =
      switch run.kind {
      case .number: .number(Double(bitPattern: values[index]))
      case .boolean: .bool(values[index] != 0)
      case .text: .text(texts[Int(values[index])])
      case .json: .document(texts[Int(values[index])])
      }
    return Reading(
      series: Identifier(rawValue: run.series), at: Instant(milliseconds: instants[index]), value: value,
      decimals: decimals.isEmpty || decimals[index] == 0 ? nil : Int(decimals[index]) - 1,
      quality: quality.isEmpty ? [] : Quality(rawValue: quality[index]), sequence: sequence)
  }

  /// Whether two readings say the same, and write it in the same way.
  func says(_ index: Int, sameAs other: ReadingRuns, _ otherIndex: Int, kind: Series.Kind) -> Bool {
    let mine = decimals.isEmpty ? 0 : decimals[index]
    let its = other.decimals.isEmpty ? 0 : other.decimals[otherIndex]
    guard mine == its else { return false }
    switch kind {
    // -0 equals 0, as in SQL.
    case .number: return Double(bitPattern: values[index]) == Double(bitPattern: other.values[otherIndex])
    case .boolean: return values[index] == other.values[otherIndex]
    case .text, .json: return texts[Int(values[index])] == other.texts[Int(other.values[otherIndex])]
    }
  }

  /// Where in a run the instants from `from` on, and before `to`, are.
  func slice(of run: Run, from: Int64, to: Int64) -> Range<Int> {
    let first = firstIndex(run.range, atLeast: from)
    return first..<max(first, firstIndex(first..<run.range.upperBound, atLeast: to))
  }

  private func firstIndex(_ range: Range<Int>, atLeast instant: Int64) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if instants[middle] < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Begins a run; readings are added to it by `add`.
  mutating func begin(_ series: Int64, _ kind: Series.Kind) {
    runs.append(Run(series: series, kind: kind, range: count..<count))
  }

  /// Adds some readings of another run to the last run.
  mutating func add(_ range: Range<Int>, of other: ReadingRuns) {
    guard !range.isEmpty, let kind = runs.last?.kind else { return }
    let start = count
    instants += other.instants[range]
    switch kind {
    case .number, .boolean: values += other.values[range]
    case .text, .json:
      for value in other.values[range] {
        values.append(UInt64(texts.count))
        texts.append(other.texts[Int(value)])
      }
    }
    Self.add(other.quality, range, to: &quality, start)
    Self.add(other.decimals, range, to: &decimals, start)
    runs[runs.count - 1].range = runs[runs.count - 1].range.lowerBound..<count
  }

  private static func add(_ marks: [UInt8], _ range: Range<Int>, to target: inout [UInt8], _ start: Int) {
    if marks.isEmpty, target.isEmpty { return }
    if target.count < start { target += repeatElement(0, count: start - target.count) }
    if marks.isEmpty { target += repeatElement(0, count: range.count) } else { target += marks[range] }
  }
}
