// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Database {
  /// A number, 0 to 1023, that tells this process from others that share the database, for `IdentifierSource`.
  ///
  /// On PostgreSQL each call takes the next number of a sequence, which begins anew after 1,024 starts. A SQLite
  /// database belongs to one process, whose number is 0.
  public func leaseNode() async throws -> Int {
    guard dialect == .postgresql else { return 0 }
    try await write { transaction in
      try transaction.lockSchema()
      try transaction.execute(
        "CREATE SEQUENCE IF NOT EXISTS citywide_node AS BIGINT MINVALUE 0 MAXVALUE 1023 START 0 CYCLE")
    }
    return try await write { transaction in try transaction.row("SELECT nextval('citywide_node')")?[0] ?? 0 }
  }
}
