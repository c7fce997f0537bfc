// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

/// An error that the server answered with.
struct PostgreSQLRefusal {
  /// Five characters (https://www.postgresql.org/docs/15/errcodes-appendix.html); empty when libpq itself failed.
  let state: String
  private let message: String
  private let constraint: String?
  private let function: String?

  init(_ result: OpaquePointer?) {
    func field(_ code: Character) -> String? {
      PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
    }
    // PG_DIAG_SQLSTATE, _MESSAGE_PRIMARY, _CONSTRAINT_NAME, _SOURCE_FUNCTION of libpq's postgres_ext.h.
    state = field("C") ?? ""
    message = field("M") ?? String(cString: PQresultErrorMessage(result))
    constraint = field("n")
    function = field("R")
  }

  /// The server no longer knows a prepared statement as this side does: after a change of the schema by another process
  /// (0A000 from the plan cache), or when something between forgot it (26000).
  var spoilsConnection: Bool { state == "26000" || state == "0A000" && function == "RevalidateCachedQuery" }

  func storageError(sql: String) -> StorageError {
    if spoilsConnection { return .conflict(message) }
    switch state {
    case "23505": return .notUnique(constraint.map { "\(message) (\($0))" } ?? message)
    case "40001", "40P01", "55P03": return .conflict(message)
    case "53100": return .full(message)
    case "57014": return .unavailable("the server broke the statement off: \(message)")
    // Characters that the database's encoding has not.
    case "22021", "22P05": return .constraint(message)
    case "": return .unavailable(message)
    default: break
    }
    switch state.prefix(2) {
    case "23": return .constraint(message)
    case "08", "53", "57", "58": return .unavailable("\(message) (\(state))")
    case "XX": return state == "XX000" ? .statement("\(message) (\(state))", sql: sql) : .corrupt(message)
    default: return .statement("\(message) (\(state))", sql: sql)
    }
  }
}
