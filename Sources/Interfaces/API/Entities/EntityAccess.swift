// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Access
import Contexts
import HTTP
import Vocabulary

/// Who may see and change entities: staff within the bounds of their grants. An entity without a department or a place belongs to
/// the whole city alone.
enum EntityAccess {
  static let readers = staff
  static let writers: Set<Role> = [.supervisor, .administrator]

  static let columns = AccessColumns(
    department: EntityStore.accessTemplates.department, area: EntityStore.accessTemplates.area,
    owner: EntityStore.accessTemplates.owner)

  static func mayRead(_ entity: Entity, _ principal: Principal) -> Bool {
    principal.may(in: readers, with: entity.facts)
  }

  /// - Throws: `Problem` of code `forbidden` where the entity lies outside the bounds of the principal.
  static func requireChange(of entity: Entity, by principal: Principal) throws(Problem) {
    guard principal.may(in: writers, with: entity.facts) else {
      throw Problem(
        .forbidden, "Entity \(entity.id.prefix(200)) lies outside the department and area of your role.",
        "实体 \(entity.id.prefix(200)) 不在您角色的部门和区域内。")
    }
  }
}

extension Entity {
  var facts: AccessFacts {
    AccessFacts(departments: Set([department].compactMap { $0 }), areas: Set(areas.codes))
  }
}
