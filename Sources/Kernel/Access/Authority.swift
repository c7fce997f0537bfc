// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Whose accounts a principal may manage or see: all, or those whose grants lie within the principal's own bounds.
struct Authority: Sendable {
  private let bounds: [Grant]
  private let isInside: @Sendable (String, String) -> Bool

  /// - Throws: `Problem.forbidden` when the principal holds none of the roles.
  init(
    of principal: Principal, in roles: Set<Role>, isInside: @escaping @Sendable (String, String) -> Bool
  ) throws(Problem) {
    bounds = principal.grants.filter { roles.contains($0.role) }
    self.isInside = isInside
    guard !bounds.isEmpty else {
      throw Problem(
        .forbidden,
        "This needs the role \(roles.map(\.rawValue).sorted().joined(separator: " or ")), which you do not have.",
        "此操作需要角色：\(roles.sorted().map { $0.name.text(in: "zh-Hans") }.joined(separator: "或"))，您没有该角色。")
    }
  }

  /// Whether the authority reaches everywhere.
  var isUnbounded: Bool { bounds.contains { $0.department == nil && $0.area == nil } }

  func covers(_ grant: Grant) -> Bool { bounds.contains { grant.isBounded(by: $0, isInside: isInside) } }

  /// Whether it reaches an account with these grants. One without any belongs to nobody's part of the city.
  func covers(_ grants: [Grant]) -> Bool { isUnbounded || (!grants.isEmpty && grants.allSatisfy(covers)) }

  /// - Throws: `Problem.invalid` naming the first grant that is beyond the bounds.
  func check(_ grants: [Grant]) throws(Problem) {
    guard !isUnbounded else { return }
    guard !grants.isEmpty else {
      throw .invalid(
        "/grants", "empty; give at least one grant within your own bounds, or it is out of your reach",
        "为空；请至少填写一项您权限范围内的授权")
    }
    for (index, grant) in grants.enumerated() where !covers(grant) {
      throw .invalid(
        "/grants/\(index)", "reaches beyond your own bounds; bind it to a department or area of yours",
        "超出您的权限范围，请限定到您的部门或区域")
    }
  }
}

extension Access {
  /// Authority to change accounts.
  func administration(of principal: Principal) throws(Problem) -> Authority {
    try Authority(of: principal, in: [.administrator], isInside: containment(in: principal.tenant))
  }

  /// Authority to see accounts.
  func oversight(of principal: Principal) throws(Problem) -> Authority {
    try Authority(of: principal, in: [.administrator, .auditor], isInside: containment(in: principal.tenant))
  }
}

extension Principal {
  /// Whether it came by an API token, which must not make or keep anything that outlives the token.
  var cameByToken: Bool { client?.hasPrefix("token:") ?? false }
}
