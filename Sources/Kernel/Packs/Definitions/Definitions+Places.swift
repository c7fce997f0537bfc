// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Crypto
import Journaling
import Spatial
import Storage
import Vocabulary

extension Pack {
  /// The areas as a definition: with a digest in the place of megabytes of borders.
  var division: Definition {
    var hash = SHA256()
    for area in areas.areas {
      let row: JSON = [
        .string(area.code), .string(area.level.rawValue), area.parent.map { .string($0) } ?? .null,
        area.geometry?.json ?? .null,
      ]
      hash.update(data: row.bytes)
    }
    return Definition(
      kind: .division, code: "areas",
      content: [
        "areas": .integer(Int64(areas.areas.count)), "sha256": .string(hexadecimal(Array(hash.finalize()))),
      ])
  }
}

extension Definitions {
  /// Makes an entity for each thing of which series of the pack tell, and keeps its place as the pack has it. What else
  /// is known of it stays.
  static func place(
    _ series: [PackSeries], in entities: EntityStore, tenant: Tenant, transaction: Transaction, at now: Instant
  ) throws {
    let system = Principal.system(tenant)
    var seen: Set<String> = []
    for series in series {
      guard let id = series.entity, seen.insert(id).inserted else { continue }
      if try entities.find(id, tenant: tenant, in: transaction) == nil {
        let new = NewEntity(
          id: id, type: "Device", attributes: ["name": Attribute(.object(series.name.texts.mapValues { .string($0) }))],
          location: series.position.map { .point($0) })
        do {
          try entities.create(new, by: system, at: now, in: transaction)
        } catch let problem as Problem where problem.code == .conflict {
          // Another process that starts at the same time was faster.
        }
      } else if let position = series.position {
        try entities.merge(
          EntityPatch(location: .set(.point(position))), into: id, by: system, at: now, in: transaction)
      }
    }
  }
}
