// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Vocabulary

extension PackReader {
  /// The languages of the house.
  static let languages = ["en", "zh-Hans"]

  mutating func readCity() {
    guard let file = file("city.yaml") else { return }
    let place = Place(file: file, pointer: "", json: file.json)
    draft.city = take(place) { reader, json in
      let known = ["code", "tenant", "name", "languages", "timeZone", "map", "grid"]
      guard let members = reader.object(json, at: "", known: known) else { return nil }
      let code = reader.code(members, "code", required: true)
      let tenant = reader.code(members, "tenant", required: false)
      let name = reader.localized(members, "name", at: "")
      let timeZone = reader.string(members, "timeZone", at: "", required: true)
      if let timeZone, let fault = Self.fault(ofTimeZone: timeZone) { reader.report("/timeZone", fault) }
      let languages = reader.languages(members)
      let map = reader.map(members)
      var origin: Position?
      if let grid = members["grid"], let parts = reader.object(grid, at: "/grid", known: ["origin"]) {
        origin = reader.position(parts, "origin", at: "/grid", required: true)
      }
      guard let code, let name, let timeZone, let map else { return nil }
      return CitySheet(
        code: code, tenant: tenant ?? code, name: name, languages: languages, timeZone: timeZone, map: map,
        gridOrigin: origin ?? map.center)
    }
  }

  private static func fault(ofTimeZone name: String) -> String? {
    do throws(Problem) {
      _ = try TimeZoneRules.named(name)
      return nil
    } catch {
      return error.errors.first?.detail ?? error.detail
    }
  }

  mutating func readDepartments() {
    guard let file = file("departments.yaml") else { return }
    for place in file.elements {
      declare(.department, place, place.json["code"])
      let department: Department? = take(place) { reader, json in
        guard let members = reader.object(json, at: "", known: ["code", "name", "duties", "area"]) else { return nil }
        let code = reader.string(members, "code", at: "", required: true)
        let name = reader.localized(members, "name", at: "")
        let duties = reader.localized(members, "duties", at: "", required: false)
        let area = reader.string(members, "area", at: "")
        guard let code, let name else { return nil }
        return Department(code: code, name: name, duties: duties, area: area)
      }
      if let department { draft.departments.append(Found(value: department, place: place)) }
    }
  }
}

extension JSONReader {
  fileprivate mutating func code(_ members: [String: JSON], _ key: String, required: Bool) -> String? {
    guard let text = string(members, key, at: "", required: required) else { return nil }
    if !PackReader.isCode(text) {
      report("/\(key)", "a code has 1 to 64 letters, digits, points, hyphens and underscores")
    }
    return text
  }

  fileprivate mutating func languages(_ members: [String: JSON]) -> [String] {
    guard members["languages"] != nil else {
      report("/languages", "it is missing; one looks like [zh-Hans, en]")
      return []
    }
    let languages = strings(members, "languages", at: "")
    for (index, language) in languages.enumerated() {
      if !PackReader.languages.contains(language) {
        report("/languages/\(index)", "\"\(language)\" is no language of the house: they are en and zh-Hans")
      } else if languages.firstIndex(of: language) != index {
        report("/languages/\(index)", "\(language) is given twice")
      }
    }
    if languages.isEmpty { report("/languages", "at least one language is needed") }
    return languages
  }

  fileprivate mutating func map(_ members: [String: JSON]) -> Pack.MapView? {
    guard let json = members["map"] else {
      report("/map", "it is missing; one looks like {center: [120.16, 30.25], zoom: 12}")
      return nil
    }
    guard let map = object(json, at: "/map", known: ["center", "zoom"]) else { return nil }
    let center = position(map, "center", at: "/map", required: true)
    let zoom = number(map, "zoom", at: "/map") ?? 12
    if !(0...22).contains(zoom) { report("/map/zoom", "a zoom level is 0 to 22") }
    return center.map { Pack.MapView(center: $0, zoom: zoom) }
  }

  /// `[longitude, latitude]`; `nil` without a report when the key is absent and not required.
  mutating func position(
    _ members: [String: JSON], _ key: String, at pointer: String, required: Bool = false
  ) -> Position? {
    let place = pointer.pointing(to: key)
    guard let json = members[key] else {
      if required { report(place, "it is missing; a position is [longitude, latitude]") }
      return nil
    }
    do throws(Problem) {
      return try Position(json: json, at: place)
    } catch {
      for field in error.errors { report(field.pointer, field.detail) }
      return nil
    }
  }
}
