// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func listCalendars(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/calendars", operationId: "listCalendars",
      summary: "The calendars by which time limits are counted",
      description: "Each in its newest version. Running clocks keep the version with which they began.",
      tag: "Definitions", access: .signedIn,
      responses: [
        200: .json(
          "The calendars by code.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("Calendar"))], required: ["items"]))
      ]
    ) { _ in
      let catalogue = city.matters.catalogue
      let calendars = catalogue.calendars.keys.sorted().compactMap { catalogue.calendar($0) }
      return .json(["items": .array(calendars.map(\.answer))])
    }
  }

  static func measureWorkingTime(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/calendars/{code}/working-time", operationId: "measureWorkingTime",
      summary: "How much working time lies between two moments", tag: "Definitions", access: .signedIn,
      parameters: calendarParameters + [
        .query("from", .instantSchema, isRequired: true, "The beginning."),
        .query("to", .instantSchema, isRequired: true, "The end."),
      ],
      responses: [
        200: .json(
          "The working time; negative when the end comes first.",
          .objectSchema(
            [
              "calendar": .textSchema, "milliseconds": ["type": "integer"],
              "holidaysKnownUntil": holidaysKnownUntilSchema,
            ], required: ["calendar", "milliseconds", "holidaysKnownUntil"]))
      ]
    ) { call in
      let calendar = try calendar(city, call)
      let from = call.instant("from") ?? city.time.now()
      let to = call.instant("to") ?? from
      return .json([
        "calendar": .string("\(calendar.code)@\(calendar.version)"),
        "milliseconds": .integer(calendar.workingMilliseconds(from: from, to: to)),
        "holidaysKnownUntil": calendar.holidaysKnownUntil,
      ])
    }
  }

  static func computeDueDate(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/calendars/{code}/due", operationId: "computeDueDate", summary: "When a time limit is over",
      description: "Give exactly one of `working`, `workingDays` and `elapsed`.", tag: "Definitions", access: .signedIn,
      parameters: calendarParameters + [
        .query("start", .instantSchema, isRequired: true, "When the limit begins."),
        .query("working", .stringSchema(length: 1...40), "Working time, as in PT8H."),
        .query("workingDays", .integerSchema(1...18_262), "Whole working days after the day of the start."),
        .query("until", .enumSchema(["closeOfDay", "sameTime"]), "When the last working day is over."),
        .query("elapsed", .stringSchema(length: 1...40), "Time by the clock, as in P7D."),
      ],
      responses: [
        200: .json(
          "The moment; null where the calendar's years end first.",
          .objectSchema(
            [
              "calendar": .textSchema, "limit": .schemaReference("Limit"),
              "dueAt": ["type": ["string", "null"], "format": "date-time"],
              "holidaysKnownUntil": holidaysKnownUntilSchema,
            ], required: ["calendar", "limit", "dueAt", "holidaysKnownUntil"]))
      ]
    ) { call in
      let calendar = try calendar(city, call)
      var members: [String: JSON] = [:]
      for name in ["working", "workingDays", "until", "elapsed"] { members[name] = call[name] }
      let limit = try Limit(json: .object(members))
      let due = calendar.due(start: call.instant("start") ?? city.time.now(), limit: limit)
      return .json([
        "calendar": .string("\(calendar.code)@\(calendar.version)"), "limit": limit.json,
        "dueAt": due.map { .string($0.description) } ?? .null, "holidaysKnownUntil": calendar.holidaysKnownUntil,
      ])
    }
  }

  fileprivate static let holidaysKnownUntilSchema: JSON = [
    "type": ["string", "null"], "format": "date",
    "description": """
    The last day for which the calendar has the holidays; what lies behind it is counted as if there were none, and changes once \
    they are published. null for a calendar without holidays.
    """,
  ]

  private static let calendarParameters: [Parameter] = [
    .path("code", .codeSchema, "The calendar's code."),
    .query("department", .codeSchema, "Counts this department's closures too."),
  ]

  private static func calendar(_ city: City, _ call: Call) throws(Problem) -> WorkCalendar {
    guard let calendar = city.matters.catalogue.calendar(call.path("code")) else {
      throw Problem(.notFound, "There is no calendar \(call.path("code")).", "没有日历 \(call.path("code"))。")
    }
    let department = call.string("department")
    try city.pack.checkCodes(department: department)
    return department.map(calendar.scoped) ?? calendar
  }
}

let calendarSchemas: [String: JSON] = [
  "Calendar": .objectSchema(
    [
      "code": .codeSchema, "version": .countSchema, "name": .localizedSchema,
      "timeZone": ["type": "string", "description": "A name of the IANA database, as in Asia/Shanghai."],
      "source": ["type": "string", "description": "Where its dates are published."],
      "holidaysKnownUntil": Endpoint.holidaysKnownUntilSchema,
    ], required: ["code", "version", "timeZone", "holidaysKnownUntil"])
]

extension WorkCalendar {
  fileprivate var answer: JSON {
    var members: [String: JSON] = [
      "code": .string(code), "version": .integer(Int64(version)), "timeZone": .string(timeZone.name),
      "holidaysKnownUntil": holidaysKnownUntil,
    ]
    members["name"] = definition.name?.json
    members["source"] = definition.source.map { .string($0) }
    return .object(members)
  }

  fileprivate var holidaysKnownUntil: JSON {
    definition.holidaysKnownUntil.map { .string($0.description) } ?? .null
  }
}
