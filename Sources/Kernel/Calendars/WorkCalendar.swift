// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A calendar of working time: weekly hours, holidays, make-up workdays (调休), half days, closures.
///
/// An instant is working time when the clocks of the zone show a time within the hours of the date they show, in the
/// years 1900 to 2199 of UTC. Times that clocks skip are not worked, times that they show twice are worked twice: around
/// the clock, working time is elapsed time.
///
/// The value is immutable. Copies share what was laid out of the time line, from any thread.
public struct WorkCalendar: Sendable {
  public let definition: CalendarDefinition
  /// Code of the department whose closures count beside everybody's.
  public let department: String?
  let timetable: Timetable
  /// The timetables of the departments that have closures of their own.
  private let departments: [String: Timetable]

  public var code: String { definition.code }
  public var version: Int { definition.version }
  public var timeZone: TimeZoneRules { definition.timeZone }

  /// - Throws: `Problem` of code `invalid` with everything that contradicts itself in the definition.
  public init(_ definition: CalendarDefinition) throws(Problem) {
    var reader = JSONReader()
    for fault in definition.faults { reader.report(fault.pointer, fault.detail) }
    try reader.finish()
    self.definition = definition
    department = nil
    timetable = Timetable(definition, department: nil)
    var departments: [String: Timetable] = [:]
    for code in Set(definition.closures.compactMap(\.department)) {
      departments[code] = Timetable(definition, department: code)
    }
    self.departments = departments
  }

  /// Reads the JSON form, as `CalendarDefinition.init(json:shared:)` does.
  public init(json: JSON, shared: (String) -> CalendarDefinition? = { _ in nil }) throws(Problem) {
    try self.init(CalendarDefinition(json: json, shared: shared))
  }

  private init(_ whole: WorkCalendar, department: String) {
    definition = whole.definition
    self.department = department
    departments = whole.departments
    timetable = whole.departments[department] ?? whole.timetable
  }

  /// The canonical JSON form of the definition.
  public var json: JSON { definition.json }

  /// The calendar as it is for one department: its own closures count too. Costs nothing; a department without closures
  /// of its own shares everybody's time line.
  public func scoped(to department: String) -> WorkCalendar {
    WorkCalendar(self, department: department)
  }

  /// The hours worked on a date, in order.
  public func hours(on date: CivilDate) -> [HourSpan] { timetable.hours(onDay: date.dayNumber) }

  /// Whether a date has working hours.
  public func isWorkday(_ date: CivilDate) -> Bool { !hours(on: date).isEmpty }

  /// Whether an instant is working time.
  public func isWorkingTime(_ instant: Instant) -> Bool { timetable.isWorking(at: instant.milliseconds) }
}

extension WorkCalendar: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.definition == right.definition && left.department == right.department
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(definition.code)
    hasher.combine(definition.version)
  }
}
