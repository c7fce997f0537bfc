// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A table that a decision looked into, with the rules that fitted as they are written.
public struct MatchedTable: Sendable, Hashable {
  /// A cell of a rule.
  public struct Entry: Sendable, Hashable {
    /// The input's expression, the output's name, or the note's head.
    public var name: String
    public var label: String?
    public var text: String
    /// What the input was, where its expression is a name.
    public var value: JSON?
  }

  /// A rule that fitted.
  public struct Rule: Sendable, Hashable {
    /// Counted from 1.
    public var number: Int
    public var inputs: [Entry]
    public var outputs: [Entry]
    public var notes: [Entry]
  }

  /// The name of the decision, or of the knowledge model, whose table it is.
  public var table: String
  public var rules: [Rule]
  /// Whether the defaults were taken because no rule fitted.
  public var isDefault: Bool
  /// The defaults that were taken.
  public var defaults: [Entry]
}

extension DecisionResult.Match {
  /// The same without the texts, for a version that is not at hand.
  public var numbers: MatchedTable { numbers(of: element) }

  fileprivate func numbers(of table: String) -> MatchedTable {
    MatchedTable(
      table: table, rules: rules.map { MatchedTable.Rule(number: $0, inputs: [], outputs: [], notes: []) },
      isDefault: isDefault, defaults: [])
  }
}

extension DecisionDefinition {
  /// The tables of a use with the texts of the rules that fitted; the use must be of this version.
  ///
  /// Where a decision holds several tables in its boxes, only the numbers of the rules are known.
  public func matchedTables(of use: DecisionUse) -> [MatchedTable] {
    use.matches.map { match in
      let (name, tables) = found(match.element)
      guard tables.count == 1, let table = tables.first else { return match.numbers(of: name) }
      let rules = match.rules.compactMap { number -> MatchedTable.Rule? in
        guard table.rules.indices.contains(number - 1) else { return nil }
        let rule = table.rules[number - 1]
        return MatchedTable.Rule(
          number: number, inputs: zip(table.inputs, rule.inputs).map { entry($0, $1, use) },
          outputs: zip(table.outputs, rule.outputs).map { entry($0, $1.text) },
          notes: zip(table.annotations, rule.annotations).compactMap { head, text in
            text.isEmpty ? nil : MatchedTable.Entry(name: head, text: text)
          })
      }
      let defaults =
        match.isDefault ? table.outputs.compactMap { output in output.defaultEntry.map { entry(output, $0.text) } } : []
      return MatchedTable(table: name, rules: rules, isDefault: match.isDefault, defaults: defaults)
    }
  }

  private func entry(_ input: DecisionTable.Input, _ cell: Cell, _ use: DecisionUse) -> MatchedTable.Entry {
    let name = input.expression.text.trimmingXMLSpace
    return MatchedTable.Entry(name: name, label: input.label, text: cell.text, value: use.inputs[name])
  }

  private func entry(_ output: DecisionTable.Output, _ text: String) -> MatchedTable.Entry {
    MatchedTable.Entry(name: output.name ?? main, label: output.label, text: text)
  }

  /// The tables of an element of the model, which a match names by kind and name: `decision "Approval"`.
  private func found(_ element: String) -> (name: String, tables: [DecisionTable]) {
    let model = compiled.model
    for decision in model.decisions
    where element == ModelSet.Entry(model: 0, element: .decision(decision)).title.english {
      return (decision.name, decision.logic?.tables ?? [])
    }
    for knowledge in model.knowledgeModels
    where element == ModelSet.Entry(model: 0, element: .knowledge(knowledge)).title.english {
      return (knowledge.name, knowledge.logic?.body?.tables ?? [])
    }
    return (element, [])
  }
}

extension BoxedExpression {
  /// The tables in the boxes.
  fileprivate var tables: [DecisionTable] {
    switch kind {
    case .literal: []
    case .decisionTable(let table): [table]
    case .context(let entries): entries.flatMap(\.value.tables)
    case .invocation(let called, let bindings): (called?.tables ?? []) + bindings.flatMap { $0.value?.tables ?? [] }
    case .function(let definition): definition.body?.tables ?? []
    case .list(let elements): elements.flatMap(\.tables)
    case .relation(_, let rows): rows.joined().flatMap(\.tables)
    case .conditional(let test, let then, let otherwise): test.tables + then.tables + otherwise.tables
    case .filter(let list, let match): list.tables + match.tables
    case .iterator(let iterator): iterator.list.tables + iterator.body.tables
    }
  }
}

extension MatchedTable {
  public var json: JSON {
    var members: [String: JSON] = [
      "table": .string(table),
      "rules": .array(
        rules.map { rule in
          [
            "rule": .integer(Int64(rule.number)), "inputs": .array(rule.inputs.map(\.json)),
            "outputs": .array(rule.outputs.map(\.json)), "notes": .array(rule.notes.map(\.json)),
          ]
        }), "isDefault": .bool(isDefault),
    ]
    if isDefault { members["defaults"] = .array(defaults.map(\.json)) }
    return .object(members)
  }
}

extension MatchedTable.Entry {
  fileprivate var json: JSON {
    var members: [String: JSON] = ["name": .string(name), "text": .string(text)]
    members["label"] = label.map(JSON.string)
    members["value"] = value
    return .object(members)
  }
}
