// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension Function {
  /// What it needs of a window.
  var needs: WindowNeeds {
    switch self {
    case .rate, .increase: .falls
    case .deviationOverTime, .varianceOverTime: .moments
    case .irate, .idelta, .changes, .resets, .quantileOverTime: .readings
    default: []
    }
  }

  /// Whether the answer still is a value of the metric.
  var keepsName: Bool { self == .lastOverTime }

  /// The value for a window that has a reading.
  ///
  /// - Parameters:
  ///   - end: of the window, in milliseconds since 1970.
  ///   - length: in milliseconds.
  ///   - share: of `quantile_over_time`.
  func value(_ window: WindowSummary, end: Int64, length: Int64, share: Double) -> Double {
    let count = Double(window.count)
    switch self {
    case .rate: return Self.growth(window, end, length, isCounter: true) { $0 / (Double(length) / 1000) }
    case .increase: return Self.growth(window, end, length, isCounter: true) { $0 }
    case .delta: return Self.growth(window, end, length, isCounter: false) { $0 }
    case .irate: return Self.lastStep(window, isRate: true)
    case .idelta: return Self.lastStep(window, isRate: false)
    case .changes: return Double(zip(window.values, window.values.dropFirst()).count { $0 != $1 })
    case .resets: return Double(zip(window.values, window.values.dropFirst()).count { $0 > $1 })
    case .averageOverTime: return window.sum / count
    case .minOverTime: return window.min
    case .maxOverTime: return window.max
    case .sumOverTime: return window.sum
    case .countOverTime: return count
    case .lastOverTime: return window.last
    case .presentOverTime: return 1
    case .deviationOverTime: return (window.squares / count).squareRoot()
    case .varianceOverTime: return window.squares / count
    case .quantileOverTime: return Quantile.of(window.values, share)
    default: return absent
    }
  }

  /// How much a series grew in a window, reckoned to its ends: up to half a usual distance beyond the first and the
  /// last reading, or all the way where a reading must be expected there; a counter never before it was 0.
  private static func growth(
    _ window: WindowSummary, _ end: Int64, _ length: Int64, isCounter: Bool, _ scale: (Double) -> Double
  ) -> Double {
    let sampled = Double(window.lastAt - window.firstAt) / 1000
    guard window.count > 1, sampled > 0 else { return absent }
    let result = window.last - window.first + (isCounter ? window.fallen : 0)
    var toStart = Double(window.firstAt - (end - length)) / 1000
    var toEnd = Double(end - window.lastAt) / 1000
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
