// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Metrics {
  public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

  /// All metrics in the text format of Prometheus 0.0.4.
  public func text() -> String {
    var text = ""
    for (name, family) in snapshot {
      text += "# HELP \(name) \(family.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n"
      text += "# TYPE \(name) \(family.kind.rawValue)\n"
      for (labels, instrument) in family.members.sorted(by: { $0.labels < $1.labels }) {
        switch instrument {
        case .counter(let counter): text += Self.line(name, labels, "\(counter.value)")
        case .gauge(let gauge): text += Self.line(name, labels, Self.number(gauge.value))
        case .read(let read): text += Self.line(name, labels, Self.number(read()))
        case .histogram(let histogram): Self.write(histogram, name, labels, to: &text)
        }
      }
    }
    return text
  }

  private static func write(_ histogram: Histogram, _ name: String, _ labels: String, to text: inout String) {
    let (counts, sum) = histogram.snapshot
    let before = labels.isEmpty ? "" : labels + ","
    var total: UInt64 = 0
    for (index, count) in counts.enumerated() {
      total += count
      let bound = index < histogram.bounds.count ? number(Double(histogram.bounds[index]) * histogram.scale) : "+Inf"
      text += line(name + "_bucket", "\(before)le=\"\(bound)\"", "\(total)")
    }
    text += line(name + "_sum", labels, number(Double(sum) * histogram.scale))
    text += line(name + "_count", labels, "\(total)")
  }

  private static func line(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    // Products like 5e6 × 1e-9 carry the error of the scale; 12 digits are more than any of these numbers has.
    let rounded = (value * 1e12).rounded() / 1e12
    if rounded == rounded.rounded(), abs(rounded) < 1e15 { return String(Int64(rounded)) }
    return abs(value) < 1e3 ? rounded.description : value.description
  }
}
