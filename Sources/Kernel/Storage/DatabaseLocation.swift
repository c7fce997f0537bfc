// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Where a database is.
public enum DatabaseLocation: Hashable, Sendable, CustomStringConvertible {
  /// A SQLite file; made when it does not exist.
  case sqlite(path: String)
  /// A PostgreSQL 15+ server, by a libpq connection URI (`postgres://user:password@host:port/database`).
  case postgresql(uri: String)

  /// Reads `postgres://…`, `postgresql://…`, `sqlite:PATH` or a plain path.
  public init(_ text: String) {
    if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      self = .postgresql(uri: text)
    } else if text.hasPrefix("sqlite:") {
      self = .sqlite(path: String(text.dropFirst(7)))
    } else {
      self = .sqlite(path: text)
    }
  }

  /// The location without password and parameters, fit for logs.
  public var description: String {
    switch self {
    case .sqlite(let path): return "sqlite:\(path)"
    case .postgresql(let uri):
      guard let scheme = uri.firstRange(of: "://") else { return "postgres://" }
      // A password may hold any mark, even unescaped: all before the last @ is user and password, and parameters, where
      // passwords hide too, are left out.
      let rest = uri[scheme.upperBound...]
      let at = rest.lastIndex(of: "@")
      let user = rest[..<(at ?? rest.startIndex)].prefix { $0 != ":" }
      let place = rest[(at.map(rest.index(after:)) ?? rest.startIndex)...].prefix { $0 != "?" }
      return uri[..<scheme.upperBound] + (at == nil ? "" : user + "@") + place
    }
  }
}
