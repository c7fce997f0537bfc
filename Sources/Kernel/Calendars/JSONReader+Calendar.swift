// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension JSONReader {
  mutating func calendar(_ json: JSON, shared: (String) -> CalendarDefinition?) -> CalendarDefinition? {
    let known = [
      "code", "version", "name", "source", "extends", "timeZone", "weekly", "holidays", "makeUpWorkdays", "halfDays",
      "closures",
    ]
    guard let members = object(json, at: "", known: known) else { return nil }
    var base: CalendarDefinition?
    if let name = string(members, "extends", at: "") {
      base = shared(name)
      if base == nil { report("/extends", "there is no shared calendar \"\(name)\"") }
    }
    let code = string(members, "code", at: "", required: true) ?? ""
    var definition = base ?? CalendarDefinition(code: code, timeZone: .utc, weekly: [:])
    definition.code = code
    definition.version = version(members["version"])
    definition.name = members["name"].flatMap { text($0, at: "/name") } ?? definition.name
    definition.source = string(members, "source", at: "") ?? definition.source
    if let name = string(members, "timeZone", at: "", required: base == nil) {
      do throws(Problem) {
        definition.timeZone = try TimeZoneRules.named(name)
      } catch {
        report("/timeZone", error.detail)
      }
    }
    if let weekly = members["weekly"] {
      week(weekly, into: &definition)
    } else if base == nil {
      report("/weekly", "it is missing")
    }
    days(members, into: &definition)
    return definition
  }

  private mutating func version(_ json: JSON?) -> Int {
    guard let json else {
      report("/version", "it is missing")
      return 1
    }
    guard case .integer(let number) = json, number >= 1, number <= Int64(Int32.max) else {
      report("/version", "a whole number from 1 is expected")
      return 1
    }
    return Int(number)
  }

  private mutating func week(_ json: JSON, into definition: inout CalendarDefinition) {
    let known = Weekday.allCases.map(\.name) + ["source"]
    guard let members = object(json, at: "/weekly", known: known) else { return }
    definition.weekly = [:]
    definition.weeklySource = string(members, "source", at: "/weekly")
    for weekday in Weekday.allCases {
      guard let json = members[weekday.name] else { continue }
      let spans = hours(json, at: "/weekly/\(weekday.name)")
      definition.weekly[weekday] = spans.isEmpty ? nil : spans
    }
  }

  private mutating func days(_ members: [String: JSON], into definition: inout CalendarDefinition) {
    let holidays = dated(members, "holidays") { reader, json, place in reader.text(json, at: place) }
    let makeUpWorkdays = dated(members, "makeUpWorkdays") { reader, json, place in
      reader.makeUpWorkday(json, at: place)
    }
    let halfDays = dated(members, "halfDays") { reader, json, place in reader.halfDay(json, at: place) }
    for date in Set(holidays.keys).union(makeUpWorkdays.keys).union(halfDays.keys) {
      definition.holidays[date] = holidays[date]
      definition.makeUpWorkdays[date] = makeUpWorkdays[date]
      definition.halfDays[date] = halfDays[date]
    }
    guard let list = members["closures"], let closures = array(list, at: "/closures") else { return }
    // Its own come first, so that their places here are their places in the file.
    definition.closures =
      closures.enumerated().compactMap { closure($0.element, at: "/closures/\($0.offset)") } + definition.closures
  }

  private mutating func dated<Value>(
    _ members: [String: JSON], _ key: String, _ read: (inout JSONReader, JSON, String) -> Value?
  ) -> [CivilDate: Value] {
    guard let json = members[key], let days = anyObject(json, at: "/" + key) else { return [:] }
    var values: [CivilDate: Value] = [:]
    for (text, json) in days.sorted(by: { $0.key < $1.key }) {
      let place = "".pointing(to: key).pointing(to: text)
      guard let date = CivilDate(text) else {
        report(place, "the key is no date; one looks like 2026-10-01")
        continue
      }
      values[date] = read(&self, json, place)
    }
    return values
  }

  private mutating func makeUpWorkday(_ json: JSON, at pointer: String) -> CalendarDefinition.MakeUpWorkday? {
    guard let members = object(json, at: pointer, known: ["hoursOf", "name"]) else { return nil }
    var day = CalendarDefinition.MakeUpWorkday()
    if let name = string(members, "hoursOf", at: pointer) {
      if let weekday = Weekday.allCases.first(where: { $0.name == name }) {
        day.hoursOf = weekday
      } else {
        report(pointer.pointing(to: "hoursOf"), "\"\(name)\" is no weekday; one looks like monday")
      }
    }
    day.name = members["name"].flatMap { text($0, at: pointer.pointing(to: "name")) }
    return day
  }

  private mutating func halfDay(_ json: JSON, at pointer: String) -> CalendarDefinition.HalfDay? {
    guard let members = object(json, at: pointer, known: ["hours", "name"]) else { return nil }
    guard let list = members["hours"] else {
      report(pointer.pointing(to: "hours"), "it is missing")
      return nil
    }
    let name = members["name"].flatMap { text($0, at: pointer.pointing(to: "name")) }
    return CalendarDefinition.HalfDay(hours: hours(list, at: pointer.pointing(to: "hours")), name: name)
  }

  private mutating func closure(_ json: JSON, at pointer: String) -> CalendarDefinition.Closure? {
    guard let members = object(json, at: pointer, known: ["date", "hours", "department", "name"]),
      let dateText = string(members, "date", at: pointer, required: true)
    else { return nil }
    guard let date = CivilDate(dateText) else {
      report(pointer.pointing(to: "date"), "\"\(dateText)\" is no date; one looks like 2026-10-01")
      return nil
    }
    var closure = CalendarDefinition.Closure(date: date)
    if let text = string(members, "hours", at: pointer) {
      closure.hours = span(text, at: pointer.pointing(to: "hours"))
    }
    closure.department = string(members, "department", at: pointer)
    closure.name = members["name"].flatMap { text($0, at: pointer.pointing(to: "name")) }
    return closure
  }

  private mutating func hours(_ json: JSON, at pointer: String) -> [HourSpan] {
    guard let list = array(json, at: pointer) else { return [] }
    var spans: [HourSpan] = []
    for (index, json) in list.enumerated() {
      let place = pointer.pointing(to: "\(index)")
      if let text = json.string {
        if let span = span(text, at: place) { spans.append(span) }
      } else {
        let _: HourSpan? = wrong(json, at: place, expected: "hours such as \"09:00-12:00\"", "时段，如“09:00-12:00”")
      }
    }
    return spans
  }

  private mutating func span(_ text: String, at pointer: String) -> HourSpan? {
    guard let span = HourSpan(text) else {
      report(pointer, "\"\(text.prefix(32))\" are no hours; they look like 09:00-12:00, and end by 24:00")
      return nil
    }
    return span
  }

  private mutating func text(_ json: JSON, at pointer: String) -> LocalizedText? {
    guard let members = anyObject(json, at: pointer) else { return nil }
    var texts: [String: String] = [:]
    for language in members.keys.sorted() { texts[language] = string(members, language, at: pointer) }
    if members.isEmpty { report(pointer, "a name in at least one language is expected, such as {\"en\": …}") }
    return LocalizedText(texts)
  }
}
