// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// The offsets from UTC that the clocks of one time zone show, for every instant.
///
/// Read from the system's time zone database (`named(_:)`); `utc` is built in. A lookup is one binary search.
public struct TimeZoneRules: Sendable {
  /// Name in the IANA database, such as `Asia/Shanghai`.
  public let name: String
  /// Where each stretch of constant offset begins, in milliseconds of UTC, ascending; the first is `Int64.min`.
  let starts: [Int64]
  /// The offset of each stretch, in milliseconds east of UTC.
  let offsets: [Int64]
  /// From here on the 400 years before repeat themselves. `nil`: the last stretch has no end.
  let repeatsFrom: Int64?

  init(name: String, starts: [Int64], offsets: [Int64], repeatsFrom: Int64?) {
    self.name = name
    self.starts = starts
    self.offsets = offsets
    self.repeatsFrom = repeatsFrom
  }

  /// Coordinated Universal Time.
  public static let utc = TimeZoneRules(name: "UTC", starts: [.min], offsets: [0], repeatsFrom: nil)

  /// Seconds by which the zone's clocks are ahead of UTC.
  public func offset(at instant: Instant) -> Int { Int(offsetMilliseconds(at: instant.milliseconds) / 1000) }

  /// What the zone's clocks and calendars show.
  public func localTime(of instant: Instant) -> LocalTime {
    LocalTime(wallMilliseconds: instant.milliseconds + offsetMilliseconds(at: instant.milliseconds))
  }

  func offsetMilliseconds(at milliseconds: Int64) -> Int64 {
    offsets[stretch(at: milliseconds - fold(milliseconds))]
  }

  /// Index of the stretch that holds an instant of the table.
  func stretch(at milliseconds: Int64) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= milliseconds { low = middle } else { high = middle }
    }
    return low
  }

  /// How much to take off a time beyond the table to come to the time in the table that has the same offset.
  func fold(_ milliseconds: Int64) -> Int64 {
    guard let repeatsFrom, milliseconds >= repeatsFrom else { return 0 }
    return ((milliseconds - repeatsFrom) / Self.cycle + 1) * Self.cycle
  }

  /// The Gregorian calendar, weekdays included, repeats itself after 400 years of 146,097 days.
  static let cycle: Int64 = 146_097 * 86_400_000
}

extension TimeZoneRules: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.repeatsFrom == right.repeatsFrom && left.starts == right.starts
      && left.offsets == right.offsets
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
