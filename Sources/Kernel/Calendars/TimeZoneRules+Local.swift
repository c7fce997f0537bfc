// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A date and a time of day as clocks on the wall show them, without a zone.
public struct LocalTime: Hashable, Sendable {
  public var date: CivilDate
  /// Milliseconds that the clock shows since midnight; 86,400,000 is the midnight that ends the date.
  public var millisecondOfDay: Int64

  public init(date: CivilDate, millisecondOfDay: Int64) {
    self.date = date
    self.millisecondOfDay = millisecondOfDay
  }

  /// The local time that UTC would show at so many milliseconds since 1970.
  init(wallMilliseconds: Int64) {
    let day = wallMilliseconds.flooredQuotient(86_400_000)
    date = CivilDate(dayNumber: Int(day))
    millisecondOfDay = wallMilliseconds - day * 86_400_000
  }

  var wallMilliseconds: Int64 { Int64(date.dayNumber) * 86_400_000 + millisecondOfDay }
}

extension TimeZoneRules {
  /// What to take for a local time that clocks skip.
  public enum Gap: Sendable {
    /// The time later by as much as the clocks skip: 02:30 becomes 03:30.
    case shifted
    /// The instant of the skip.
    case transition
  }

  /// What to take for a local time that clocks show twice.
  public enum Overlap: Sendable { case earlier, later }

  /// The instant at which the clocks show a local time.
  public func instant(of local: LocalTime, gap: Gap = .shifted, overlap: Overlap = .earlier) -> Instant {
    Instant(milliseconds: instant(ofWall: local.wallMilliseconds, gap: gap, overlap: overlap))
  }

  /// Every instant at which the clocks show a local time, ascending: none in a gap, two in an overlap, else one.
  public func instants(of local: LocalTime) -> [Instant] {
    let first = instant(of: local, gap: .shifted, overlap: .earlier)
    guard localTime(of: first).wallMilliseconds == local.wallMilliseconds else { return [] }
    let last = instant(of: local, gap: .shifted, overlap: .later)
    return first == last ? [first] : [first, last]
  }

  func instant(ofWall wall: Int64, gap: Gap, overlap: Overlap) -> Int64 {
    let fold = fold(wall)
    let wall = wall - fold
    var index = stretch(at: wall - Self.farthestOffset)
    var found: Int64?
    var skipped = index
    while index < starts.count, starts[index] <= wall + Self.farthestOffset {
      let candidate = wall - offsets[index]
      if candidate >= starts[index] {
        if index + 1 == starts.count || candidate < starts[index + 1] {
          if overlap == .earlier { return candidate + fold }
          found = candidate
        }
      } else if index > 0, wall - offsets[index - 1] >= starts[index] {
        skipped = index
      }
      index += 1
    }
    if let found { return found + fold }
    return (gap == .transition ? starts[skipped] : wall - offsets[max(0, skipped - 1)]) + fold
  }

  /// No clock is further from UTC than RFC 9636 §3.2 lets it be: 26 hours.
  static let farthestOffset: Int64 = 26 * 3_600_000
}
