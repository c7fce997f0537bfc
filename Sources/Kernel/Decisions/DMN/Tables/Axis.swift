// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The values of one kind in one column of a table, cut at every value that some cell names.
///
/// With boundaries b₀ < b₁ < … the segments are (−∞, b₀), [b₀], (b₀, b₁), [b₁], …, (bₙ, ∞): inside a segment each cell
/// fits everywhere or nowhere.
struct Axis: Sendable {
  let kind: ScalarKind
  let boundaries: [FEELValue]

  /// `nil` when two values cannot be compared, such as a time with and one without a zone.
  init?(kind: ScalarKind, values: [FEELValue]) {
    self.kind = kind
    var comparable = true
    let sorted = values.sorted { left, right in
      guard let order = scalarOrder(left, right) else {
        comparable = false
        return false
      }
      return order < 0
    }
    var unique: [FEELValue] = []
    for value in sorted {
      if let last = unique.last {
        guard let order = scalarOrder(last, value) else { return nil }
        if order == 0 { continue }
      }
      unique.append(value)
    }
    guard comparable else { return nil }
    boundaries = unique
  }

  /// Number of segments.
  var segments: Int { 2 * boundaries.count + 1 }

  /// The segment of a value; `nil` when it cannot be compared.
  func segment(of value: FEELValue) -> Int? {
    var low = 0
    var high = boundaries.count
    while low < high {
      let middle = (low + high) / 2
      guard let order = scalarOrder(value, boundaries[middle]) else { return nil }
      if order == 0 { return 2 * middle + 1 }
      if order < 0 {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return 2 * low
  }

  /// The segments in which a part fits; `nil` for none, such as `[5..1]`.
  func segments(of part: CellTest.Part) -> ClosedRange<Int>? {
    var first = 0
    var last = segments - 1
    if let low = part.low {
      guard let place = segment(of: low) else { return nil }
      first = part.lowIncluded ? place : place + 1
    }
    if let high = part.high {
      guard let place = segment(of: high) else { return nil }
      last = part.highIncluded ? place : place - 1
    }
    return first <= last ? first...last : nil
  }

  /// The segments in which a test of this kind fits, ascending and apart from each other.
  func segments(of parts: [CellTest.Part], negated: Bool) -> [ClosedRange<Int>] {
    var merged: [ClosedRange<Int>] = []
    for range in parts.compactMap({ segments(of: $0) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    guard negated else { return merged }
    var gaps: [ClosedRange<Int>] = []
    var next = 0
    for range in merged {
      if next < range.lowerBound { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next < segments { gaps.append(next...segments - 1) }
    return gaps
  }
}
