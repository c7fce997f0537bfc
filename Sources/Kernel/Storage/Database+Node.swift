// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension Database {
  /// A number, 0 to 1022, that tells this process from others that share the database, for `IdentifierSource`.
  ///
  /// On PostgreSQL each call takes the next number of a sequence, which begins anew after 1,023 starts. A SQLite
  /// database belongs to one process, whose number is 0.
  public func leaseNode() async throws -> Int {
    guard dialect == .postgresql else { return 0 }
    try await write { transaction in
      try transaction.lockSchema()
      try transaction.execute(
        "CREATE SEQUENCE IF NOT EXISTS citywide_node AS BIGINT MINVALUE 0 MAXVALUE 1022 START 0 CYCLE")
    }
    return try await write { transaction in
      func next() throws -> Int { try transaction.row("SELECT nextval('citywide_node')")?[0] ?? 0 }
      let node = try next()
      // A sequence may be older than the rule that the last number of all is no process's.
      if Identifier.nodes.contains(node) { return node }
      return try next()
    }
  }
}
