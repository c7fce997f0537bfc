// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
public import Storage
public import Vocabulary

extension EntityStore {
  /// Writes a new entity. Returns false when there is one of that id.
  func insert(_ entity: Entity, in transaction: Transaction) throws -> Bool {
    let inserted = try transaction.execute(
      """
      INSERT INTO entities (tenant, id, type, revision, created_at, modified_at, department, district, street, community,
        cell, location, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, entity.tenant, entity.id, entity.type, entity.revision, entity.createdAt, entity.modifiedAt,
      entity.department, entity.areas.district, entity.areas.street, entity.areas.community, entity.areas.cell,
      entity.location?.json.text, try Self.content(of: entity))
    guard inserted > 0 else { return false }
    try index(entity, replacing: nil, in: transaction)
    return true
  }

  func write(_ entity: Entity, replacing old: Entity, in transaction: Transaction) throws {
    try transaction.execute(
      """
      UPDATE entities SET type = ?, revision = ?, modified_at = ?, department = ?, district = ?, street = ?,
        community = ?, cell = ?, location = ?, content = ? WHERE tenant = ? AND id = ?
      """, entity.type, entity.revision, entity.modifiedAt, entity.department, entity.areas.district,
      entity.areas.street, entity.areas.community, entity.areas.cell, entity.location?.json.text,
      try Self.content(of: entity), entity.tenant, entity.id)
    try index(entity, replacing: old, in: transaction)
  }

  func remove(_ entity: Entity, in transaction: Transaction) throws {
    for table in ["entities", "entity_attributes", "entity_relationships"] {
      try transaction.execute("DELETE FROM \(table) WHERE tenant = ? AND id = ?", entity.tenant, entity.id)
    }
    try Self.places.remove(entity.id, tenant: entity.tenant, in: transaction)
  }

  /// Works out anew what is derived from the entities of a tenant: department, areas, and everything that lists search.
  ///
  /// For a city that was divided anew, and after a restore that brought the table `entities` alone. Revisions stay.
  public func rebuild(tenant: Tenant, in transaction: Transaction) throws {
    for table in ["entity_attributes", "entity_relationships"] {
      try transaction.execute("DELETE FROM \(table) WHERE tenant = ?", tenant)
    }
    try Self.places.removeAll(tenant: tenant, in: transaction)
    var after = ""
    while true {
      let page = try list(after: after, limit: 500, tenant: tenant, in: transaction)
      for var entity in page {
        try assign(&entity)
        try transaction.execute(
          """
          UPDATE entities SET department = ?, district = ?, street = ?, community = ?, cell = ?
          WHERE tenant = ? AND id = ?
          """, entity.department, entity.areas.district, entity.areas.street, entity.areas.community, entity.areas.cell,
          tenant, entity.id)
        try index(entity, replacing: nil, in: transaction)
      }
      guard let last = page.last else { return }
      after = last.id
    }
  }

  /// Brings the tables that lists search up to date; leaves alone what did not change.
  private func index(_ entity: Entity, replacing old: Entity?, in transaction: Transaction) throws {
    // The type is part of every row.
    let former = old?.type == entity.type ? old : nil
    for name in Set(old?.attributes.keys.map { $0 } ?? []).union(entity.attributes.keys)
    where former == nil || former?.attributes[name]?.value != entity.attributes[name]?.value {
      if old?.attributes[name] != nil {
        try transaction.execute(
          "DELETE FROM entity_attributes WHERE tenant = ? AND id = ? AND name = ?", entity.tenant, entity.id, name)
      }
      guard let value = entity.attributes[name]?.value else { continue }
      for (element, value) in Self.indexed(value).enumerated() {
        try transaction.execute(
          """
          INSERT INTO entity_attributes (tenant, id, name, element, type, number, text, flag)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """, entity.tenant, entity.id, name, element, entity.type, value.number, value.text, value.flag)
      }
    }
    for name in Set(old?.relationships.keys.map { $0 } ?? []).union(entity.relationships.keys)
    where old == nil || old?.relationships[name]?.targets != entity.relationships[name]?.targets {
      if old?.relationships[name] != nil {
        try transaction.execute(
          "DELETE FROM entity_relationships WHERE tenant = ? AND id = ? AND name = ?", entity.tenant, entity.id, name)
      }
      for target in Set(entity.relationships[name]?.targets ?? []) {
        try transaction.execute(
          "INSERT INTO entity_relationships (tenant, id, name, target) VALUES (?, ?, ?, ?)", entity.tenant, entity.id,
          name, target)
      }
    }
    guard old == nil || old?.location != entity.location else { return }
    if let location = entity.location {
      try Self.places.set(location.boundingBox, for: entity.id, tenant: entity.tenant, in: transaction)
    } else if old != nil {
      try Self.places.remove(entity.id, tenant: entity.tenant, in: transaction)
    }
  }

  /// What comparisons see of a value: itself, or its elements; at least one row, which says that the attribute is there.
  private static func indexed(_ value: JSON) -> [(number: Double?, text: String?, flag: Bool?)] {
    let elements = value.array.map { $0.isEmpty || $0.count > EntityLimits.indexedElements ? [.null] : $0 } ?? [value]
    return elements.map { element in
      switch element {
      case .integer, .number: (element.double, nil, nil)
      case .string(let text): (nil, text.utf8.count <= EntityLimits.indexedText ? text : nil, nil)
      case .bool(let flag): (nil, nil, flag)
      case .null, .array, .object: (nil, nil, nil)
      }
    }
  }

  private static func content(of entity: Entity) throws(Problem) -> String {
    var members: [String: JSON] = [:]
    if !entity.attributes.isEmpty { members["attributes"] = .object(entity.attributes.mapValues(\.json)) }
    if !entity.relationships.isEmpty { members["relationships"] = .object(entity.relationships.mapValues(\.json)) }
    let text = JSON.object(members).text
    guard text.utf8.count <= EntityLimits.content else {
      throw Problem(
        .tooLarge, "entity \(entity.id) has \(text.utf8.count) bytes of content, \(EntityLimits.content) are allowed",
        "实体 \(entity.id) 的内容有 \(text.utf8.count) 字节，最多允许 \(EntityLimits.content) 字节")
    }
    return text
  }
}
