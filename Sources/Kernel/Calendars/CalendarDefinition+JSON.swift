// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension CalendarDefinition {
  /// Reads a calendar's JSON form.
  ///
  /// Keys: `code`, `version`, `timeZone`, `weekly` (weekday → list of `HH:MM-HH:MM`, and `source`), `holidays` (date →
  /// name), `makeUpWorkdays` and `halfDays` (date → object), `closures` (list of objects), `name`, `source`, `extends`.
  ///
  /// - Parameters:
  ///   - json: the object.
  ///   - shared: finds the calendar that `extends` names. Its zone, hours and dates hold where this one says nothing; a
  ///     date named here loses what it was there.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, each by JSON Pointer; unknown keys are wrong.
  public init(json: JSON, shared: (String) -> CalendarDefinition? = { _ in nil }) throws(Problem) {
    var reader = JSONReader()
    let definition = reader.calendar(json, shared: shared)
    try reader.finish()
    guard let definition else { throw .invalid("", "a calendar is an object", "日历应为对象") }
    self = definition
    var check = JSONReader()
    for fault in faults { check.report(fault.pointer, fault.detail) }
    try check.finish()
  }

  /// The canonical form; reading it gives the same definition. What was extended is written out.
  public var json: JSON {
    var weekly: [String: JSON] = [:]
    for (weekday, spans) in self.weekly where !spans.isEmpty { weekly[weekday.name] = spans.json }
    weekly["source"] = weeklySource.map { .string($0) }
    var object: [String: JSON] = [
      "code": .string(code), "version": .integer(Int64(version)), "timeZone": .string(timeZone.name),
      "weekly": .object(weekly),
    ]
    object["name"] = name?.json
    object["source"] = source.map { .string($0) }
    object["holidays"] = dated(holidays) { $0.json }
    object["makeUpWorkdays"] = dated(makeUpWorkdays) { day in
      var members: [String: JSON] = [:]
      members["hoursOf"] = day.hoursOf == .monday ? nil : .string(day.hoursOf.name)
      members["name"] = day.name?.json
      return .object(members)
    }
    object["halfDays"] = dated(halfDays) { day in
      var members: [String: JSON] = ["hours": day.hours.json]
      members["name"] = day.name?.json
      return .object(members)
    }
    if !closures.isEmpty { object["closures"] = .array(closures.map(\.json)) }
    return .object(object)
  }

  private func dated<Value>(_ days: [CivilDate: Value], _ render: (Value) -> JSON) -> JSON? {
    days.isEmpty ? nil : .object(Dictionary(uniqueKeysWithValues: days.map { ($0.key.description, render($0.value)) }))
  }
}

extension CalendarDefinition.Closure {
  fileprivate var json: JSON {
    var members: [String: JSON] = ["date": .string(date.description)]
    members["hours"] = hours.map { .string($0.description) }
    members["department"] = department.map { .string($0) }
    members["name"] = name?.json
    return .object(members)
  }
}

extension [HourSpan] {
  fileprivate var json: JSON { .array(map { .string($0.description) }) }
}

extension LocalizedText {
  fileprivate var json: JSON { .object(texts.mapValues { .string($0) }) }
}
