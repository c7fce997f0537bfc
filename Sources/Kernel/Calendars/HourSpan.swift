// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A stretch of working time within one day, by the clocks of the calendar's zone; `from` belongs to it, `to` does not.
///
/// Its text is `09:00-12:00`; a day ends at `24:00`. Work across midnight is two spans on two days.
public struct HourSpan: Hashable, Sendable, CustomStringConvertible {
  /// Minutes that the clock shows, 0 to 1439.
  public var from: Int
  /// Minutes that the clock shows, 1 to 1440.
  public var to: Int

  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  /// The whole day.
  public static let wholeDay = HourSpan(from: 0, to: 1440)

  /// Reads `HH:MM-HH:MM`. `nil` for anything else, also when it ends before it begins.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let from = Self.minutes(parts[0]), let to = Self.minutes(parts[1]), from < to
    else { return nil }
    self.init(from: from, to: to)
  }

  public var description: String { Self.clock(from) + "-" + Self.clock(to) }

  private static func minutes(_ text: some StringProtocol) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    var digits = [0, 1, 3, 4].map { Int(bytes[$0]) - 48 }.makeIterator()
    guard let tens = digits.next(), let ones = digits.next(), let tenMinutes = digits.next(),
      let minutes = digits.next(), (0...2).contains(tens), (0...9).contains(ones), (0...5).contains(tenMinutes),
      (0...9).contains(minutes)
    else { return nil }
    let total = (tens * 10 + ones) * 60 + tenMinutes * 10 + minutes
    return total <= 1440 ? total : nil
  }

  private static func clock(_ minutes: Int) -> String { twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60) }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension [HourSpan] {
  /// What is wrong with it as one day's hours; `nil` when nothing is.
  var fault: String? {
    var end = 0
    for span in self {
      guard span.from >= 0, span.from < span.to, span.to <= 1440 else {
        return "a span of hours begins before it ends, both within 00:00 to 24:00"
      }
      guard span.from >= end else { return "spans of hours are in order and do not overlap" }
      end = span.to
    }
    return nil
  }

  /// These hours without those of `other`, which are in order too.
  func subtracting(_ other: HourSpan) -> [HourSpan] {
    flatMap { span -> [HourSpan] in
      guard other.from < span.to, other.to > span.from else { return [span] }
      var rest: [HourSpan] = []
      if span.from < other.from { rest.append(HourSpan(from: span.from, to: other.from)) }
      if other.to < span.to { rest.append(HourSpan(from: other.to, to: span.to)) }
      return rest
    }
  }
}
