// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The identifier of an Observation: which stream, when, and which of those of that instant. It never changes, and nothing has to
/// be looked up to find the Observation.
struct ObservationID: Hashable, Sendable, Comparable {
  var stream: Int64
  /// Milliseconds of the (beginning of the) phenomenon time.
  var at: Int64
  var number: Int

  init(stream: Int64, at: Int64, number: Int) {
    self.stream = stream
    self.at = at
    self.number = number
  }

  /// Reads `7-1793491200123` or `7-1793491200123-2`; the time may be negative.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(of: UInt8(ascii: "-")), let stream = Int64(text.prefix(first)) else {
      return nil
    }
    var rest = bytes[(first + 1)...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    let parts = rest.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard (1...2).contains(parts.count), let at = Int64(parts[0]), at >= 0 else { return nil }
    self.init(stream: stream, at: isNegative ? -at : at, number: 0)
    guard parts.count == 2 else { return }
    guard let number = Int(parts[1]), number > 0 else { return nil }
    self.number = number
  }

  var text: String { number == 0 ? "\(stream)-\(at)" : "\(stream)-\(at)-\(number)" }

  static func < (left: Self, right: Self) -> Bool {
    (left.stream, left.at, left.number) < (right.stream, right.at, right.number)
  }
}
