// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Spatial
import Storage
public import Vocabulary

/// Which of the reports that everybody may see.
public struct PublicQuery: Sendable, Hashable {
  /// The nearest to this position first; `nil` for the newest first.
  public var near: Position?
  /// How far from it at most, in metres.
  public var radius: Double
  /// Code of an area of any level.
  public var area: String?
  public var type: String?
  /// Leaves out what is over.
  public var isOpen: Bool
  /// The number after which the next page of the newest begins.
  public var after: Identifier?
  public var limit: Int

  public init(
    near: Position? = nil, radius: Double = 500, area: String? = nil, type: String? = nil, isOpen: Bool = false,
    after: Identifier? = nil, limit: Int = 20
  ) {
    self.near = near
    self.radius = radius
    self.area = area
    self.type = type
    self.isOpen = isOpen
    self.after = after
    self.limit = limit
  }
}

/// A line of that list.
public struct PublicReport: Sendable, Hashable {
  public var number: String
  public var type: String
  public var typeName: LocalizedText
  public var state: MatterState
  public var reportedAt: Instant
  public var updatedAt: Instant
  /// Names of the areas in which it lies, the widest first.
  public var areas: [LocalizedText]
  /// Of things in the street alone, once somebody who takes reports in has looked.
  public var position: Position?
  /// Metres from the position that was asked for.
  public var distance: Double?
  /// What it says, without what tells about a person; `nil` where that is not for everybody.
  public var words: String?
  /// Hash of the first picture for the public.
  public var photo: String?
}

extension Matters {
  /// Most reports that are looked at around a position.
  private static let mostAround = 1000

  /// A page of the reports that everybody may see.
  ///
  /// - Returns: the reports, and the place after which the next page of the newest begins.
  public func publicReports(
    _ query: PublicQuery, tenant: Tenant
  ) async throws -> (reports: [PublicReport], next: Identifier?) {
    let types = publicTypes.map(\.code).filter { query.type == nil || query.type == $0 }
    guard !types.isEmpty, query.area.map({ catalogue.areas.area($0) != nil }) ?? true else { return ([], nil) }
    let statement = publicStatement(query, types: types, tenant: tenant)
    let found = try await database.read { [store] transaction in
      try transaction.rows(statement.text, values: statement.values).map { try store.decode($0[0]) }
    }
    let shown = found.filter(isPublic)
    guard let near = query.near else {
      let page = shown.prefix(query.limit)
      return (page.map { publicReport($0) }, found.count > query.limit ? page.last?.id : nil)
    }
    let byDistance = shown.compactMap { matter in matter.position.map { (matter, $0.distance(to: near)) } }
      .filter { isInStreet($0.0) && $0.1 <= query.radius }.sorted { ($0.1, $0.0.id) < ($1.1, $1.0.id) }
    return (byDistance.prefix(query.limit).map { publicReport($0.0, distance: $0.1) }, nil)
  }

  /// Matters of the public that are over, or go on elsewhere.
  private static let over = MatterState.allCases.filter(\.isFinal).map(\.rawValue)

  private func publicStatement(_ query: PublicQuery, types: [String], tenant: Tenant) -> SQLCondition {
    func marks(_ count: Int) -> String { repeatElement("?", count: count).joined(separator: ", ") }
    var conditions = ["m.tenant = ?", "m.type IN (\(marks(types.count)))", "m.state <> 'draft'"]
    var values: [SQLValue] = [tenant.sqlValue] + types.map { .text($0) }
    if query.isOpen {
      conditions.append("m.state NOT IN (\(marks(Self.over.count)))")
      values += Self.over.map { .text($0) }
    }
    if let code = query.area {
      conditions.append("m.\(catalogue.areas.area(code)?.level.rawValue ?? "district") = ?")
      values.append(.text(code))
    }
    guard let near = query.near else {
      if let after = query.after {
        conditions.append("m.id < ?")
        values.append(.integer(after.rawValue))
      }
      return SQLCondition(
        "SELECT m.snapshot FROM matters m WHERE \(conditions.joined(separator: " AND ")) ORDER BY m.id DESC LIMIT ?",
        values + [.integer(Int64(query.limit + 1))])
    }
    let box = BoundingBox(around: near, metres: query.radius)
    let ranges = ZOrder.ranges(covering: box)
    let within = ranges.map { _ in "SELECT p.id FROM matters p WHERE p.tenant = ? AND p.place BETWEEN ? AND ?" }
    conditions.append("m.id IN (\(within.joined(separator: " UNION ALL ")))")
    for range in ranges {
      values += [tenant.sqlValue, .integer(range.lowerBound), .integer(range.upperBound)]
    }
    conditions.append("m.longitude BETWEEN ? AND ? AND m.latitude BETWEEN ? AND ?")
    values += [.real(box.west), .real(box.east), .real(box.south), .real(box.north)]
    return SQLCondition(
      "SELECT m.snapshot FROM matters m WHERE \(conditions.joined(separator: " AND ")) ORDER BY m.id DESC LIMIT ?",
      values + [.integer(Int64(Self.mostAround))])
  }

  private func publicReport(_ matter: Matter, distance: Double? = nil) -> PublicReport {
    PublicReport(
      number: matter.number, type: matter.type, typeName: typeName(of: matter), state: matter.state,
      reportedAt: matter.createdAt, updatedAt: matter.updatedAt, areas: areaNames(of: matter),
      position: isShown(matter) ? matter.position : nil,
      // Before anybody has looked at it, where exactly it is may tell about a person.
      distance: distance.map { isShown(matter) ? $0 : ($0 / 50).rounded() * 50 }, words: publicWords(of: matter),
      photo: publicPhotos(of: matter).first?.publicHash)
  }
}

extension BoundingBox {
  /// The box with sides twice that long around a position.
  init(around position: Position, metres: Double) {
    let projection = LocalProjection(origin: position)
    let east = metres / max(1, projection.metresPerDegreeEast)
    let north = metres / projection.metresPerDegreeNorth
    self.init(
      west: max(-180, position.longitude - east), south: max(-90, position.latitude - north),
      east: min(180, position.longitude + east), north: min(90, position.latitude + north))
  }
}
