// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL
import Foundation

extension PostgreSQLConnection {
  /// Opens a connection, checks that the server is fit, and puts the session in order.
  static func connect(_ uri: String, _ settings: DatabaseSettings) throws -> OpaquePointer {
    // What the URI says comes last and wins.
    let parameters = [
      ("application_name", "citywide"), ("connect_timeout", "\(max(2, settings.connectTimeout.components.seconds))"),
      ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "30000"), ("dbname", uri), ("client_encoding", "UTF8"),
    ]
    var keywords: [UnsafePointer<CChar>?] = parameters.map { UnsafePointer(strdup($0.0)) } + [nil]
    var values: [UnsafePointer<CChar>?] = parameters.map { UnsafePointer(strdup($0.1)) } + [nil]
    defer { for text in keywords + values { free(UnsafeMutablePointer(mutating: text)) } }
    guard let handle = PQconnectdbParams(&keywords, &values, 1) else {
      throw StorageError.unavailable("out of memory")
    }
    do {
      guard PQstatus(handle) == CONNECTION_OK else { throw StorageError.unavailable(message(of: handle)) }
      // Notices would go to standard error.
      PQsetNoticeReceiver(handle, { _, _ in }, nil)
      try check(handle)
      try prepare(handle, settings)
      guard PQenterPipelineMode(handle) == 1 else { throw StorageError.unavailable(message(of: handle)) }
    } catch {
      PQfinish(handle)
      throw error
    }
    return handle
  }

  /// libpq's message for the last thing that went wrong; never holds the password.
  static func message(of handle: OpaquePointer) -> String {
    let text = String(cString: PQerrorMessage(handle)).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? "the connection to the database was lost" : text
  }

  private static func check(_ handle: OpaquePointer) throws {
    let version = PQserverVersion(handle)
    guard version >= 150_000 else {
      throw StorageError.unavailable(
        "the server runs PostgreSQL \(version / 10000).\(version % 10000); Citywide needs PostgreSQL 15 or newer")
    }
    let encoding = PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? "unknown"
    guard encoding == "UTF8" else {
      throw StorageError.unavailable(
        "the database has the encoding \(encoding); Citywide needs one made with ENCODING 'UTF8'")
    }
    let standby = PQparameterStatus(handle, "in_hot_standby").map { String(cString: $0) }
    guard standby != "on" else {
      throw StorageError.unavailable("the server is a standby that takes no changes; connect to the primary")
    }
  }

  private static func prepare(_ handle: OpaquePointer, _ settings: DatabaseSettings) throws {
    // A commit that was answered must be on disk, whatever the server's default. Compiling (jit) costs short statements
    // more than it gives; streamed results are read to their end.
    let result = PQexec(
      handle,
      """
      SELECT set_config('statement_timeout', '\(settings.statementTimeout.components.seconds * 1000)', false),
        set_config('jit', 'off', false), set_config('cursor_tuple_fraction', '1.0', false),
        set_config('TimeZone', 'UTC', false),
        set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
          ELSE current_setting('synchronous_commit') END, false)
      """)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw StorageError.unavailable(message(of: handle)) }
  }
}
