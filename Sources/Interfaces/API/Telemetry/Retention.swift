// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Storage
import Telemetry
import Vocabulary

extension Endpoint {
  /// A dry run: no reading is changed by it.
  static func getRetention(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/retention", operationId: "getRetention",
      summary: "How long readings are kept, and what would go now",
      description: "A dry run of what is done once an hour: it counts and takes nothing away.", tag: "Telemetry",
      access: .roles([.supervisor, .auditor, .administrator]),
      responses: [
        200: .json("The classes.", .objectSchema(["items": .arraySchema(of: classSchema)], required: ["items"]))
      ], isHeavy: true
    ) { _ in
      let classes = try await city.database.read { [telemetry = city.telemetry, tenant = city.tenant] in
        try telemetry.retentionClasses(tenant: tenant, in: $0)
      }
      let reports = try await city.telemetry.enforceRetention(tenant: city.tenant, isDryRun: true)
      let byClass = Dictionary(reports.map { ($0.retentionClass, $0) }) { first, _ in first }
      return .json(["items": .array(classes.map { $0.json(byClass[$0.code]) })])
    }
  }

  private static let classSchema: JSON = .objectSchema(
    [
      "class": ["type": "string", "description": "Empty for series that name none."],
      "keep": ["type": "string", "description": "Age from which on readings go; absent where they stay."],
      "downsampling": .arraySchema(
        of: .objectSchema(
          ["after": .textSchema, "step": .textSchema, "function": .textSchema],
          required: ["after", "step", "function"])),
      "expired": .countSchema, "coarsened": .countSchema, "made": .countSchema,
    ], required: ["class", "downsampling", "expired", "coarsened", "made"],
    description: "`expired` readings would go, `made` coarser ones would take the place of `coarsened`.")
}

extension RetentionClass {
  fileprivate func json(_ report: RetentionReport?) -> JSON {
    func text(_ duration: Duration) -> JSON { .string(Period.text(duration.wholeMilliseconds, days: true)) }
    var members: [String: JSON] = [
      "class": .string(code),
      "downsampling": .array(
        downsampling.map {
          ["after": text($0.after), "step": text($0.step), "function": .string($0.function.rawValue)]
        }),
      "expired": .integer(Int64(report?.expired ?? 0)), "coarsened": .integer(Int64(report?.coarsened ?? 0)),
      "made": .integer(Int64(report?.made ?? 0)),
    ]
    members["keep"] = keep.map(text)
    return .object(members)
  }
}
