// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Vocabulary

/// What a decision must be like so that it can send matters to departments: it asks only for what is known of a matter, names
/// departments, types and areas that exist, and leaves no matter without one that is sent by itself.
struct RouteCheck {
  /// Something wrong at a cell or, where there is none, at a part of the definition by JSON Pointer.
  struct Fault {
    var cell: Cell?
    var pointer = ""
    var detail: String
  }

  private let decision: DecisionDefinition
  private let known: KnownCodes
  private let types: [MatterType]
  private var faults: [Fault] = []

  /// - Parameter types: the types of matter of the city.
  /// - Returns: nothing for a decision that is the route of no type.
  static func faults(_ decision: DecisionDefinition, known: KnownCodes, types: [MatterType]) -> [Fault] {
    guard types.contains(where: { $0.route == decision.code }) else { return [] }
    var check = RouteCheck(decision: decision, known: known, types: types)
    check.names()
    if case .sheet(let sheet) = decision.form { check.sheet(sheet) }
    return check.faults
  }

  /// What to say of a type whose matters are sent by this decision as soon as they are accepted, where some may find no
  /// department, wherever in the city and however urgent they are.
  static func openDispatch(of type: MatterType, by decision: DecisionDefinition) -> String? {
    guard type.dispatchesByItself, type.route == decision.code else { return nil }
    // A place outside all areas, or none at all, is possible.
    let open = MatterPriority.allCases.filter { Route.department(decision, type, $0) == nil }
    guard !open.isEmpty else { return nil }
    let priorities =
      open.count == MatterPriority.allCases.count
      ? "" : " of priority \(open.map(\.rawValue).joined(separator: ", "))"
    return "matters\(priorities) may find no department in \(decision.code): give it a rule for \(type.code) without "
      + "areas, or a default"
  }

  private init(decision: DecisionDefinition, known: KnownCodes, types: [MatterType]) {
    self.decision = decision
    self.known = known
    self.types = types
  }

  private mutating func report(_ cell: Cell, _ detail: String) { faults.append(Fault(cell: cell, detail: detail)) }

  /// A decision on routes may ask only for what is known of a matter.
  private mutating func names() {
    for input in decision.inputs where !Route.inputs.contains(input.name) {
      faults.append(
        Fault(
          detail:
            "the decision asks for \(input.name); on a route it may ask for \(Route.inputs.joined(separator: ", "))"))
    }
  }

  private mutating func sheet(_ sheet: TableSheet) {
    let outputs = sheet.outputs.map { $0.head.text }
    if !outputs.contains("department") {
      faults.append(Fault(pointer: "/outputs", detail: "a decision on routes has an output department"))
    }
    for name in outputs where !Route.outputs.contains(name) {
      faults.append(
        Fault(
          pointer: "/outputs",
          detail: "nobody reads the output \(name); a route has \(Route.outputs.joined(separator: ", "))"))
    }
    for row in sheet.rows {
      for (column, cell) in zip(sheet.inputs, row.inputs) { codes(in: cell, of: column) }
      var lead: [String] = []
      for (column, cell) in zip(sheet.outputs, row.outputs) {
        let codes = departments(in: cell)
        if column.head.text == "department" {
          lead = codes
        } else if let twice = codes.first(where: lead.contains) {
          report(cell, "\(twice) is in charge, it cannot assist itself")
        }
      }
    }
    for cell in sheet.outputs.compactMap(\.defaultEntry) { _ = departments(in: cell) }
  }

  /// The departments that an output's cell names, where it names them without working them out.
  private mutating func departments(in cell: Cell) -> [String] {
    guard let expression = try? FEELExpression(cell.text), expression.unknownNames.isEmpty,
      let value = try? expression.evaluate(in: FEELEvaluation())
    else { return [] }
    let codes: [String] =
      switch value.json {
      case .string(let code): [code]
      case .array(let list): list.compactMap(\.string)
      default: []
      }
    for code in codes { require(.department, code, cell) }
    return codes
  }

  /// What an input's cell compares with, where that is a text: it must exist.
  private mutating func codes(in cell: Cell, of column: TableSheet.Column) {
    guard !cell.isIrrelevant, let tests = try? FEELExpression(unaryTests: cell.text).tests,
      case .ranges(let ranges, _) = tests
    else { return }
    for case .string(let code) in ranges.compactMap(\.start) {
      switch column.head.text {
      case "type":
        require(.matterType, code, cell)
        stray(code, cell)
      case "district", "street", "community", "cell": require(.area, code, cell)
      case "priority" where MatterPriority(rawValue: code) == nil:
        let known = MatterPriority.allCases.map(\.rawValue).joined(separator: ", ")
        report(cell, "\"\(code)\" is no priority: they are \(known)")
      default: break
      }
    }
  }

  /// A type that names another route, or none, never comes to this one.
  private mutating func stray(_ code: String, _ cell: Cell) {
    guard let type = types.first(where: { $0.code == code }), type.route != decision.code,
      type.route.map({ known.knows(.decision, $0) }) != false
    else { return }
    report(cell, "matters of type \(code) are not sent by this table: their route is \(type.route ?? "none")")
  }

  private mutating func require(_ subject: Subject, _ code: String, _ cell: Cell) {
    guard let detail = known.missing(subject, code) else { return }
    report(cell, "column \(cell.column): \(detail)")
  }
}
