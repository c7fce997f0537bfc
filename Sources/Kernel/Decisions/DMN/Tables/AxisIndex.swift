// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// For each segment of an axis the rules whose cell fits it, in memory linear in the number of rules.
///
/// Every `stride`-th segment keeps its whole set; those between keep what changes from one to the next.
struct AxisIndex: Sendable {
  let axis: Axis
  private let stride: Int
  private let whole: [RuleSet]
  /// Rules that enter or leave on entering a segment: `changes[start[s]..<start[s + 1]]`.
  private let starts: [Int32]
  private let changes: [Int32]

  /// - Parameters:
  ///   - base: the rules that fit every value of the kind.
  ///   - fits: for other rules the segments in which they fit.
  init(axis: Axis, base: RuleSet, fits: [(rule: Int, segments: [ClosedRange<Int>])]) {
    self.axis = axis
    let segments = axis.segments
    var toggles = [[Int32]](repeating: [], count: segments + 1)
    for (rule, ranges) in fits {
      for range in ranges {
        toggles[range.lowerBound].append(Int32(rule))
        toggles[range.upperBound + 1].append(Int32(rule))
      }
    }
    // Up to a megabyte every segment has its own set; beyond that they are thinned out, up to 32 apart, and further
    // only where the sets would fill 64 megabytes.
    let bytes = segments * base.words.count * 8
    stride = max(min(32, max(1, bytes >> 20)), bytes >> 26)
    var current = base
    var whole: [RuleSet] = []
    var starts: [Int32] = [0]
    var changes: [Int32] = []
    for segment in 0..<segments {
      for rule in toggles[segment] { current.flip(Int(rule)) }
      changes += toggles[segment]
      starts.append(Int32(changes.count))
      if segment % stride == 0 { whole.append(current) }
    }
    self.whole = whole
    self.starts = starts
    self.changes = changes
  }

  /// The rules whose cell fits in a segment.
  func rules(in segment: Int) -> RuleSet {
    let mark = segment / stride
    var result = whole[mark]
    if mark * stride < segment {
      let from = Int(starts[mark * stride + 1])
      let to = Int(starts[segment + 1])
      for position in from..<to { result.flip(Int(changes[position])) }
    }
    return result
  }

  /// Keeps of `candidates` the rules whose cell fits in a segment.
  func intersect(_ candidates: inout RuleSet, segment: Int) {
    if stride == 1 {
      candidates.formIntersection(whole[segment])
    } else {
      candidates.formIntersection(rules(in: segment))
    }
  }

  /// The rules whose cell fits in at least one of some segments.
  func rules(touching segments: ClosedRange<Int>) -> RuleSet {
    var result = rules(in: segments.lowerBound)
    let from = Int(starts[segments.lowerBound + 1])
    let to = Int(starts[segments.upperBound + 1])
    for position in from..<to { result[Int(changes[position])] = true }
    return result
  }
}
