// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Spatial
import Vocabulary

extension PackCheck {
  mutating func routes() {
    let areas = AreaIndex(draft.areas.map(\.value))
    for found in draft.routes {
      let (table, place) = (found.value, found.place)
      reference(.department, table.otherwise, place, "/otherwise")
      for (index, rule) in table.rules.enumerated() {
        let pointer = "/rules/\(index)"
        reference(.department, rule.department, place, pointer + "/department")
        for (list, subject, codes) in [
          ("types", Subject.matterType, rule.types), ("areas", .area, rule.areas),
          ("assisting", .department, rule.assisting),
        ] {
          for (element, code) in codes.enumerated() { reference(subject, code, place, "\(pointer)/\(list)/\(element)") }
        }
        for (element, code) in rule.priorities.enumerated() where MatterPriority(rawValue: code) == nil {
          let known = MatterPriority.allCases.map(\.rawValue).joined(separator: ", ")
          report(place, "\(pointer)/priorities/\(element)", "\"\(code)\" is no priority: they are \(known)")
        }
        if rule.assisting.contains(rule.department) {
          report(place, pointer + "/assisting", "\(rule.department) is in charge, it cannot assist itself")
        }
        strayTypes(of: rule, in: found, pointer)
        let earlier = Self.shadows(of: index, in: table, areas: areas)
        guard !earlier.isEmpty else { continue }
        let names = earlier.map { "\($0 + 1)" }.joined(separator: ", ")
        report(
          place, pointer,
          "rule \(index + 1) is never reached: all it is for is taken by rule\(earlier.count > 1 ? "s" : "") \(names)")
      }
    }
  }

  /// Types that name another table, or none, never come to this one.
  private mutating func strayTypes(of rule: RoutingTable.Rule, in table: Found<RoutingTable>, _ pointer: String) {
    for (element, code) in rule.types.enumerated() {
      guard let type = draft.matterTypes.first(where: { $0.value.code == code })?.value, type.route != table.value.code,
        type.route.map({ draft.knows(.routingTable, $0) }) != false
      else { continue }
      report(
        table.place, "\(pointer)/types/\(element)",
        "matters of type \(code) are not sent by this table: their route is \(type.route ?? "none")")
    }
  }

  /// The earlier rules that together take everything that a rule is for; empty when something is left for it.
  ///
  /// A rule is for every combination of its types, areas and priorities, and each must be taken by one earlier rule:
  /// one that names an area takes the areas in it too. Areas that only together cover a third are not put together.
  static func shadows(of index: Int, in table: RoutingTable, areas: AreaIndex) -> [Int] {
    let rule = table.rules[index]
    var shadows: Set<Int> = []
    for type in rule.types.isEmpty ? [nil] : rule.types.map(Optional.some) {
      for area in rule.areas.isEmpty ? [nil] : rule.areas.map(Optional.some) {
        for priority in rule.priorities.isEmpty ? MatterPriority.allCases.map(\.rawValue) : rule.priorities {
          let earlier = table.rules[..<index].firstIndex { earlier in
            (earlier.types.isEmpty || type.map(earlier.types.contains) == true)
              && (earlier.areas.isEmpty
                || area.map { area in earlier.areas.contains { $0 == area || areas.isInside(area, of: $0) } } == true)
              && (earlier.priorities.isEmpty || earlier.priorities.contains(priority))
          }
          guard let earlier else { return [] }
          shadows.insert(earlier)
        }
      }
    }
    return shadows.sorted()
  }
}
