// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Vocabulary

/// What a decision must be like so that it can say how long matters may take: its answers are limits, counted by calendars that
/// exist, and no type is left without an answer, however urgent a matter is.
struct LimitCheck {
  private var table: MatterTableCheck

  /// - Parameter types: the types of matter of the city.
  /// - Returns: nothing for a decision that sets the time limits of no type.
  static func faults(
    _ decision: DecisionDefinition, known: KnownCodes, types: [MatterType]
  ) -> [MatterTableCheck.Fault] {
    var check = LimitCheck(table: MatterTableCheck(.limits, decision, known: known, types: types))
    guard check.table.isUsed else { return [] }
    check.table.names()
    if case .sheet(let sheet) = decision.form { check.sheet(sheet) }
    return check.table.faults
  }

  /// What to say of a type whose time limits this decision sets, where it does not for some priority.
  static func openLimits(of type: MatterType, by decision: DecisionDefinition, known: KnownCodes) -> [Message] {
    // What is wrong in the form or in a cell is told there.
    guard type.limitDecision == decision.code, decision.isWhole, faults(decision, known: known, types: [type]).isEmpty
    else { return [] }
    var open: [MatterPriority] = []
    var faults: [Message] = []
    for priority in MatterPriority.allCases {
      // A place outside all areas, or none at all, is possible.
      guard let decided = DecidedLimits(decision, type, priority),
        !decided.limits.isEmpty || !decided.faults.isEmpty || decided.isAnswered
      else {
        open.append(priority)
        continue
      }
      for (clock, detail) in decided.faults.sorted(by: { $0.key < $1.key }) {
        faults.append(
          detail.at(
            Message("priority \(priority.rawValue), clock \(clock)", "优先级 \(priority.rawValue)，时限 \(clock)")))
      }
      for calendar in Set(decided.limits.byClock.values.map(\.calendar)).sorted() {
        if let missing = known.missing(.calendar, calendar) {
          faults.append(missing.at(Message("priority \(priority.rawValue)", "优先级 \(priority.rawValue)")))
        }
      }
    }
    if !open.isEmpty {
      let priorities = Message.priorities(open)
      faults.append(
        Message(
          "matters\(priorities.english) have no time limits in \(decision.code): give it a rule for \(type.code) without "
            + "areas, or a default; where a clock has no limit, null says so",
          "\(priorities.chinese)事项在 \(decision.code) 中没有时限：请为 \(type.code) 加一条不限区域的规则，或给出默认值；"
            + "某项没有时限时写 null"))
    }
    return faults.map { $0.at(Message("time limits in \(decision.code)", "\(decision.code) 中的时限")) }
  }

  private mutating func sheet(_ sheet: TableSheet) {
    let clocks = Set(MatterClock.Kind.allCases.map(\.rawValue))
    if !sheet.outputs.contains(where: { clocks.contains($0.head.text) }) {
      table.report(
        "/outputs",
        Message(
          "a decision on time limits has an output for a clock: "
            + MatterClock.Kind.allCases.map(\.rawValue).joined(separator: ", "),
          "时限决策至少要有以下一项输出：" + MatterClock.Kind.allCases.map(\.rawValue).joined(separator: "、")))
    }
    table.columns(sheet)
    for row in sheet.rows {
      for (column, cell) in zip(sheet.outputs, row.outputs) { answer(column, cell) }
    }
    for column in sheet.outputs {
      if let cell = column.defaultEntry { answer(column, cell) }
    }
  }

  /// What an output's cell says, where it says it without working it out.
  private mutating func answer(_ column: TableSheet.Column, _ cell: Cell) {
    guard let value = cell.constant(table.decision.compiled.limits.feel)?.json, value != .null else { return }
    if column.head.text == DecidedLimits.calendar {
      if let code = value.string {
        table.require(.calendar, code, cell)
      } else {
        let detail = Message("the code of a calendar is expected, as a text", "应为日历代码，写成文本")
        table.report(cell, detail.at(.column(cell.column)))
      }
    } else if let limit = value.string.flatMap({ TimeLimit(text: $0, calendar: "") }) {
      if !limit.calendar.isEmpty { table.require(.calendar, limit.calendar, cell) }
    } else {
      let detail = TimeLimit.expectation.at(Message(same: "\(value.text.prefix(64))"))
      table.report(cell, detail.at(.column(cell.column)))
    }
  }
}

extension DecidedLimits {
  /// Whether a rule fitted, though it may give no clock a limit.
  fileprivate var isAnswered: Bool { use.matches.contains { !$0.rules.isEmpty } }
}
