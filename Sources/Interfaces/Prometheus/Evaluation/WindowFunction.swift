// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry

/// Where a window lies.
struct WindowPlace {
  /// Milliseconds since 1970.
  var end: Int64
  /// In milliseconds.
  var length: Int64
  /// The step for which it is asked; another instant than the end where the selector looks at another time.
  var at: Int64
}

extension Function {
  /// What it needs of a window.
  var needs: WindowNeeds {
    switch self {
    case .rate, .increase: .falls
    case .deviationOverTime, .varianceOverTime: .moments
    case .irate, .idelta, .changes, .resets, .quantileOverTime, .deriv, .predictLinear, .holtWinters: .readings
    default: []
    }
  }

  /// Whether the answer still is a value of the metric.
  var keepsName: Bool { self == .lastOverTime }

  /// Whether it has another value at another step for the same window.
  var dependsOnStep: Bool { self == .predictLinear }

  /// The value for a window that has a reading.
  ///
  /// - Parameter parameters: the other arguments of the function.
  func value(_ window: WindowSummary, _ place: WindowPlace, _ parameters: [Double]) -> Double {
    let count = Double(window.count)
    switch self {
    case .rate: return Self.growth(window, place, isCounter: true) { $0 / (Double(place.length) / 1000) }
    case .increase: return Self.growth(window, place, isCounter: true) { $0 }
    case .delta: return Self.growth(window, place, isCounter: false) { $0 }
    case .irate: return Self.lastStep(window, isRate: true)
    case .idelta: return Self.lastStep(window, isRate: false)
    case .changes:
      return Double(zip(window.values, window.values.dropFirst()).count { $0 != $1 && !($0.isNaN && $1.isNaN) })
    case .resets: return Double(zip(window.values, window.values.dropFirst()).count { $0 > $1 })
    case .averageOverTime: return window.sum / count
    case .minOverTime: return window.min
    case .maxOverTime: return window.max
    case .sumOverTime: return window.sum
    case .countOverTime: return count
    case .lastOverTime: return window.last
    case .presentOverTime: return 1
    case .timestamp: return Double(window.lastAt) / 1000
    case .deviationOverTime: return (window.squares / count).squareRoot()
    case .varianceOverTime: return window.squares / count
    case .quantileOverTime: return Quantile.of(window.values, parameters[0])
    case .deriv: return window.count > 1 ? Line(window, from: window.firstAt).slope : absent
    case .predictLinear:
      guard window.count > 1 else { return absent }
      let line = Line(window, from: place.at)
      return line.start + line.slope * parameters[0]
    case .holtWinters: return Self.smoothed(window.values, parameters[0], parameters[1])
    default: return absent
    }
  }

  /// How much a series grew in a window, reckoned to its ends: up to half a usual distance beyond the first and the
  /// last reading, or all the way where a reading must be expected there; a counter never before it was 0.
  private static func growth(
    _ window: WindowSummary, _ place: WindowPlace, isCounter: Bool, _ scale: (Double) -> Double
  ) -> Double {
    let sampled = Double(window.lastAt - window.firstAt) / 1000
    guard window.count > 1, sampled > 0 else { return absent }
    let result = window.last - window.first + (isCounter ? window.fallen : 0)
    var toStart = Double(window.firstAt - (place.end - place.length)) / 1000
    var toEnd = Double(place.end - window.lastAt) / 1000
    let distance = sampled / Double(window.count - 1)
    let threshold = distance * 1.1
    if toStart >= threshold { toStart = distance / 2 }
    if isCounter, result > 0, window.first >= 0 { toStart = min(toStart, sampled * (window.first / result)) }
    if toEnd >= threshold { toEnd = distance / 2 }
    return scale(result * ((sampled + toStart + toEnd) / sampled))
  }

  private static func lastStep(_ window: WindowSummary, isRate: Bool) -> Double {
    let last = window.values.count - 1
    guard last > 0, window.instants[last] > window.instants[last - 1] else { return absent }
    let (before, now) = (window.values[last - 1], window.values[last])
    guard isRate else { return now - before }
    return (now < before ? now : now - before) * 1000 / Double(window.instants[last] - window.instants[last - 1])
  }

  /// Double exponential smoothing (Holt and Winters): the last smoothed value.
  private static func smoothed(_ values: [Double], _ smoothing: Double, _ trending: Double) -> Double {
    guard values.count > 1 else { return absent }
    var (before, level) = (0.0, values[0])
    var trend = values[1] - values[0]
    for (index, value) in values.enumerated().dropFirst() {
      if index > 1 { trend = trending * (level - before) + (1 - trending) * trend }
      (before, level) = (level, smoothing * value + (1 - smoothing) * (level + trend))
    }
    return level
  }
}

/// The straight line nearest to the values of a window, by least squares.
private struct Line {
  /// A second.
  var slope: Double
  /// The value at the beginning.
  var start: Double

  /// - Parameter beginning: in milliseconds since 1970.
  init(_ window: WindowSummary, from beginning: Int64) {
    let values = window.values
    guard values.contains(where: { $0 != values[0] }) else {
      (slope, start) = values[0].isInfinite ? (.nan, .nan) : (0, values[0])
      return
    }
    let count = Double(values.count)
    let times = window.instants.map { Double($0 - beginning) / 1000 }
    // Sums about the means, so that nothing is lost where times or values are large.
    let time = times.reduce(0, +) / count
    let mean = values.reduce(0, +) / count
    var (products, squares) = (0.0, 0.0)
    for (at, value) in zip(times, values) {
      products += (at - time) * (value - mean)
      squares += (at - time) * (at - time)
    }
    slope = products / squares
    start = mean - slope * time
  }
}

/// Quantiles as Prometheus has them: between two values in proportion.
enum Quantile {
  static func of(_ values: [Double], _ share: Double) -> Double {
    if values.isEmpty || share.isNaN { return .nan }
    if share < 0 { return -.infinity }
    if share > 1 { return .infinity }
    // What is no number comes first.
    let sorted = values.sorted { $0.isNaN ? !$1.isNaN : $0 < $1 }
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let weight = place - Double(low)
    return sorted[low] * (1 - weight) + sorted[min(low + 1, sorted.count - 1)] * weight
  }
}
