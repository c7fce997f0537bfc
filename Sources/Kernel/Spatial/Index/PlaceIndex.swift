// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// The stored boxes of things that have a place: finds those that meet a box through an R*Tree (SQLite) or GiST (PostgreSQL).
///
/// Things of one kind (`entity`, `network` …) are searched together. The coordinates are compared as 64-bit numbers, edges
/// included. Everything happens in the caller's transaction.
public struct PlaceIndex: Sendable {
  /// What the boxes belong to.
  public let kind: String

  public init(kind: String) { self.kind = kind }

  /// Stores the box of a thing, in place of the one it had.
  public func set(_ box: BoundingBox, for id: String, tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO places (tenant, kind, id, west, south, east, north) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, kind, id) DO UPDATE SET
        west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north
      """, tenant, kind, id, box.west, box.south, box.east, box.north)
  }

  /// Forgets the box of a thing, where it has one.
  public func remove(_ id: String, tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM places WHERE tenant = ? AND kind = ? AND id = ?", tenant, kind, id)
  }

  /// Forgets every box of the kind.
  public func removeAll(tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM places WHERE tenant = ? AND kind = ?", tenant, kind)
  }

  public func box(of id: String, tenant: Tenant, in transaction: Transaction) throws -> BoundingBox? {
    try transaction.row(
      "SELECT west, south, east, north FROM places WHERE tenant = ? AND kind = ? AND id = ?", tenant, kind, id
    ).map { BoundingBox(west: $0[0], south: $0[1], east: $0[2], north: $0[3]) }
  }

  /// The identifiers of the things whose box meets `box`, ascending.
  ///
  /// - Parameters:
  ///   - after: the last identifier of the page before.
  ///   - limit: most identifiers to return.
  public func search(
    _ box: BoundingBox, after: String = "", limit: Int = 1000, tenant: Tenant, in transaction: Transaction
  ) throws -> [String] {
    let meeting = meeting(box, tenant: tenant, dialect: transaction.dialect)
    return try transaction.rows(
      meeting.sql + " AND p.id > ? ORDER BY p.id LIMIT ?",
      values: meeting.values + [.text(after), .integer(Int64(limit))]
    ).map { $0[0] }
  }

  /// A query that yields the identifiers of the things whose box meets `box`, for `id IN (…)` in another query.
  ///
  /// Further conditions may be appended; the place's columns are `p.tenant`, `p.kind`, `p.id`, and the edges of its box
  /// `p.west`, `p.south`, `p.east`, `p.north`.
  /// - Parameter columns: what else than the identifier is wanted.
  public func meeting(
    _ box: BoundingBox, columns: [String] = [], tenant: Tenant, dialect: Dialect
  ) -> (sql: String, values: [SQLValue]) {
    let edges: [SQLValue] = [.real(box.east), .real(box.west), .real(box.north), .real(box.south)]
    let exact = "p.west <= ? AND p.east >= ? AND p.south <= ? AND p.north >= ? AND p.tenant = ? AND p.kind = ?"
    let source =
      switch dialect {
      // CROSS JOIN is how SQLite is told to begin with the R*Tree.
      case .sqlite:
        """
        place_boxes b CROSS JOIN places p ON p.place = b.place
        WHERE b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?
        """
      case .postgresql: "places p WHERE p.box && box(point(?, ?), point(?, ?))"
      }
    let candidates: [SQLValue] =
      switch dialect {
      case .sqlite: edges
      case .postgresql: [.real(box.east), .real(box.north), .real(box.west), .real(box.south)]
      }
    return (
      "SELECT \((["p.id"] + columns).joined(separator: ", ")) FROM \(source) AND \(exact)",
      candidates + edges + [tenant.sqlValue, .text(kind)]
    )
  }

  /// Makes the index over the boxes anew from the table `places`, for every kind and tenant; after a restore that copied tables.
  ///
  /// PostgreSQL keeps its index itself: nothing happens there.
  public static func rebuild(in transaction: Transaction) throws {
    guard transaction.dialect == .sqlite else { return }
    try transaction.execute("DELETE FROM place_boxes")
    try transaction.execute(
      """
      INSERT INTO place_boxes (place, west, east, south, north)
      SELECT place, west, east, south, north FROM places
      """)
  }
}
