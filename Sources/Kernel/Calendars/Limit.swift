// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// How long something may take.
public enum Limit: Hashable, Sendable {
  /// When the last of a number of working days is over.
  public enum DayEnd: String, Sendable, CaseIterable {
    /// At the time of day at which the limit began.
    case sameTime
    /// When the day's working hours end.
    case closeOfDay
  }

  /// Time within working hours.
  case workingTime(milliseconds: Int64)
  /// Whole working days after the day of the start.
  case workingDays(Int, until: DayEnd)
  /// Time by the clock, day and night; a day is 24 hours.
  case elapsed(milliseconds: Int64)

  /// The limit in its own unit: milliseconds, or days for `workingDays`.
  public var amount: Int64 {
    switch self {
    case .workingTime(let milliseconds), .elapsed(let milliseconds): milliseconds
    case .workingDays(let count, _): Int64(count)
    }
  }

  /// The longest limit that can be written: 50 years, or as many working days as fit in them.
  static let longest: Int64 = 18_262 * 86_400_000

  /// For people.
  public var text: LocalizedText {
    switch self {
    case .workingTime(let milliseconds):
      let (english, chinese) = Self.units(milliseconds, days: false)
      return LocalizedText(["en": "\(english) of working time", "zh-Hans": "工作时间\(chinese)"])
    case .elapsed(let milliseconds):
      let (english, chinese) = Self.units(milliseconds, days: true)
      return LocalizedText(["en": english, "zh-Hans": chinese])
    case .workingDays(let count, let until):
      let close = until == .closeOfDay
      return LocalizedText([
        "en": (count == 1 ? "1 working day" : "\(count) working days") + (close ? ", until closing time" : ""),
        "zh-Hans": "\(count)个工作日" + (close ? "（至下班时）" : ""),
      ])
    }
  }

  private static func units(_ milliseconds: Int64, days: Bool) -> (String, String) {
    var rest = milliseconds
    var english: [String] = []
    var chinese = ""
    for (length, one, many, character) in [
      (86_400_000, "day", "days", "天"), (3_600_000, "hour", "hours", "小时"), (60_000, "minute", "minutes", "分钟"),
    ] as [(Int64, String, String, String)] where length < 86_400_000 || days {
      let count = rest / length
      rest -= count * length
      guard count > 0 else { continue }
      english.append("\(count) \(count == 1 ? one : many)")
      chinese += "\(count)\(character)"
    }
    if rest > 0 || english.isEmpty {
      let seconds = rest % 1000 == 0 ? "\(rest / 1000)" : "\(Double(rest) / 1000)"
      english.append("\(seconds) \(seconds == "1" ? "second" : "seconds")")
      chinese += "\(seconds)秒"
    }
    return (english.joined(separator: " "), chinese)
  }
}

extension Limit: CustomStringConvertible {
  /// `PT8H working`, `5 working days until closeOfDay`, `P7D elapsed`.
  public var description: String {
    switch self {
    case .workingTime(let milliseconds): Period.text(milliseconds, days: false) + " working"
    case .workingDays(let count, let until): "\(count) working days until \(until.rawValue)"
    case .elapsed(let milliseconds): Period.text(milliseconds, days: true) + " elapsed"
    }
  }
}
