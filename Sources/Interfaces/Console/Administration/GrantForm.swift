// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Vocabulary
import HTTP
import Spatial

/// Roles with their bounds, as rows of a form.
struct GrantRow: Sendable {
  var index: Int
  var roles: [Option]
  var departments: [Option]
  var area: String

  /// A row for each grant, and some that are empty.
  static func rows(_ grants: [Grant], empty: Int = 2, _ pages: Pages, _ messages: Messages) -> [GrantRow] {
    let all = grants.map { Optional($0) } + Array(repeating: nil, count: empty)
    return all.enumerated().map { index, grant in
      GrantRow(
        index: index,
        roles: Role.allCases.map {
          Option(value: $0.rawValue, label: messages.text($0.name), isChosen: grant?.role == $0)
        },
        departments: pages.city.pack.departments.map {
          Option(value: $0.code, label: messages.text($0.name), isChosen: grant?.department == $0.code)
        }, area: grant?.area ?? "")
    }
  }

  /// What the rows of a form say. Rows without a role are left out.
  /// - Throws: `Problem` of code `invalid` for an area that there is not.
  static func grants(_ form: URLEncodedForm, _ pages: Pages, _ messages: Messages) throws(Problem) -> [Grant] {
    var grants: [Grant] = []
    for index in 0..<200 {
      guard let text = form["role\(index)"] else { break }
      guard let role = Role(rawValue: text) else { continue }
      var grant = Grant(role)
      if let department = form["department\(index)"], !department.isEmpty { grant.department = department }
      let area = (form["area\(index)"] ?? "").trimmed
      if !area.isEmpty {
        guard let code = Self.area(area, pages) else {
          throw Problem(.invalid, messages.text("noSuchArea", ["area": String(area.prefix(60))]))
        }
        grant.area = code
      }
      grants.append(grant)
    }
    return grants
  }

  /// An area by its code or one of its names.
  private static func area(_ text: String, _ pages: Pages) -> String? {
    let areas = pages.city.pack.areas
    if areas.area(text) != nil { return text }
    return areas.areas.first { $0.name.texts.values.contains(text) }?.code
  }
}
