// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Which department gets what where: the duty list (职责清单) as a table whose first fitting rule counts.
public struct RoutingTable: Sendable, Hashable {
  /// One line of the table; an empty condition fits everything.
  public struct Rule: Sendable, Hashable {
    /// Codes of matter types.
    public var types: [String]
    /// Codes of areas of any level.
    public var areas: [String]
    /// `MatterPriority` codes.
    public var priorities: [String]
    /// Code of the department in charge (主办).
    public var department: String
    /// Codes of the departments that assist (协办).
    public var assisting: [String]
  }

  /// What the table is asked about.
  public struct Question: Sendable, Hashable {
    public var type: String
    public var areas: Set<String>
    public var priority: String

    public init(type: String, areas: Set<String>, priority: String) {
      self.type = type
      self.areas = areas
      self.priority = priority
    }
  }

  /// What the table answered, with the line that said so.
  public struct Answer: Sendable, Hashable {
    public var department: String
    public var assisting: [String]
    /// The table and its version: `duty-list@3`.
    public var table: String
    /// Number of the rule, counted from 1; 0 for `otherwise`.
    public var rule: Int
  }

  public var code: String
  public var version: Int
  public var rules: [Rule]
  /// The department for what no rule fits; `nil` leaves it to the dispatcher.
  public var otherwise: String?
  /// The document that backs the table.
  public var source: String
  /// The rules that name a type, by type, and those that name none, in order: a table of thousands of lines is not read
  /// from the top for every matter.
  private let byType: [String: [Int]]

  public init(code: String, version: Int, rules: [Rule], otherwise: String?, source: String) {
    self.code = code
    self.version = version
    self.rules = rules
    self.otherwise = otherwise
    self.source = source
    var byType: [String: [Int]] = [:]
    let general = rules.indices.filter { rules[$0].types.isEmpty }
    byType[""] = general
    for type in Set(rules.flatMap(\.types)) {
      byType[type] = rules.indices.filter { rules[$0].types.isEmpty || rules[$0].types.contains(type) }
    }
    self.byType = byType
  }

  /// The answer of the first rule that fits; `nil` when none does and there is no `otherwise`.
  public func answer(_ question: Question) -> Answer? {
    for index in byType[question.type] ?? byType[""] ?? [] {
      let rule = rules[index]
      guard rule.areas.isEmpty || rule.areas.contains(where: question.areas.contains),
        rule.priorities.isEmpty || rule.priorities.contains(question.priority)
      else { continue }
      return Answer(
        department: rule.department, assisting: rule.assisting, table: "\(code)@\(version)", rule: index + 1)
    }
    return otherwise.map { Answer(department: $0, assisting: [], table: "\(code)@\(version)", rule: 0) }
  }
}

extension RoutingTable {
  /// Reads `{"code", "version", "rules": [{"types", "areas", "priorities", "department", "assisting"}], "otherwise", "source"}`.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON) throws(Problem) {
    var reader = JSONReader()
    let members = reader.object(json, at: "", known: ["code", "version", "rules", "otherwise", "source"]) ?? [:]
    let code = reader.string(members, "code", at: "", required: true)
    let source = reader.string(members, "source", at: "", required: true)
    let otherwise = reader.string(members, "otherwise", at: "")
    let version = reader.integer(members, "version", at: "", in: 1...Int64(Int32.max)) ?? 1
    var rules: [Rule] = []
    for (index, element) in (reader.array(members["rules"] ?? .array([]), at: "/rules") ?? []).enumerated() {
      let place = "/rules/\(index)"
      let known = ["types", "areas", "priorities", "department", "assisting"]
      guard let rule = reader.object(element, at: place, known: known) else { continue }
      let department = reader.string(rule, "department", at: place, required: true)
      rules.append(
        Rule(
          types: reader.strings(rule, "types", at: place), areas: reader.strings(rule, "areas", at: place),
          priorities: reader.strings(rule, "priorities", at: place), department: department ?? "",
          assisting: reader.strings(rule, "assisting", at: place)))
    }
    try reader.finish()
    self.init(
      code: code ?? "", version: Int(version), rules: rules, otherwise: otherwise, source: source ?? "")
  }
}
