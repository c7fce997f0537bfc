// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension TableSheet {
  /// The sheet as the members that `DecisionDefinition.init(json:)` reads; empty details are left out.
  public var members: [String: JSON] {
    func columns(_ columns: [Column], headed head: String) -> JSON {
      .array(
        columns.map { column in
          var members: [String: JSON] = [head: .string(column.head.text)]
          for (key, cell) in [
            ("label", column.label), ("type", column.type), ("values", column.values), ("default", column.defaultEntry),
          ] {
            if let cell { members[key] = .string(cell.text) }
          }
          return .object(members)
        })
    }
    var members: [String: JSON] = [
      "hitPolicy": .string(hitPolicy.text), "inputs": columns(inputs, headed: "expression"),
      "outputs": columns(outputs, headed: "name"),
      "rules": .array(rows.map { row in .array((row.inputs + row.outputs + row.notes).map { .string($0.text) }) }),
    ]
    if !notes.isEmpty { members["notes"] = .array(notes.map { .string($0.head.text) }) }
    return members
  }

  /// The lines of what `members` holds, by JSON Pointer.
  public var lines: [String: Int] {
    var lines = ["/hitPolicy": hitPolicy.line]
    for (key, head, columns) in [("inputs", "expression", inputs), ("outputs", "name", outputs)] {
      for (index, column) in columns.enumerated() {
        let place = "/\(key)/\(index)"
        lines["\(place)/\(head)"] = column.head.line
        lines["\(place)/label"] = column.label?.line
        lines["\(place)/type"] = column.type?.line
        lines["\(place)/values"] = column.values?.line
        lines["\(place)/default"] = column.defaultEntry?.line
      }
    }
    for (index, row) in rows.enumerated() {
      lines["/rules/\(index)"] = row.line
      for (column, cell) in (row.inputs + row.outputs + row.notes).enumerated() {
        lines["/rules/\(index)/\(column)"] = cell.line
      }
    }
    return lines
  }
}
