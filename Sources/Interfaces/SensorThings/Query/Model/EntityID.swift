// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The identifier of an entity, as an address or a JSON text names it.
enum EntityID: Hashable, Sendable, CustomStringConvertible {
  case integer(Int64)
  case string(String)

  /// As it stands in an address, before percent-encoding: `5`, `'it''s'`.
  var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .string(let value): "'\(value.replacing("'", with: "''"))'"
    }
  }
}
