// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension SheetView {
  /// Two versions of a table in one: what was there before is told in the cell.
  init(_ diff: SheetDiff, from old: SheetText, to new: SheetText, _ messages: Messages) {
    self.init(new, messages)
    heads = diff.columns.map { column in
      var head = Head(column.column, messages)
      head.kind += column.old == nil ? " added" : column.new == nil ? " removed" : ""
      return head
    }
    rows = diff.rules.map { rule in
      let cells = diff.columns.map { column in
        let before = rule.old.flatMap { row in column.old.map { old.rules[row][$0] } }
        let after = rule.new.flatMap { row in column.new.map { new.rules[row][$0] } }
        var cell = Cell(after ?? before ?? "", in: column.column)
        if let before, let after, before != after {
          cell.mark = "changed"
          cell.older = Cell(before, in: column.column).text
        } else if column.new == nil {
          cell.mark = "removed"
        } else if column.old == nil, rule.old != nil {
          cell.mark = "added"
        }
        return cell
      }
      return Row(number: Self.number(rule), cells: cells, mark: Self.mark(rule), happened: Self.words(rule, messages))
    }
    hasRows = !rows.isEmpty
    width = heads.count + 2
  }

  private static func number(_ rule: SheetDiff.Rule) -> String {
    switch (rule.old, rule.new) {
    case (let old?, let new?) where old != new: "\(old + 1) → \(new + 1)"
    case (let old?, nil): "\(old + 1)"
    case (_, let new?): "\(new + 1)"
    default: ""
    }
  }

  private static func mark(_ rule: SheetDiff.Rule) -> String {
    switch rule {
    case _ where rule.old == nil: "added"
    case _ where rule.new == nil: "removed"
    case _ where rule.isMoved: "moved"
    case _ where rule.isChanged: "touched"
    default: ""
    }
  }

  private static func words(_ rule: SheetDiff.Rule, _ messages: Messages) -> String? {
    switch (rule.old, rule.new, rule.isMoved, rule.isChanged) {
    case (nil, _, _, _): messages["rowAdded"]
    case (_, nil, _, _): messages["rowRemoved"]
    case (_, _, true, true): messages["rowMovedChanged"]
    case (_, _, true, false): messages["rowMoved"]
    case (_, _, false, true): messages["rowChanged"]
    default: nil
    }
  }
}
