// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

package import Vocabulary

extension CalendarDefinition {
  /// What is wrong with it, each by JSON Pointer into its canonical form.
  package var faults: [Problem.FieldError] {
    var faults: [Problem.FieldError] = []
    func report(_ detail: String, _ path: String...) {
      faults.append(Problem.FieldError(pointer: path.reduce("") { $0.pointing(to: $1) }, detail: detail))
    }

    if code.isEmpty { report("a calendar has a code", "code") }
    if version < 1 { report("a version is 1 or more", "version") }
    for weekday in Weekday.allCases {
      if let fault = weekly[weekday]?.fault { report(fault, "weekly", weekday.name) }
    }
    for date in holidays.keys.sorted() {
      if let fault = date.fault { report(fault, "holidays", date.description) }
    }
    for (date, workday) in makeUpWorkdays.sorted(by: { $0.key < $1.key }) {
      if let fault = date.fault { report(fault, "makeUpWorkdays", date.description) }
      if holidays[date] != nil {
        report("the date is a holiday too; it can only be one of both", "makeUpWorkdays", date.description)
      }
      if (weekly[workday.hoursOf] ?? []).isEmpty, halfDays[date] == nil {
        report(
          "\(workday.hoursOf.name) has no hours; hoursOf names a weekday that has", "makeUpWorkdays", date.description)
      }
    }
    for (date, day) in halfDays.sorted(by: { $0.key < $1.key }) {
      if let fault = date.fault ?? day.hours.fault { report(fault, "halfDays", date.description) }
      if day.hours.isEmpty { report("a half day has hours; else it is a holiday", "halfDays", date.description) }
      if holidays[date] != nil {
        report("the date is a holiday too; it can only be one of both", "halfDays", date.description)
      }
    }
    for (index, closure) in closures.enumerated() {
      if let fault = closure.date.fault ?? closure.hours.flatMap({ [$0].fault }) {
        report(fault, "closures", "\(index)")
      }
    }
    return faults
  }
}

extension CivilDate {
  fileprivate var fault: String? {
    Timetable.years.contains(year)
      ? nil : "a calendar holds the years \(Timetable.years.lowerBound) to \(Timetable.years.upperBound)"
  }
}
