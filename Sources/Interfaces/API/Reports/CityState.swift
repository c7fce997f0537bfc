// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Operations
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  static func getVitalSigns(_ city: City) -> Endpoint {
    let reports = VitalSignsReports(database: city.database)
    return Endpoint(
      .get, "/api/v1/reports/vital-signs", operationId: "getVitalSigns", summary: "How the work goes now",
      description:
        "Of the matters that you may see: what is open and late, what came in and ended in each of the last 24 hours, "
        + "and how many were late, or due soon, at each full one.",
      tag: "Reports", access: .roles(staff),
      parameters: [.query("area", .codeSchema, "Only in this area, of whichever level.")],
      responses: [200: .json("The vital signs.", .schemaReference("VitalSigns"))]
    ) { call in
      let area = call.string("area")
      try city.pack.checkCodes(area: area)
      let parts = city.pack.areas.children(of: area).first?.level.rawValue
      let signs = try await reports.take(area: area, parts: parts, for: call.principal, at: city.time.now())
      return .json(capacity: 2048) { signs.write(to: &$0) }
    }
  }

  static func getCityMode(_ city: City) -> Endpoint {
    let modes = CityModes(city)
    return Endpoint(
      .get, "/api/v1/mode", operationId: "getCityMode", summary: "Whether the city works as usual or in an emergency",
      tag: "Reports", access: .signedIn, responses: [200: .json("The mode.", .schemaReference("CityMode"))]
    ) { _ in .mode(try await modes.read()) }
  }

  static func changeCityMode(_ city: City) -> Endpoint {
    let modes = CityModes(city)
    return Endpoint(
      .post, "/api/v1/mode", operationId: "changeCityMode", summary: "Declare an emergency, or end it",
      description: "An act of a supervisor or administrator of the whole city; it is in the journal with its reason.",
      tag: "Reports", access: .roles(CityModes.deciders),
      requestBody: .json(
        .objectSchema(
          ["isEmergency": .boolSchema, "reason": .stringSchema(length: 3...300)], required: ["isEmergency", "reason"])),
      responses: [200: .json("The mode.", .schemaReference("CityMode"))], problems: [.conflict, .forbidden]
    ) { call in
      .mode(
        try await modes.change(
          toEmergency: call.json["isEmergency"]?.bool ?? false, reason: call.json["reason"]?.string ?? "",
          by: call.principal))
    }
  }
}

extension CityModes {
  fileprivate convenience init(_ city: City) {
    self.init(database: city.database, journal: city.journal, time: city.time, tenant: city.tenant)
  }
}

extension Answer {
  fileprivate static func mode(_ mode: CityMode?) -> Answer {
    guard let mode else { return .json(["isEmergency": false]) }
    return .json { mode.write(to: &$0) }
  }
}

let cityStateSchemas: [String: JSON] = [
  "CityMode": .objectSchema(
    ["isEmergency": .boolSchema, "reason": .textSchema, "since": .instantSchema, "by": .textSchema],
    required: ["isEmergency"]),
  "VitalSigns": .objectSchema(
    [
      "at": .instantSchema, "open": .countSchema, "late": .countSchema, "dueSoon": .countSchema,
      "opened": .arraySchema(of: .countSchema), "openedBefore": .countSchema, "ended": .arraySchema(of: .countSchema),
      "endedBefore": .countSchema,
      "onTime": ["type": ["number", "null"], "description": "Of what ended within seven days."],
      "onTimeHours": .arraySchema(of: ["type": ["number", "null"]]), "lateHours": hourlyCounts,
      "dueSoonHours": hourlyCounts,
      "parts": .arraySchema(
        of: .objectSchema(
          ["area": .textSchema, "open": .countSchema, "late": .countSchema], required: ["area", "open", "late"])),
    ],
    required: [
      "at", "open", "late", "dueSoon", "opened", "openedBefore", "ended", "endedBefore", "onTime",
      "onTimeHours", "lateHours", "dueSoonHours", "parts",
    ]),
]

/// At each of the last 24 full hours; null where nobody looked, and for whoever may not see all that was counted.
private let hourlyCounts: JSON = .arraySchema(of: ["type": ["integer", "null"], "minimum": 0])
