// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

/// A piece of SQL with the values of its placeholders, in order.
struct SQLText: Hashable, Sendable {
  var sql: String
  var values: [SQLValue]

  init(_ sql: String, _ values: [SQLValue] = []) {
    self.sql = sql
    self.values = values
  }
}
