// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Spatial
public import Vocabulary

/// Which departments get a matter, and the use of the decision that said so.
public struct Route: Sendable, Hashable {
  /// The department in charge (主办).
  public var department: String
  /// The departments that assist (协办).
  public var assisting: [String]
  public var use: DecisionUse

  /// The names that a decision on a route may ask for; all hold texts, and those of areas are null where a matter has none.
  public static let inputs = ["type", "kind", "priority", "channel", "district", "street", "community", "cell"]
  /// The names of its outputs: a department's code, and a list of codes.
  public static let outputs = ["department", "assisting"]

  /// `nil` when the decision names no department, or cannot be made.
  init?(_ decision: DecisionDefinition, for matter: Matter, of type: MatterType) {
    self.init(
      decision, facts: Self.facts(type, matter.priority, channel: matter.channel, areas: matter.areas))
  }

  /// The department for a matter of which nothing is known but type and priority; `nil` when none is named.
  public static func department(
    _ decision: DecisionDefinition, _ type: MatterType, _ priority: MatterPriority
  ) -> String? {
    Route(decision, facts: facts(type, priority, channel: "", areas: AreaPath()))?.department
  }

  /// What a decision on a route or on time limits is told of a matter of which nothing is known but type and priority.
  public static func facts(_ type: MatterType, _ priority: MatterPriority) -> [String: JSON] {
    var known = Self.facts(type, priority, channel: "", areas: AreaPath())
    known["classification"] = type.classification.map { .string($0) } ?? .null
    return known
  }

  /// What is known of a matter, by the names of the inputs.
  static func facts(
    _ type: MatterType, _ priority: MatterPriority, channel: String, areas: AreaPath
  ) -> [String: JSON] {
    func area(_ code: String?) -> JSON { code.map { .string($0) } ?? .null }
    return [
      "type": .string(type.code), "kind": .string(type.kind.rawValue), "priority": .string(priority.rawValue),
      "channel": .string(channel), "district": area(areas.district), "street": area(areas.street),
      "community": area(areas.community), "cell": area(areas.cell),
    ]
  }

  private init?(_ decision: DecisionDefinition, facts: [String: JSON]) {
    guard let use = decision.use(of: facts),
      let department = use.output.string ?? use.output["department"]?.string, !department.isEmpty
    else { return nil }
    self.department = department
    switch use.output["assisting"] {
    case .array(let list): assisting = list.compactMap(\.string)
    case .string(let one): assisting = [one]
    default: assisting = []
    }
    self.use = use
  }

  /// Whether it names the department.
  func names(_ department: String) -> Bool { department == self.department || assisting.contains(department) }
}
