// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Intake
import Matters
import Storage
import Vocabulary

/// Who may see and change what: the same as of the city's entities and readings elsewhere.
///
/// Things, Locations and FeaturesOfInterest are bound by department and area. Datastreams and HistoricalLocations are seen by
/// whoever sees their Thing. Sensors and ObservedProperties are the city's catalogue, which all staff may see.
struct ThingsRights: Sendable {
  let principal: Principal
  private let reading: AccessRule
  private let writing: AccessRule

  private static let readers = Set(Role.allCases).subtracting([.reporter])
  private static let writers: Set<Role> = [.supervisor, .administrator]

  init(_ principal: Principal) {
    self.principal = principal
    reading = AccessRule(principal, in: Self.readers)
    writing = AccessRule(principal, in: Self.writers)
  }

  /// - Throws: `Problem` of code `forbidden`.
  func requireReading() throws(Problem) {
    guard reading != .nothing else {
      throw Problem(.forbidden, "Reading needs a role of the staff: any but reporter.", "读取需要工作人员的角色，上报人除外。")
    }
  }

  func requireWriting() throws(Problem) {
    guard writing != .nothing else {
      throw Problem(.forbidden, "Changing entities needs the role supervisor or administrator.", "修改实体需要“督办”或“管理员”角色。")
    }
  }

  var mayWrite: Bool { writing != .nothing }

  /// - Throws: `Problem` of code `forbidden` where the entity lies outside the bounds of the principal.
  func requireChange(of facts: AccessFacts, _ what: String) throws(Problem) {
    guard writing.allows(facts) else {
      throw Problem(.forbidden, "\(what) lies outside the department and area of your role.", "\(what) 不在您角色的部门和区域内。")
    }
  }

  /// Whether no list has to be narrowed.
  var seesEverything: Bool { reading == .everything }

  /// A condition on the rows `alias` (and `alias`_e) of a type.
  func condition(_ type: EntityType, _ alias: String) -> SQLText? {
    if seesEverything { return nil }
    switch type {
    case .sensor, .observedProperty, .observation: return nil
    case .thing, .location, .featureOfInterest: return rule("\(alias)_e")
    case .datastream, .multiDatastream:
      let rule = rule("\(alias)_x")
      return SQLText(
        """
        EXISTS (SELECT 1 FROM entity_relationships \(alias)_r
          JOIN entities \(alias)_x ON \(alias)_x.tenant = \(alias)_r.tenant AND \(alias)_x.id = \(alias)_r.target
          WHERE \(alias)_r.tenant = \(alias).tenant AND \(alias)_r.id = \(alias).entity AND \(alias)_r.name = 'thing'
          AND \(rule.sql))
        """, rule.values)
    case .historicalLocation:
      let rule = rule("\(alias)_x")
      return SQLText(
        """
        EXISTS (SELECT 1 FROM sensorthings_entities \(alias)_s
          JOIN entities \(alias)_x ON \(alias)_x.tenant = \(alias)_s.tenant AND \(alias)_x.id = \(alias)_s.entity
          WHERE \(alias)_s.tenant = \(alias).tenant AND \(alias)_s.id = \(alias).thing AND \(rule.sql))
        """, rule.values)
    }
  }

  private func rule(_ table: String) -> SQLText {
    func on(_ template: String) -> String { template.replacing("e.", with: table + ".") }
    let templates = EntityStore.accessTemplates
    let condition = reading.sql(
      AccessColumns(department: on(templates.department), area: on(templates.area), owner: on(templates.owner)))
    return SQLText("(\(condition.text))", condition.values)
  }
}

extension Entity {
  var facts: AccessFacts {
    AccessFacts(departments: Set([department].compactMap { $0 }), areas: Set(areas.codes))
  }
}
