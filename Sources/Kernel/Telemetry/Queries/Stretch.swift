// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A stretch of readings of one series, not decoded yet.
struct Stretch {
  enum Source {
    /// A block of a segment, by their numbers among those at hand.
    case block(Int, segment: Int)
    case run(RunMerge.Part)
  }

  /// The first and the last instant.
  var start: Int64
  var end: Int64
  var count: Int
  var kind: Series.Kind
  /// What came later has a higher one.
  var position: Int
  var source: Source

  init(_ block: borrowing Block, at index: Int, segment: Int, position: Int) {
    start = block.start
    end = block.end
    count = block.count
    kind = block.kind
    self.position = position
    source = .block(index, segment: segment)
  }

  init(_ part: RunMerge.Part, of kind: Series.Kind, position: Int) {
    start = part.source.instants[part.range.lowerBound]
    end = part.source.instants[part.range.upperBound - 1]
    count = part.range.count
    self.kind = kind
    self.position = position
    source = .run(part)
  }
}
