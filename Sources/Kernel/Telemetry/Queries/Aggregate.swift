// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What is told of the readings of a bucket. Booleans count as 0 and 1.
public enum Aggregate: Hashable, Sendable {
  case count, min, max, sum, mean, first, last
  /// Standard deviation of all readings of the bucket (of the population).
  case standardDeviation
  /// The value below which a share of the readings lies, between two readings in proportion; 0.5 is the median.
  case percentile(Double)
  /// Growth of a counter in a second; a fall is a counter that began anew at 0.
  case rate
  /// Mean in which each value counts for as long as it stood: until the next reading.
  case timeWeightedMean
}

/// What stands for a bucket without readings.
public enum GapFill: String, CaseIterable, Sendable {
  /// Nothing.
  case none
  /// The value of the bucket before.
  case previous
  /// The line between the buckets around the gap.
  case linear
}

/// A question about the readings of many series.
public struct AggregateQuery: Sendable {
  /// Series that are answered for together, each group in a row of its own.
  public var groups: [[Identifier]]
  public var from: Instant
  /// Readings of this instant and later do not count.
  public var to: Instant
  public var buckets: Buckets
  public var functions: [Aggregate]
  public var fill: GapFill
  /// Readings of which one of these was found do not count.
  public var excluding: Quality

  public init(
    groups: [[Identifier]], from: Instant, to: Instant, buckets: Buckets, functions: [Aggregate],
    fill: GapFill = .none, excluding: Quality = []
  ) {
    self.groups = groups
    self.from = from
    self.to = to
    self.buckets = buckets
    self.functions = functions
    self.fill = fill
    self.excluding = excluding
  }
}

/// The answer for one group.
public struct AggregateRow: Hashable, Sendable {
  /// Where the buckets begin.
  public var starts: [Instant]
  /// For each function, the value of each bucket; `nil` where there is none.
  public var values: [[Double?]]
}
