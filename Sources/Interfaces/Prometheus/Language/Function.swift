// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A function of PromQL that is known here.
enum Function: String, CaseIterable {
  // Of a range vector.
  case rate, increase, delta, irate, idelta, changes, resets, deriv
  case averageOverTime = "avg_over_time"
  case minOverTime = "min_over_time"
  case maxOverTime = "max_over_time"
  case sumOverTime = "sum_over_time"
  case countOverTime = "count_over_time"
  case lastOverTime = "last_over_time"
  case presentOverTime = "present_over_time"
  case absentOverTime = "absent_over_time"
  case deviationOverTime = "stddev_over_time"
  case varianceOverTime = "stdvar_over_time"
  case quantileOverTime = "quantile_over_time"
  case predictLinear = "predict_linear"
  case holtWinters = "holt_winters"
  // Of each value of an instant vector.
  case abs, ceil, floor, round, exp, ln, log2, log10, sqrt, sgn, clamp
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, deg, rad
  case clampMin = "clamp_min"
  case clampMax = "clamp_max"
  // Of each value as a time.
  case minute, hour, month, year
  case dayOfMonth = "day_of_month"
  case dayOfWeek = "day_of_week"
  case dayOfYear = "day_of_year"
  case daysInMonth = "days_in_month"
  // Of the buckets of histograms, and of labels.
  case histogramQuantile = "histogram_quantile"
  case labelReplace = "label_replace"
  case labelJoin = "label_join"
  // Between vectors and scalars.
  case scalar, vector, time, sort, timestamp, pi
  case absence = "absent"
  case sortDescending = "sort_desc"

  /// The types of its arguments.
  var parameters: [Expression.ValueType] {
    switch self {
    case .quantileOverTime: [.scalar, .matrix]
    case .predictLinear: [.matrix, .scalar]
    case .holtWinters: [.matrix, .scalar, .scalar]
    case .rate, .increase, .delta, .irate, .idelta, .changes, .resets, .deriv, .averageOverTime, .minOverTime,
      .maxOverTime, .sumOverTime, .countOverTime, .lastOverTime, .presentOverTime, .absentOverTime, .deviationOverTime,
      .varianceOverTime:
      [.matrix]
    case .abs, .ceil, .floor, .exp, .ln, .log2, .log10, .sqrt, .sgn, .sin, .cos, .tan, .asin, .acos, .atan, .sinh,
      .cosh, .tanh, .asinh, .acosh, .atanh, .deg, .rad, .minute, .hour, .month, .year, .dayOfMonth, .dayOfWeek,
      .dayOfYear, .daysInMonth, .scalar, .sort, .sortDescending, .absence, .timestamp:
      [.vector]
    case .round, .clampMin, .clampMax: [.vector, .scalar]
    case .clamp: [.vector, .scalar, .scalar]
    case .histogramQuantile: [.scalar, .vector]
    case .labelReplace: [.vector, .string, .string, .string, .string]
    case .labelJoin: [.vector, .string, .string]
    case .vector: [.scalar]
    case .time, .pi: []
    }
  }

  /// Whether more arguments of the last type may follow.
  var isOpen: Bool { self == .labelJoin }

  /// How many of the arguments must be there.
  var required: Int {
    switch self {
    case .round: 1
    case _ where isOfTime: 0
    default: parameters.count
    }
  }

  /// Whether it takes values for times, by default that of the step.
  var isOfTime: Bool {
    switch self {
    case .minute, .hour, .month, .year, .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth: true
    default: false
    }
  }

  var result: Expression.ValueType { self == .scalar || self == .time || self == .pi ? .scalar : .vector }
}
