// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What one grant of a principal covers: everything that lies within all of its bounds. Rules are made of it, and single things
/// are judged by it.
struct GrantReach {
  /// Bounds; `nil` where there is none.
  private let owner: String?
  private let department: String?
  private let area: String?

  /// `nil` for a grant that covers nothing.
  init?(_ grant: Grant, of principal: Principal) {
    let isOfOwner = grant.role == .reporter && principal.kind != .system
    // Somebody who did not sign in owns nothing: all of them share one identifier.
    if isOfOwner, principal.kind == .anonymous { return nil }
    owner = isOfOwner ? principal.id : nil
    department = grant.department
    area = grant.area
  }

  var isUnbound: Bool { owner == nil && department == nil && area == nil }

  var rule: AccessRule {
    .all(
      [owner.map(AccessRule.owner), department.map(AccessRule.department), area.map(AccessRule.area)].compactMap(\.self)
    )
  }

  func allows(_ facts: AccessFacts) -> Bool {
    if let owner, facts.owner != owner { return false }
    if let department, !facts.departments.contains(department) { return false }
    if let area, !facts.areas.contains(area) { return false }
    return true
  }
}

extension Principal {
  /// Whether `AccessRule(self, in: roles)` allows a thing with these facts. Makes no rule: this is asked at each step on a matter.
  ///
  /// - Parameter facts: asked for only where a grant is bounded.
  public func may(in roles: Set<Role>, with facts: @autoclosure () -> AccessFacts) -> Bool {
    var known: AccessFacts?
    return grants.contains { grant in
      guard roles.contains(grant.role), let reach = GrantReach(grant, of: self) else { return false }
      if reach.isUnbound { return true }
      let facts = known ?? facts()
      known = facts
      return reach.allows(facts)
    }
  }
}
