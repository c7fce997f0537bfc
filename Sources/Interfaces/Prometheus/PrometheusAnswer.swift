// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Storage
import Vocabulary

/// Answers in the form of Prometheus.
enum PrometheusAnswer {
  static func success(warnings: [String] = [], _ write: (inout JSONWriter) -> Void) -> Answer {
    .json(capacity: 4096) { writer in
      writer.beginObject()
      writer.member("status", "success")
      writer.key("data")
      write(&writer)
      if !warnings.isEmpty {
        writer.key("warnings")
        writer.beginArray()
        for warning in warnings { writer.string(warning) }
        writer.endArray()
      }
      writer.endObject()
    }
  }

  static func failure(_ error: QueryError) -> Answer {
    .json(
      ["status": "error", "errorType": .string(error.kind.rawValue), "error": .string(error.message)],
      status: error.status)
  }

  /// - Throws: errors that are not the caller's affair.
  static func failure(_ error: any Error) throws -> Answer {
    switch error {
    case let error as QueryError: return failure(error)
    case let problem as Problem where problem.code == .badRequest || problem.code == .invalid:
      return failure(QueryError(.badData, problem.detail))
    case let problem as Problem where problem.code == .tooLarge: return failure(QueryError(.execution, problem.detail))
    default: throw error
    }
  }

  static let schema = JSON.objectSchema(
    [
      "status": .enumSchema(["success", "error"]), "data": [:], "errorType": ["type": "string"],
      "error": ["type": "string"], "warnings": .arraySchema(of: ["type": "string"]),
    ], required: ["status"])

  static func write(_ labels: Labels, to writer: inout JSONWriter) {
    writer.beginObject()
    for label in labels.labels {
      writer.key(named: label.name)
      writer.string(label.value)
    }
    writer.endObject()
  }

  static func write(_ value: Double, at instant: Int64, to writer: inout JSONWriter) {
    writer.beginArray()
    writer.raw(GoNumber.seconds(instant).utf8)
    writer.string(GoNumber.text(value))
    writer.endArray()
  }
}
