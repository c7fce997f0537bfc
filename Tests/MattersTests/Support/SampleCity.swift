// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
@testable import Decisions
import Matters
import Spatial
import Vocabulary

/// A small city in the time zone of Shanghai: two districts, four departments, four types of matter.
enum SampleCity {
  static let tenant = Tenant("city")
  static let system = Principal.system(tenant)
  static let departments = ["roads", "water", "parks", "police"]

  static func person(_ id: String, _ grants: Grant...) -> Principal {
    Principal(id: id, kind: .person, tenant: tenant, name: id, grants: grants)
  }

  static var zone: TimeZoneRules { get throws { try .named("Asia/Shanghai") } }

  /// The instant at which the city's clocks show `11-24 16:00` of 2026, or `2027-01-05 09:00`.
  static func local(_ text: String) throws -> Instant {
    let full = text.count == 11 ? "2026-\(text)" : text
    guard let wall = Instant(full.replacing(" ", with: "T") + ":00+08:00") else {
      throw Problem(.invalid, "no local time: \(text)")
    }
    return wall
  }

  /// What the city's clocks show.
  static func shown(_ instant: Instant?) -> String {
    guard let instant else { return "none" }
    return String((instant + .seconds(8 * 3600)).description.dropFirst(5).prefix(11)).replacing("T", with: " ")
  }

  static let catalogue = Result<Catalogue, any Error> {
    var catalogue = Catalogue(areas: AreaIndex(areas))
    for json in calendars { catalogue.add(try WorkCalendar(json: json)) }
    for json in types {
      let type = try MatterType(json: json)
      catalogue.add(type)
      catalogue.currentTypes.insert(type.code)
    }
    catalogue.add(try DecisionDefinition(json: dutyList))
    catalogue.add(try DecisionDefinition(json: timeLimits()))
    for department in departments { catalogue.departments[department] = LocalizedText(["en": department]) }
    return catalogue
  }

  /// Each street is half of its district, each community half of its street, each cell half of its community.
  static let areas: [Area] = {
    var areas: [Area] = []
    func add(
      _ code: String, _ level: Area.Level, _ parent: String?, _ west: Double, _ south: Double, _ width: Double,
      _ height: Double
    ) {
      let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)].map { Position(west + width * $0, south + height * $1) }
      areas.append(
        Area(
          code: code, level: level, name: LocalizedText(["en": code]), parent: parent, geometry: .polygon([corners])))
    }
    for district in 0..<2 {
      let d = "D\(district + 1)"
      add(d, .district, nil, 121 + Double(district), 31, 1, 1)
      for street in 0..<2 {
        let s = "\(d)S\(street + 1)"
        let west = 121 + Double(district) + 0.5 * Double(street)
        add(s, .street, d, west, 31, 0.5, 1)
        for community in 0..<2 {
          let c = "\(s)C\(community + 1)"
          let south = 31 + 0.5 * Double(community)
          add(c, .community, s, west, south, 0.5, 0.5)
          add("\(c)G1", .cell, c, west, south, 0.25, 0.5)
          add("\(c)G2", .cell, c, west + 0.25, south, 0.25, 0.5)
        }
      }
    }
    return areas
  }()

  /// A position in the first cell of the first district, and one in the second district.
  static let west = Position(121.1, 31.1)
  static let east = Position(122.6, 31.6)

  private static let calendars: [JSON] = [
    [
      "code": "office", "version": 1, "timeZone": "Asia/Shanghai",
      "weekly": [
        "monday": ["09:00-12:00", "13:00-17:00"], "tuesday": ["09:00-12:00", "13:00-17:00"],
        "wednesday": ["09:00-12:00", "13:00-17:00"], "thursday": ["09:00-12:00", "13:00-17:00"],
        "friday": ["09:00-12:00", "13:00-17:00"],
      ],
      "closures": [["date": "2026-11-26", "department": "roads"]],
    ],
    [
      "code": "always", "version": 2, "timeZone": "Asia/Shanghai",
      "weekly": [
        "monday": ["00:00-24:00"], "tuesday": ["00:00-24:00"], "wednesday": ["00:00-24:00"],
        "thursday": ["00:00-24:00"], "friday": ["00:00-24:00"], "saturday": ["00:00-24:00"],
        "sunday": ["00:00-24:00"],
      ],
    ],
  ]

  private static let types: [JSON] = [
    [
      "code": "pothole", "version": 3, "name": ["en": "Pothole", "zh-Hans": "路面坑洼"], "kind": "component",
      "limits": "time-limits", "route": "duty-list", "public": true, "source": "example",
    ],
    [
      "code": "alarm", "name": ["en": "Alarm", "zh-Hans": "报警"], "kind": "alert",
      "limits": "time-limits", "route": "duty-list", "accept": "automatic", "dispatch": "automatic",
      "source": "example",
    ],
    [
      "code": "complaint", "name": ["en": "Complaint", "zh-Hans": "投诉"], "kind": "appeal",
      "evidence": ["handle", "verify"], "reopenDays": 3, "public": true, "source": "example",
    ],
    ["code": "plain", "name": ["en": "Plain", "zh-Hans": "普通"], "kind": "event", "source": "example"],
  ]

  private static let dutyList: JSON = [
    "code": "duty-list", "version": 2, "source": "example", "hitPolicy": "FIRST",
    "inputs": [["expression": "type"], ["expression": "district"]],
    "outputs": [["name": "department"], ["name": "assisting"]],
    "rules": [
      ["\"alarm\"", "\"D1\"", "\"water\"", "[\"police\"]"], ["\"pothole\"", "-", "\"roads\"", "[]"],
    ],
  ]

  /// - Parameter handle: how long handling a pothole of normal priority may take.
  static func timeLimits(version: Int64 = 5, handle: String = "3 working days, warn at 80%") -> JSON {
    func row(_ type: String, _ priority: String, _ limits: String?..., calendar: String) -> JSON {
      let cells = limits.map { $0.map { "\"\($0)\"" } ?? "null" }
      return .array(
        ([type == "-" ? "-" : "\"\(type)\"", priority == "-" ? "-" : "\"\(priority)\""] + cells + ["\"\(calendar)\""])
          .map { .string($0) })
    }
    return [
      "code": "time-limits", "version": .integer(version), "source": "example", "hitPolicy": "FIRST",
      "inputs": [["expression": "type"], ["expression": "priority"]],
      "outputs": [
        ["name": "accept"], ["name": "dispatch"], ["name": "handle"], ["name": "verify"], ["name": "total"],
        ["name": "calendar"],
      ],
      "rules": [
        row(
          "pothole", "supervised", "PT2H working, warn at 50%", "PT1H working", "PT24H elapsed, calendar always",
          "PT4H working", "P2D, calendar always", calendar: "office"),
        row(
          "pothole", "urgent", "PT2H working, warn at 50%", "PT1H working", "PT8H working", "PT4H working",
          "2 working days", calendar: "office"),
        row(
          "pothole", "-", "PT2H working, warn at 50%", "PT1H working", handle, "PT4H working",
          "7 working days until closeOfDay", calendar: "office"),
        row(
          "alarm", "urgent", "PT15M", "PT15M", "PT4H, warn at 75%", nil, "P1D, warn at 80%", calendar: "always"),
        row("alarm", "-", "PT15M", "PT15M", "PT8H, warn at 75%", nil, "P1D, warn at 80%", calendar: "always"),
      ],
    ]
  }
}
