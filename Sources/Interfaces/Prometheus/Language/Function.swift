// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A function of PromQL that is known here.
enum Function: String, CaseIterable {
  // Of a range vector.
  case rate, increase, delta, irate, idelta, changes, resets
  case averageOverTime = "avg_over_time"
  case minOverTime = "min_over_time"
  case maxOverTime = "max_over_time"
  case sumOverTime = "sum_over_time"
  case countOverTime = "count_over_time"
  case lastOverTime = "last_over_time"
  case presentOverTime = "present_over_time"
  case deviationOverTime = "stddev_over_time"
  case varianceOverTime = "stdvar_over_time"
  case quantileOverTime = "quantile_over_time"
  // Of each value of an instant vector.
  case abs, ceil, floor, round, exp, ln, log2, log10, sqrt, sgn, clamp
  case clampMin = "clamp_min"
  case clampMax = "clamp_max"
  // Between vectors and scalars.
  case scalar, vector, time, sort
  case sortDescending = "sort_desc"

  var isOverTime: Bool { parameters.last == .matrix }

  /// The types of its arguments.
  var parameters: [Expression.ValueType] {
    switch self {
    case .quantileOverTime: [.scalar, .matrix]
    case .rate, .increase, .delta, .irate, .idelta, .changes, .resets, .averageOverTime, .minOverTime, .maxOverTime,
      .sumOverTime, .countOverTime, .lastOverTime, .presentOverTime, .deviationOverTime, .varianceOverTime:
      [.matrix]
    case .abs, .ceil, .floor, .exp, .ln, .log2, .log10, .sqrt, .sgn, .scalar, .sort, .sortDescending: [.vector]
    case .round, .clampMin, .clampMax: [.vector, .scalar]
    case .clamp: [.vector, .scalar, .scalar]
    case .vector: [.scalar]
    case .time: []
    }
  }

  /// How many of the arguments must be there.
  var required: Int { self == .round ? 1 : parameters.count }

  var result: Expression.ValueType { self == .scalar || self == .time ? .scalar : .vector }
}
