// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// A condition of a WHERE clause: text with `?` and one value for each. The text stands in parentheses where it needs them.
public struct SQLCondition: Hashable, Sendable {
  public var text: String
  public var values: [SQLValue]

  public init(_ text: String, _ values: [SQLValue] = []) {
    self.text = text
    self.values = values
  }

  /// The condition that a thing's row meets one of `codes`.
  /// - Parameter template: SQL in which each `?` stands for the list of codes, as in `m.district IN (?) OR m.street IN (?)`.
  public init(template: String, codes: [String]) {
    let marks = Array(repeating: "?", count: codes.count).joined(separator: ", ")
    let pieces = template.split(separator: "?", omittingEmptySubsequences: false)
    text = "(" + pieces.joined(separator: marks) + ")"
    values = Array(repeating: codes.map { SQLValue.text($0) }, count: pieces.count - 1).flatMap { $0 }
  }
}

/// How a table answers the questions of an `AccessRule`: the SQL for "involves one of these departments" and so on.
public struct AccessColumns: Sendable {
  /// Each is given at least one code, without repetitions.
  public var department: @Sendable (_ codes: [String]) -> SQLCondition
  public var area: @Sendable (_ codes: [String]) -> SQLCondition
  public var owner: @Sendable (_ principals: [String]) -> SQLCondition

  public init(
    department: @escaping @Sendable ([String]) -> SQLCondition, area: @escaping @Sendable ([String]) -> SQLCondition,
    owner: @escaping @Sendable ([String]) -> SQLCondition
  ) {
    self.department = department
    self.area = area
    self.owner = owner
  }

  /// From templates in which each `?` stands for a list of codes: `m.owner IN (?)`.
  public init(department: String, area: String, owner: String) {
    self.init(
      department: { SQLCondition(template: department, codes: $0) },
      area: { SQLCondition(template: area, codes: $0) },
      owner: { SQLCondition(template: owner, codes: $0) })
  }
}

extension AccessRule {
  /// The rule as a condition on rows; it holds for exactly the rows whose facts `allows` accepts.
  ///
  /// Alternatives of one kind become one test with a list of codes, so that ten departments cost one subquery.
  public func sql(_ columns: AccessColumns) -> SQLCondition { simplified.condition(columns) }

  private func condition(_ columns: AccessColumns) -> SQLCondition {
    switch self {
    case .everything: return SQLCondition("1 = 1")
    case .nothing: return SQLCondition("1 = 0")
    case .department(let code): return columns.department([code])
    case .area(let code): return columns.area([code])
    case .owner(let id): return columns.owner([id])
    case .all(let rules): return Self.joined(rules.map { $0.condition(columns) }, by: " AND ")
    case .any(let rules):
      var departments: [String] = []
      var areas: [String] = []
      var owners: [String] = []
      var others: [SQLCondition] = []
      for rule in rules {
        switch rule {
        case .department(let code): departments.append(code)
        case .area(let code): areas.append(code)
        case .owner(let id): owners.append(id)
        default: others.append(rule.condition(columns))
        }
      }
      var conditions: [SQLCondition] = []
      if !departments.isEmpty { conditions.append(columns.department(departments)) }
      if !areas.isEmpty { conditions.append(columns.area(areas)) }
      if !owners.isEmpty { conditions.append(columns.owner(owners)) }
      return Self.joined(conditions + others, by: " OR ")
    }
  }

  private static func joined(_ conditions: [SQLCondition], by word: String) -> SQLCondition {
    guard conditions.count != 1 else { return conditions[0] }
    return SQLCondition(
      "(" + conditions.map(\.text).joined(separator: word) + ")", conditions.flatMap(\.values))
  }
}
