// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Vocabulary

/// Roles that see the work of the city, and not only what they reported themselves.
let staff = Set(Role.allCases).subtracting([.reporter])

extension Principal {
  /// Whether one of the grants with these roles reaches the whole city.
  func holdsEverywhere(_ roles: Set<Role>) -> Bool {
    grants.contains { roles.contains($0.role) && $0.department == nil && $0.area == nil }
  }

  /// - Throws: `Problem` of code `forbidden` where no grant with these roles reaches the whole city.
  func requireEverywhere(_ roles: Set<Role>, for what: String) throws(Problem) {
    guard !holdsEverywhere(roles) else { return }
    let isBound = grants.contains { roles.contains($0.role) }
    let names = roles.sorted().map(\.rawValue).joined(separator: " or ")
    let chinese = roles.sorted().map { $0.name.text(in: "zh-Hans") }.joined(separator: "或")
    throw Problem(
      .forbidden,
      "\(what) needs the role \(names) for the whole city\(isBound ? "; yours is bound to a part of it" : "").",
      "此操作需要全市范围的角色：\(chinese)\(isBound ? "；您的角色仅限部分范围" : "")。")
  }
}
