// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Vocabulary

/// What a decision must be like so that it can send matters to departments: it names departments that exist, and leaves no matter
/// without one that is sent by itself.
struct RouteCheck {
  private var table: MatterTableCheck

  /// - Parameter types: the types of matter of the city.
  /// - Returns: nothing for a decision that is the route of no type.
  static func faults(
    _ decision: DecisionDefinition, known: KnownCodes, types: [MatterType]
  ) -> [MatterTableCheck.Fault] {
    var check = RouteCheck(table: MatterTableCheck(.route, decision, known: known, types: types))
    guard check.table.isUsed else { return [] }
    check.table.names()
    if case .sheet(let sheet) = decision.form { check.sheet(sheet) }
    return check.table.faults
  }

  /// What to say of a type whose matters are sent by this decision as soon as they are accepted, where some may find no
  /// department, wherever in the city and however urgent they are.
  static func openDispatch(of type: MatterType, by decision: DecisionDefinition) -> Message? {
    guard type.dispatchesByItself, type.route == decision.code, decision.isWhole else { return nil }
    // A place outside all areas, or none at all, is possible.
    let open = MatterPriority.allCases.filter { Route.department(decision, type, $0) == nil }
    guard !open.isEmpty else { return nil }
    let priorities = Message.priorities(open)
    return Message(
      "matters\(priorities.english) may find no department in \(decision.code): give it a rule for \(type.code) without "
        + "areas, or a default",
      "\(priorities.chinese)事项在 \(decision.code) 中可能找不到部门：请为 \(type.code) 加一条不限区域的规则，或给出默认值")
  }

  private mutating func sheet(_ sheet: TableSheet) {
    if !sheet.outputs.contains(where: { $0.head.text == "department" }) {
      table.report("/outputs", Message("a decision on routes has an output department", "派遣决策要有输出 department"))
    }
    table.columns(sheet)
    for row in sheet.rows {
      var lead: [String] = []
      for (column, cell) in zip(sheet.outputs, row.outputs) {
        let codes = departments(in: cell)
        if column.head.text == "department" {
          lead = codes
        } else if let twice = codes.first(where: lead.contains) {
          table.report(cell, Message("\(twice) is in charge, it cannot assist itself", "\(twice) 是主办部门，不能协办自己"))
        }
      }
    }
    for cell in sheet.outputs.compactMap(\.defaultEntry) { _ = departments(in: cell) }
  }

  /// The departments that an output's cell names, where it names them without working them out.
  private mutating func departments(in cell: Cell) -> [String] {
    let codes: [String] =
      switch cell.constant(table.decision.compiled.limits.feel)?.json {
      case .string(let code): [code]
      case .array(let list): list.compactMap(\.string)
      default: []
      }
    for code in codes { table.require(.department, code, cell) }
    return codes
  }
}

extension Message {
  /// Which matters are meant by their priorities: nothing to say where all of them are.
  static func priorities(_ open: [MatterPriority]) -> Message {
    guard open.count < MatterPriority.allCases.count else { return Message(same: "") }
    let names = open.map(\.rawValue)
    return Message(
      " of priority \(names.joined(separator: ", "))", "优先级为 \(names.joined(separator: "、")) 的")
  }
}
