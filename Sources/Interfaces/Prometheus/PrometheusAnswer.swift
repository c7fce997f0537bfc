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

  private static func failure(_ kind: QueryError.Kind, _ message: String, _ language: String) -> Answer {
    Answer.json(
      ["status": "error", "errorType": .string(kind.rawValue), "error": .string(message)], status: kind.status
    ).with("Content-Language", language).with("Vary", "Accept-Language")
  }

  /// - Parameter language: that of the message.
  /// - Throws: errors that are not the caller's affair.
  static func failure(_ error: any Error, in language: String) throws -> Answer {
    switch error {
    case let error as QueryError: return failure(error.kind, error.message(in: language), language)
    case let problem as Problem where problem.code == .badRequest || problem.code == .invalid:
      return failure(.badData, problem.detail(in: language), language)
    case let problem as Problem where problem.code == .tooLarge:
      return failure(.execution, problem.detail(in: language), language)
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
