// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Vocabulary

/// Roles with their bounds as words: `dispatcher,handler@department:lamps@area:330101`.
enum GrantText {
  static func read(_ text: String) throws -> [Grant] {
    try text.split(separator: ",").map { part in
      let pieces = part.split(separator: "@")
      let name = pieces.first.map { String($0) } ?? ""
      guard let role = Role(rawValue: name) else {
        throw ValidationError(
          "\"\(name)\" is no role; the roles are \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      var grant = Grant(role)
      for bound in pieces.dropFirst() {
        let pair = bound.split(separator: ":", maxSplits: 1)
        switch (pair.first, pair.count) {
        case ("department", 2): grant.department = String(pair[1])
        case ("area", 2): grant.area = String(pair[1])
        default:
          throw ValidationError("\"\(bound)\" is no bound; a bound is department:CODE or area:CODE.")
        }
      }
      return grant
    }
  }

  static func text(_ grants: [Grant]) -> String {
    grants.map { grant in
      grant.role.rawValue + (grant.department.map { "@department:\($0)" } ?? "")
        + (grant.area.map { "@area:\($0)" } ?? "")
    }.joined(separator: ",")
  }
}
