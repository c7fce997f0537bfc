// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Vocabulary

/// A decision table as a page shows it.
struct SheetView: Sendable {
  struct Head: Sendable {
    var kind: String
    var kindName: String
    var head: String
    /// What people read instead of the head, where there is something.
    var caption: String
    var hasLabel: Bool
    var columnType: String?
    var columnValues: String?
    var columnDefault: String?
  }

  struct Cell: Sendable {
    var text: String
    var kind: String
    /// Whether it fits everything.
    var isAny: Bool
    /// How the comparison of two versions marks it.
    var mark = ""
    /// What stood there in the older version.
    var older: String?
  }

  struct Row: Sendable {
    var number: String
    /// For links to the row; one page may show several tables.
    var rowAnchor: String?
    var cells: [Cell]
    var mark = ""
    /// What happened to the row, in words.
    var happened: String?
  }

  var policy: String
  var policyName: String
  var heads: [Head]
  var rows: [Row]
  var hasRows: Bool
  var width: Int

  init(_ sheet: SheetText, _ messages: Messages, fitting: Set<Int> = []) {
    policy = Messages.hitPolicyLetter(sheet.hitPolicy)
    policyName = messages.hitPolicy(sheet.hitPolicy)
    heads = sheet.columns.map { Head($0, messages) }
    rows = sheet.rules.enumerated().map { index, rule in
      Row(
        number: "\(index + 1)", rowAnchor: "rule-\(index + 1)",
        cells: zip(sheet.columns, rule).map { Cell($1, in: $0) },
        mark: fitting.contains(index + 1) ? "fits" : "")
    }
    hasRows = !rows.isEmpty
    width = sheet.columns.count + 1
  }
}

extension SheetView.Head {
  init(_ column: SheetText.Column, _ messages: Messages) {
    func given(_ text: String) -> String? { text.isEmpty ? nil : text }
    self.init(
      kind: column.kind.rawValue, kindName: messages["column.\(column.kind.rawValue)"], head: column.head,
      caption: column.label.isEmpty ? column.head : messages.name(column.label), hasLabel: !column.label.isEmpty,
      columnType: given(column.type), columnValues: given(column.values), columnDefault: given(column.defaultEntry))
  }
}

extension SheetView.Cell {
  init(_ text: String, in column: SheetText.Column) {
    let isAny = column.kind == .input && ["", "-"].contains(text.trimmed)
    self.init(text: isAny ? "–" : text, kind: column.kind.rawValue, isAny: isAny)
  }
}

extension Messages {
  /// What a hit policy is called; the text itself where there is none of that name.
  func hitPolicy(_ text: String) -> String {
    let letter = Self.hitPolicyLetter(text)
    return Self.table["hitPolicy.\(letter)"] == nil ? text : self["hitPolicy.\(letter)"]
  }

  /// The letter of a hit policy; the text itself where it names none.
  static func hitPolicyLetter(_ text: String) -> String { policies[text.trimmed.uppercased()] ?? text.trimmed }

  /// The letters of the standard's names (DMN 1.5, 8.2.11).
  private static let policies = [
    "": "U", "UNIQUE": "U", "ANY": "A", "PRIORITY": "P", "FIRST": "F", "RULE ORDER": "R", "OUTPUT ORDER": "O",
    "COLLECT": "C",
  ]
}
