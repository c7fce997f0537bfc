// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A day of the week, numbered as in ISO 8601.
public enum Weekday: Int, CaseIterable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The name in packs: `monday` … `sunday`.
  public var name: String { "\(self)" }
}

/// What a calendar says, as data: the content of a pack's `calendar/` file.
///
/// A date's hours are found in this order: its half day; the weekday that its make-up workday (调休) follows; none when it
/// is a holiday; else its weekday's. Closures are then taken off.
public struct CalendarDefinition: Hashable, Sendable {
  /// A day worked although it falls on a weekend.
  public struct MakeUpWorkday: Hashable, Sendable {
    /// The weekday whose hours apply.
    public var hoursOf: Weekday
    public var name: LocalizedText?

    public init(hoursOf: Weekday = .monday, name: LocalizedText? = nil) {
      self.hoursOf = hoursOf
      self.name = name
    }
  }

  /// A day with hours of its own.
  public struct HalfDay: Hashable, Sendable {
    public var hours: [HourSpan]
    public var name: LocalizedText?

    public init(hours: [HourSpan], name: LocalizedText? = nil) {
      self.hours = hours
      self.name = name
    }
  }

  /// A time without work on one date, of everybody or of one department.
  public struct Closure: Hashable, Sendable {
    public var date: CivilDate
    /// `nil`: the whole day.
    public var hours: HourSpan?
    /// Code of the department that is closed; `nil`: everybody.
    public var department: String?
    public var name: LocalizedText?

    public init(
      date: CivilDate, hours: HourSpan? = nil, department: String? = nil, name: LocalizedText? = nil
    ) {
      self.date = date
      self.hours = hours
      self.department = department
      self.name = name
    }
  }

  public var code: String
  /// 1 and upward; a changed calendar is a new version, and running clocks keep theirs.
  public var version: Int
  public var name: LocalizedText?
  /// Where the dates are published.
  public var source: String?
  public var timeZone: TimeZoneRules
  /// The hours of each weekday; a weekday that is absent is not worked.
  public var weekly: [Weekday: [HourSpan]]
  /// Where the weekly hours are published.
  public var weeklySource: String?
  public var holidays: [CivilDate: LocalizedText]
  public var makeUpWorkdays: [CivilDate: MakeUpWorkday]
  public var halfDays: [CivilDate: HalfDay]
  public var closures: [Closure]

  public init(
    code: String, version: Int = 1, name: LocalizedText? = nil, source: String? = nil, timeZone: TimeZoneRules,
    weekly: [Weekday: [HourSpan]], weeklySource: String? = nil, holidays: [CivilDate: LocalizedText] = [:],
    makeUpWorkdays: [CivilDate: MakeUpWorkday] = [:], halfDays: [CivilDate: HalfDay] = [:], closures: [Closure] = []
  ) {
    self.code = code
    self.version = version
    self.name = name
    self.source = source
    self.timeZone = timeZone
    self.weekly = weekly.filter { !$0.value.isEmpty }
    self.weeklySource = weeklySource
    self.holidays = holidays
    self.makeUpWorkdays = makeUpWorkdays
    self.halfDays = halfDays
    self.closures = closures
  }

  /// Every hour of every day.
  public static func aroundTheClock(code: String, version: Int = 1, timeZone: TimeZoneRules = .utc) -> Self {
    CalendarDefinition(
      code: code, version: version, timeZone: timeZone,
      weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [.wholeDay]) }))
  }
}
