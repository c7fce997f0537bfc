// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension Endpoint {
  private static let healthSchema = JSON.objectSchema(
    [
      "status": .enumSchema(["ok", "degraded", "failing"]),
      "checks": [
        "type": "object",
        "additionalProperties": .objectSchema(
          [
            "status": .enumSchema(["ok", "failing"]), "critical": ["type": "boolean"],
            "milliseconds": ["type": "integer"], "detail": ["type": "string"],
          ], required: ["status", "critical", "milliseconds"]),
      ],
    ], required: ["status", "checks"])

  /// `GET /health`: whether the program can do its work, 200 or 503 with each check. `GET /health/live`: whether it
  /// runs at all, always 200.
  public static func health(_ health: Health, at path: String = "/health") -> [Endpoint] {
    [
      Endpoint(
        .get, path, operationId: "getHealth", summary: "Whether the city can do its work", tag: "Service",
        access: .public,
        responses: [
          200: .json("Everything critical works.", healthSchema),
          503: .json("Something critical does not work.", healthSchema),
        ]
      ) { _ in
        let report = await health.report()
        return .json(report.json, status: report.isHealthy ? 200 : 503)
      },
      Endpoint(
        .get, "\(path)/live", operationId: "getLiveness", summary: "Whether the program runs", tag: "Service",
        access: .public,
        responses: [200: .json("It runs.", .objectSchema(["status": .enumSchema(["ok"])], required: ["status"]))]
      ) { _ in
        .json(["status": "ok"])
      },
    ]
  }
}
