// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import Vocabulary

extension PackReader {
  mutating func readCalendars() {
    for file in files(in: "calendar", endings: ["yaml", "json"]) {
      for place in file.elements { readCalendar(place) }
    }
  }

  private mutating func readCalendar(_ given: Place) {
    declare(.calendar, given, given.json["code"])
    let place = unversioned(given)
    let base = place.json["extends"]?.string.flatMap { sharedCalendar($0) }
    let name = place.json["extends"]?.string
    let calendar = make(place) { json throws(Problem) in
      // The reader wants one; the city gives the right one later.
      var members = json.object
      members?["version"] = 1
      return try CalendarDefinition(json: members.map { .object($0) } ?? json) { $0 == name ? base : nil }
    }
    checkNames(of: place)
    guard let calendar else { return }
    checkSources(of: calendar, place)
    draft.calendars.append(Found(value: calendar, place: place))
  }

  /// A calendar of `shared/calendars/`, by its code.
  private mutating func sharedCalendar(_ name: String) -> CalendarDefinition? {
    guard Self.isCode(name), !name.hasPrefix(".") else { return nil }
    let url = shared.appending(path: "calendars/\(name).json")
    guard FileManager.default.fileExists(atPath: Self.path(url)),
      let file = file("shared/calendars/\(name).json", at: url)
    else { return nil }
    return make(Place(file: file, pointer: "", json: file.json)) { json throws(Problem) in
      try CalendarDefinition(json: json)
    }
  }

  /// Names of calendars may be in any language there; in a pack both languages are needed.
  private mutating func checkNames(of place: Place) {
    var named: [(String, JSON?)] = [("/name", place.json["name"])]
    for (date, name) in place.json["holidays"]?.object ?? [:] { named.append(("/holidays/\(date)", name)) }
    for key in ["makeUpWorkdays", "halfDays"] {
      for (date, day) in place.json[key]?.object ?? [:] { named.append(("/\(key)/\(date)/name", day["name"])) }
    }
    for (index, closure) in (place.json["closures"]?.array ?? []).enumerated() {
      named.append(("/closures/\(index)/name", closure["name"]))
    }
    for (pointer, name) in named {
      guard let texts = name?.object else { continue }
      for language in Self.languages where texts[language] == nil {
        report(place.fault(pointer + "/" + language, "it is missing"))
      }
    }
    if place.json["name"] == nil, place.json["extends"] == nil { report(place.fault("/name", "it is missing")) }
  }

  private mutating func checkSources(of calendar: CalendarDefinition, _ place: Place) {
    if calendar.weeklySource == nil, calendar.source == nil {
      report(place.fault("/weekly/source", "it is missing: the document that says these hours"))
    }
    let dates = calendar.holidays.count + calendar.makeUpWorkdays.count + calendar.halfDays.count
    if dates + calendar.closures.count > 0, calendar.source == nil {
      report(place.fault("/source", "it is missing: the document that says these dates"))
    }
  }
}
