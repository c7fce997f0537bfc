// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Settings of a database; every one has a default.
public struct DatabaseSettings: Sendable {
  /// Transactions that read at the same time, each on a connection of its own.
  public var readers = 4
  /// Transactions that write at the same time, each on a connection of its own; PostgreSQL only.
  public var writers = 8
  /// Most bytes the database may take; `nil` for what the disk holds. SQLite only.
  public var sizeLimit: Int64?
  /// Bodies that share one transaction and one fsync, at most. SQLite only.
  public var groupLimit = 256
  /// Prepared statements that each connection keeps.
  public var statementLimit = 500
  /// How long connecting may take. PostgreSQL only.
  public var connectTimeout = Duration.seconds(5)
  /// How long one statement may take before the server breaks it off. PostgreSQL only.
  public var statementTimeout = Duration.seconds(120)
  /// How long work waits for a server that went away before it fails as unavailable. PostgreSQL only.
  public var patience = Duration.seconds(4)
  /// How often a transaction that lost against another is tried again. PostgreSQL only.
  public var retries = 10

  public init() {}
}
