// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Which things somebody may see or act on: the one place that says so.
///
/// The same rule becomes part of the SQL of lists (`sql`) and is evaluated in memory for single things and for the live
/// stream (`allows`), so that a list never shows what a get would refuse. Nothing is allowed that no grant names.
public indirect enum AccessRule: Hashable, Sendable {
  case everything
  case nothing
  /// The thing involves this department, as lead or co-handling.
  case department(String)
  /// The thing lies in this area: its district, street, community or cell has this code.
  case area(String)
  /// The thing was reported by this principal.
  case owner(String)
  /// At least one of the rules allows it; an empty list allows nothing.
  case any([AccessRule])
  /// Each of the rules allows it; an empty list allows everything.
  case all([AccessRule])

  /// What `principal` may see or do in one of `roles`: the union over its grants with these roles.
  ///
  /// A reporter's grant covers the principal's own things only.
  public init(_ principal: Principal, in roles: Set<Role>) {
    let reaches = principal.grants.filter { roles.contains($0.role) }.compactMap { GrantReach($0, of: principal) }
    // A grant without bounds covers what all others do: most people of a city hall have one, and this is asked all the time.
    self = reaches.contains(where: \.isUnbound) ? .everything : AccessRule.any(reaches.map(\.rule)).simplified
  }

  /// Whether the rule covers a thing with these facts.
  public func allows(_ facts: AccessFacts) -> Bool {
    switch self {
    case .everything: true
    case .nothing: false
    case .department(let code): facts.departments.contains(code)
    case .area(let code): facts.areas.contains(code)
    case .owner(let id): facts.owner == id
    case .any(let rules): rules.contains { $0.allows(facts) }
    case .all(let rules): rules.allSatisfy { $0.allows(facts) }
    }
  }

  /// Departments of which each thing that the rule covers involves at least one; `nil` when the rule reaches beyond any.
  ///
  /// A list may so choose an index on the department. The set is empty when the rule covers nothing.
  public var boundDepartments: Set<String>? {
    switch self {
    case .everything, .area, .owner: return nil
    case .nothing: return []
    case .department(let code): return [code]
    case .any(let rules):
      var union: Set<String> = []
      for rule in rules {
        guard let bound = rule.boundDepartments else { return nil }
        union.formUnion(bound)
      }
      return union
    case .all(let rules):
      // Not the intersection: a thing may involve several departments, one for each of the rules.
      return rules.compactMap(\.boundDepartments).min { $0.count < $1.count }
    }
  }
}
