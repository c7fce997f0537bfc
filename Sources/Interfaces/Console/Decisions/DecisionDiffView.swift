// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Packs
import Vocabulary

/// What is different between two versions of a decision, as a page shows it.
struct DecisionDiffView: Sendable {
  /// Something that is no rule: the hit policy, a column's type, an expression, a test case.
  struct Change: Sendable {
    var subject: String
    var was: String
    var becomes: String
  }

  struct ChangedTable: Sendable {
    var tablePath: String
    var difference: SheetView
  }

  var differenceTitle: String
  var changes: [Change] = []
  var hasChanges = false
  var changesTitle: String
  /// The rules, where both are tables and their rules differ.
  var difference: SheetView?
  /// Of two models, the tables at the same place whose rules differ.
  var tables: [ChangedTable] = []
  var isSame: Bool

  init(from old: DecisionVersion, to new: DecisionVersion, _ limits: DecisionLimits, _ messages: Messages) {
    differenceTitle = messages.text("differenceBetween", ["old": "\(old.version)", "new": "\(new.version)"])
    changesTitle = messages[new.kind == .rule ? "ruleChanges" : "otherChanges"]
    if new.kind == .rule {
      changes = RuleForm.changes(from: old.content, to: new.content, messages)
    } else if let before = SheetText(old.content), let after = SheetText(new.content) {
      let diff = SheetDiff(from: before, to: after)
      if !diff.isEmpty { difference = SheetView(diff, from: before, to: after, messages) }
      changes += Self.details(before, after, diff, messages)
    } else {
      tables = Self.tables(old, new, limits, messages)
      let shown = Set(tables.map(\.tablePath))
      changes += Self.expressions(old, new, limits, messages).filter { !shown.contains($0.subject) }
    }
    changes += Self.common(old.content, new.content, messages)
    hasChanges = !changes.isEmpty
    isSame = changes.isEmpty && difference == nil && tables.isEmpty
  }

  /// The hit policy and what stands below the heads of columns.
  private static func details(
    _ old: SheetText, _ new: SheetText, _ diff: SheetDiff, _ messages: Messages
  ) -> [Change] {
    var changes = [
      Change(
        subject: messages["hitPolicy"], was: messages.hitPolicy(old.hitPolicy),
        becomes: messages.hitPolicy(new.hitPolicy))
    ]
    for column in diff.columns {
      guard let before = column.old.map({ old.columns[$0] }), let after = column.new.map({ new.columns[$0] }) else {
        continue
      }
      for (key, was, becomes) in [
        ("columnLabel", before.label, after.label), ("columnType", before.type, after.type),
        ("columnValues", before.values, after.values), ("columnDefault", before.defaultEntry, after.defaultEntry),
      ] {
        changes.append(Change(subject: "\(after.head) · \(messages[key])", was: was, becomes: becomes))
      }
    }
    return changes.filter { $0.was != $0.becomes }
  }

  /// Name, source and test cases.
  private static func common(_ old: JSON, _ new: JSON, _ messages: Messages) -> [Change] {
    var changes: [Change] = []
    for (key, member) in [("decisionName", "name"), ("source", "source")] where old[member] != new[member] {
      changes.append(
        Change(
          subject: messages[key], was: old[member]?.plain ?? "–", becomes: new[member]?.plain ?? "–"))
    }
    let tests = TestCasePairs(from: old["tests"]?.array ?? [], to: new["tests"]?.array ?? [])
    changes += tests.pairs.map { pair in
      Change(
        subject: messages["testCase"], was: pair.old.map(text(of:)) ?? "–", becomes: pair.new.map(text(of:)) ?? "–")
    }
    return changes
  }

  private static func text(of test: JSON) -> String {
    let name = test["name"]?.string.map { "\($0): " } ?? ""
    return "\(name)\(test["inputs"]?.plain ?? "") → \(test["output"]?.plain ?? "")"
  }

  /// The tables of two models by their places; those whose columns differ too are told as other boxes are.
  private static func tables(
    _ old: DecisionVersion, _ new: DecisionVersion, _ limits: DecisionLimits, _ messages: Messages
  ) -> [ChangedTable] {
    func tables(_ version: DecisionVersion) -> [ModelTables.Table] {
      version.content["dmn"]?.string.flatMap { try? ModelTables(xml: $0, limits: limits.xml) }?.tables ?? []
    }
    let before = Dictionary(tables(old).map { ($0.path, $0) }) { first, _ in first }
    return tables(new).compactMap { table in
      guard let was = before[table.path].flatMap({ SheetText(.object($0.members)) }),
        let now = SheetText(.object(table.members)), was.columns == now.columns, was.hitPolicy == now.hitPolicy
      else { return nil }
      let diff = SheetDiff(from: was, to: now)
      return diff.isEmpty
        ? nil : ChangedTable(tablePath: table.path, difference: SheetView(diff, from: was, to: now, messages))
    }
  }

  /// The boxes of models by their places, and a table that became a model.
  private static func expressions(
    _ old: DecisionVersion, _ new: DecisionVersion, _ limits: DecisionLimits, _ messages: Messages
  ) -> [Change] {
    func boxes(_ version: DecisionVersion) -> [(path: String, text: String)] {
      guard let definition = try? version.definition(limits) else { return [] }
      return ModelView(definition, messages).boxes.map { box in
        let rows = box.sheet.map { sheet in
          sheet.rows.map { row in row.cells.map(\.text).joined(separator: " | ") }.joined(separator: "\n")
        }
        return (box.path, box.expression ?? rows ?? "")
      }
    }
    let before = Dictionary(boxes(old).map { ($0.path, $0.text) }) { first, _ in first }
    let after = boxes(new)
    let known = Set(after.map(\.path))
    var changes = after.compactMap { path, text in
      before[path] == text ? nil : Change(subject: path, was: before[path] ?? "–", becomes: text)
    }
    changes += before.sorted { $0.key < $1.key }.filter { !known.contains($0.key) }.map {
      Change(subject: $0.key, was: $0.value, becomes: "–")
    }
    return changes
  }
}
