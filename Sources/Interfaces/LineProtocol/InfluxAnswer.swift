// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Storage
import Vocabulary

/// Errors in the shapes that clients of Influx read: `error` for version 1, `code` and `message` for version 2.
enum InfluxAnswer {
  /// As `GET /ping` answers; clients take the version's first digit for the dialect.
  static let version = "1.8.10-citywide"

  static let schema = JSON.objectSchema(
    ["error": ["type": "string"], "code": ["type": "string"], "message": ["type": "string"]],
    required: ["error", "code", "message"])

  /// - Parameter language: that of the message.
  /// - Throws: errors that are not the caller's affair.
  static func answer(to error: any Error, in language: String) throws -> Answer {
    switch error {
    case let partial as PartialWrite: return answer(400, "invalid", partial.message(in: language), language)
    case let problem as Problem where problem.code != .internal: return answer(to: problem, language)
    case let error as StorageError where error.problem.code != .internal: return answer(to: error.problem, language)
    // What went wrong inside is for the log.
    default: throw error
    }
  }

  private static func answer(to problem: Problem, _ language: String) -> Answer {
    var answer = answer(
      problem.code.status, code(problem.code), problem.detail(in: language), problem.details == nil ? "en" : language)
    if let seconds = problem.retryAfter { answer = answer.with("Retry-After", "\(seconds)") }
    if problem.code == .unauthenticated { answer = answer.with("WWW-Authenticate", "Token realm=\"citywide\"") }
    return answer
  }

  private static func answer(_ status: Int, _ code: String, _ message: String, _ language: String) -> Answer {
    Answer.json(
      ["error": .string(message), "code": .string(code), "message": .string(message)], status: status
    ).with("X-Influxdb-Version", version).with("Content-Language", language)
  }

  /// The codes of the API of version 2.
  private static func code(_ code: Problem.Code) -> String {
    switch code {
    case .unauthenticated: "unauthorized"
    case .forbidden: "forbidden"
    case .notFound: "not found"
    case .tooLarge: "request too large"
    case .tooManyRequests: "too many requests"
    case .unavailable, .storageFull: "unavailable"
    case .internal: "internal error"
    case .unsupportedMedia: "unsupported media type"
    case .conflict: "conflict"
    default: "invalid"
    }
  }
}
