// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A duration as ISO 8601 writes it, of parts with one length: weeks, days of 24 hours, hours, minutes, seconds.
public struct Period: Hashable, Sendable {
  public let milliseconds: Int64
  /// Whether its text speaks of days or weeks.
  public let hasDays: Bool

  /// Reads `P7D`, `PT4H30M`, `P1DT12H`, `P2W`, `PT0.250S`. `nil` for anything else: years and months have no one length,
  /// only seconds have a fraction (of at most three digits), and nothing is longer than about 1,000 years.
  public init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8)[...]
    guard bytes.popFirst() == UInt8(ascii: "P"), !bytes.isEmpty else { return nil }
    var sum: Int64 = 0
    var hasDays = false
    var inTime = false
    var units = "WDHMS"[...]
    while !bytes.isEmpty {
      if !inTime, bytes.first == UInt8(ascii: "T") {
        bytes.removeFirst()
        inTime = true
        guard !bytes.isEmpty else { return nil }
      }
      guard let (number, thousandths) = Self.number(&bytes), let mark = bytes.popFirst(),
        let unit = units.firstIndex(of: Character(Unicode.Scalar(mark)))
      else { return nil }
      units = units[units.index(after: unit)...]
      guard (mark == UInt8(ascii: "W") || mark == UInt8(ascii: "D")) != inTime else { return nil }
      guard thousandths == nil || mark == UInt8(ascii: "S") else { return nil }
      switch mark {
      case UInt8(ascii: "W"): sum += number * 604_800_000
      case UInt8(ascii: "D"): sum += number * 86_400_000
      case UInt8(ascii: "H"): sum += number * 3_600_000
      case UInt8(ascii: "M"): sum += number * 60_000
      default: sum += number * 1000 + (thousandths ?? 0)
      }
      if !inTime { hasDays = true }
      // ISO 8601 lets weeks stand alone only.
      if mark == UInt8(ascii: "W"), !bytes.isEmpty { return nil }
      guard sum <= 365_243 * 86_400_000 else { return nil }
    }
    milliseconds = sum
    self.hasDays = hasDays
  }

  /// A whole number of at most ten digits, and the thousandths after a point.
  private static func number(_ bytes: inout ArraySlice<UInt8>) -> (Int64, Int64?)? {
    let digits = bytes.prefix { (48...57).contains($0) }
    guard (1...10).contains(digits.count) else { return nil }
    bytes = bytes.dropFirst(digits.count)
    let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    guard bytes.first == UInt8(ascii: ".") else { return (number, nil) }
    let fraction = bytes.dropFirst().prefix { (48...57).contains($0) }
    guard (1...3).contains(fraction.count) else { return nil }
    bytes = bytes.dropFirst(1 + fraction.count)
    var thousandths = fraction.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    for _ in fraction.count..<3 { thousandths *= 10 }
    return (number, thousandths)
  }

  /// The shortest text of an amount that is not negative; without days 36 hours are `PT36H`.
  public static func text(_ milliseconds: Int64, days: Bool) -> String {
    var rest = milliseconds
    var text = "P"
    if days, rest >= 86_400_000 {
      text += "\(rest / 86_400_000)D"
      rest %= 86_400_000
    }
    guard rest > 0 || text == "P" else { return text }
    text += "T"
    if rest >= 3_600_000 { text += "\(rest / 3_600_000)H" }
    if rest / 60_000 % 60 > 0 { text += "\(rest / 60_000 % 60)M" }
    rest %= 60_000
    guard rest > 0 || text == "PT" else { return text }
    text += "\(rest / 1000)"
    if rest % 1000 > 0 { text += "." + String(String(1000 + rest % 1000).dropFirst()) }
    return text + "S"
  }
}
