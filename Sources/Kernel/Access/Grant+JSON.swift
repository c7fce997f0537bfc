// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension Grant {
  /// `{"role": …, "department": …, "area": …}`; a bound that is not there is left out.
  public var json: JSON {
    var members: [String: JSON] = ["role": .string(role.rawValue)]
    members["department"] = department.map { .string($0) }
    members["area"] = area.map { .string($0) }
    return .object(members)
  }

  /// `nil` when the JSON is no grant, or has a member that may be a bound unknown to this program.
  public init?(json: JSON) {
    guard let members = json.object, let role = members["role"]?.string.flatMap(Role.init) else { return nil }
    var grant = Grant(role)
    for (name, value) in members where name != "role" {
      guard let code = value.string else { return nil }
      switch name {
      case "department": grant.department = code
      case "area": grant.area = code
      default: return nil
      }
    }
    self = grant
  }
}

extension [Grant] {
  var json: JSON { .array(map(\.json)) }

  /// Reads what was stored; a grant that cannot be understood grants nothing.
  init(stored text: String) {
    let elements = (try? JSON(parsing: text))?.array ?? []
    self = elements.compactMap { Grant(json: $0) }
  }
}
