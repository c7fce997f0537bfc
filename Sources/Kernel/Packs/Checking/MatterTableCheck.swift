// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters

/// What a decision on matters must be like, whatever it decides: it asks only for what is known of a matter, and compares with
/// types, areas and priorities that exist.
struct MatterTableCheck {
  /// What matters need a decision for.
  enum Part {
    case route, limits

    var inputs: [String] { self == .route ? Route.inputs : DecidedLimits.inputs }
    var outputs: [String] { self == .route ? Route.outputs : DecidedLimits.outputs }
    var title: Message {
      self == .route ? Message("a route", "派遣去向") : Message("time limits", "办理时限")
    }

    /// The code of the decision that a type names for it.
    func decision(of type: MatterType) -> String? { self == .route ? type.route : type.limitDecision }
  }

  /// Something wrong at a cell or, where there is none, at a part of the definition by JSON Pointer.
  struct Fault {
    var cell: Cell?
    var pointer = ""
    var detail: Message
  }

  let part: Part
  let decision: DecisionDefinition
  let known: KnownCodes
  let types: [MatterType]
  private(set) var faults: [Fault] = []

  /// - Parameter types: the types of matter of the city.
  init(_ part: Part, _ decision: DecisionDefinition, known: KnownCodes, types: [MatterType]) {
    self.part = part
    self.decision = decision
    self.known = known
    self.types = types
  }

  /// Whether some type names the decision for this.
  var isUsed: Bool { types.contains { part.decision(of: $0) == decision.code } }

  mutating func report(_ cell: Cell, _ detail: Message) { faults.append(Fault(cell: cell, detail: detail)) }

  mutating func report(_ pointer: String, _ detail: Message) {
    faults.append(Fault(pointer: pointer, detail: detail))
  }

  /// A decision on matters may ask only for what is known of a matter.
  mutating func names() {
    for input in decision.inputs where !part.inputs.contains(input.name) {
      report(
        "",
        Message(
          "the decision asks for \(input.name); on \(part.title.english) it may ask for \(part.inputs.joined(separator: ", "))",
          "该决策要用到输入 \(input.name)；决定\(part.title.chinese)时可用的输入是 \(part.inputs.joined(separator: "、"))"))
    }
  }

  /// The heads of the columns, and what the inputs' cells compare with.
  mutating func columns(_ sheet: TableSheet) {
    for name in sheet.outputs.map(\.head.text) where !part.outputs.contains(name) {
      report(
        "/outputs",
        Message(
          "nobody reads the output \(name); \(part.title.english) \(part == .route ? "has" : "have") "
            + part.outputs.joined(separator: ", "),
          "输出 \(name) 没有用处；\(part.title.chinese)的输出是 \(part.outputs.joined(separator: "、"))"))
    }
    for row in sheet.rows {
      for (column, cell) in zip(sheet.inputs, row.inputs) { codes(in: cell, of: column) }
    }
  }

  /// What an input's cell compares with, where that is a text: it must exist.
  private mutating func codes(in cell: Cell, of column: TableSheet.Column) {
    guard !cell.isIrrelevant,
      let tests = try? FEELExpression(unaryTests: cell.text, limits: decision.compiled.limits.feel).tests,
      case .ranges(let ranges, _) = tests
    else { return }
    for case .string(let code) in ranges.compactMap(\.start) {
      switch column.head.text {
      case "type":
        require(.matterType, code, cell)
        stray(code, cell)
      case "district", "street", "community", "cell": require(.area, code, cell)
      case "priority" where MatterPriority(rawValue: code) == nil:
        let known = MatterPriority.allCases.map(\.rawValue)
        report(
          cell,
          Message(
            "\"\(code)\" is no priority: they are \(known.joined(separator: ", "))",
            "\"\(code)\" 不是优先级；优先级有 \(known.joined(separator: "、"))"))
      default: break
      }
    }
  }

  /// A type that names another decision, or none, never comes to this one.
  private mutating func stray(_ code: String, _ cell: Cell) {
    guard let type = types.first(where: { $0.code == code }) else { return }
    let named = part.decision(of: type)
    guard named != decision.code, named.map({ known.knows(.decision, $0) }) != false else { return }
    switch part {
    case .route:
      report(
        cell,
        Message(
          "matters of type \(code) are not sent by this table: their route is \(named ?? "none")",
          "类型 \(code) 的事项不由此表派遣：\(named.map { "其派遣由 \($0) 决定" } ?? "该类型没有派遣决策")"))
    case .limits:
      report(
        cell,
        Message(
          "matters of type \(code) have no time limits from this table: theirs are those of \(named ?? "none")",
          "类型 \(code) 的事项不由此表定时限：\(named.map { "其时限由 \($0) 决定" } ?? "该类型没有时限决策")"))
    }
  }

  /// Reports a code in a cell that nothing has.
  mutating func require(_ subject: Subject, _ code: String, _ cell: Cell) {
    guard let detail = known.missing(subject, code) else { return }
    report(cell, detail.at(.column(cell.column)))
  }
}

extension Message {
  static func column(_ number: Int) -> Message { Message("column \(number)", "第 \(number) 列") }
}

extension Cell {
  /// The value of an output's cell that needs nothing to be worked out; `nil` for any other.
  func constant(_ limits: FEELLimits) -> FEELValue? {
    // A code, a text or a list of them takes few steps; a sheet may have many cells that would use up all.
    var limits = limits
    limits.steps = min(limits.steps, 10_000)
    guard let expression = try? FEELExpression(text, limits: limits), expression.unknownNames.isEmpty else {
      return nil
    }
    return try? expression.evaluate(in: FEELEvaluation(limits: limits))
  }
}
