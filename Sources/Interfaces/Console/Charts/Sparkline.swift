// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The last hours as a line, in a box of 96 × 24: the server draws it, so it needs no script.
struct Sparkline: Sendable {
  /// For those who do not see it.
  var label: String
  /// Points of the line, as SVG has them.
  var line: String
  /// The same down to the base.
  var area: String
  /// Where the last point is.
  var lastX: String
  var lastY: String

  /// `nil` for fewer than two values in a row.
  ///
  /// - Parameters:
  ///   - values: the oldest first; `nil` where there is none: the line begins behind the last gap, at its place in time.
  ///   - span: what the height of the box stands for, where the values differ by less: a small change shall look small.
  init?(_ values: [Double?], span: Double = 0, label: String) {
    let known = Self.known(values)
    guard known.count > 1, let least = known.min(), let most = known.max() else { return nil }
    self.label = label
    // From zero, where that leaves something to be seen.
    let lowest = least >= 0 && least < most / 2 ? 0 : least
    let spare = max(0, span - (most - lowest)) / 2
    let base = lowest - spare
    let height = max(most + spare - base, .leastNonzeroMagnitude)
    let first = values.count - known.count
    let points = known.enumerated().map { index, value in
      let x = 1 + 94 * Double(first + index) / Double(values.count - 1)
      return (Self.text(x), Self.text(most == base ? 21 : 22 - 20 * (value - base) / height))
    }
    line = points.map { "\($0),\($1)" }.joined(separator: " ")
    area = "\(points[0].0),23 \(line) 95,23"
    (lastX, lastY) = points[points.count - 1]
  }

  /// The values behind the last gap.
  static func known(_ values: [Double?]) -> [Double] {
    let gap = values.lastIndex { $0 == nil }
    return values[(gap.map { $0 + 1 } ?? 0)...].compactMap(\.self)
  }

  static func text(_ number: Double) -> String {
    let tenths = (number * 10).rounded()
    return tenths.truncatingRemainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10))" : "\(tenths / 10)"
  }
}
