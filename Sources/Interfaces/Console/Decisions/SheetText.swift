// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A decision table as text, cell by cell; of a draft too, so nothing in it need be right.
struct SheetText: Sendable, Hashable {
  struct Column: Sendable, Hashable {
    enum Kind: String, Sendable { case input, output, note }

    var kind: Kind
    /// The input's expression, the output's or the note's name.
    var head: String
    var label = ""
    var type = ""
    /// The values that may occur, as unary tests.
    var values = ""
    /// FEEL: the output when no rule fits.
    var defaultEntry = ""
  }

  var hitPolicy: String
  /// The inputs, the outputs, the notes.
  var columns: [Column]
  /// Each as long as there are columns.
  var rules: [[String]]

  /// Reads the members that `DecisionDefinition.init(json:)` reads; `nil` for a model.
  init?(_ content: JSON) {
    guard content["dmn"] == nil else { return nil }
    hitPolicy = content["hitPolicy"]?.string ?? "U"
    columns =
      Self.columns(content["inputs"], .input, headed: "expression")
      + Self.columns(content["outputs"], .output, headed: "name")
      + (content["notes"]?.array ?? []).map { Column(kind: .note, head: $0.string ?? "") }
    let width = columns.count
    rules = (content["rules"]?.array ?? []).map { rule in
      let cells = (rule.array ?? []).prefix(width).map(Self.text)
      return cells + [String](repeating: "", count: width - cells.count)
    }
  }

  private static func columns(_ json: JSON?, _ kind: Column.Kind, headed head: String) -> [Column] {
    (json?.array ?? []).map { column in
      Column(
        kind: kind, head: text(column[head]), label: text(column["label"]), type: text(column["type"]),
        values: text(column["values"]), defaultEntry: text(column["default"]))
    }
  }

  /// A number or a truth value is FEEL too, as YAML reads it.
  private static func text(_ cell: JSON?) -> String {
    switch cell {
    case nil, .null: ""
    case .string(let text): text
    case .some(let value): value.text
    }
  }
}
