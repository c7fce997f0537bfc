// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Vocabulary

extension PackCheck {
  /// What is wrong in a decision itself, and what the decisions on routes say of the rest of the pack.
  mutating func decisions() {
    for found in draft.decisions {
      for finding in found.value.compiled.findings { take(finding) }
      guard draft.matterTypes.contains(where: { $0.value.route == found.value.code }) else { continue }
      switch found.value.form {
      case .sheet(let sheet): route(sheet, found)
      case .model: routeNames(found)
      }
    }
  }

  /// Errors are faults; what is only likely to be a mistake is a remark.
  private mutating func take(_ finding: DecisionFinding) {
    let cell = finding.column > 0 ? ", column \(finding.column)" : ""
    let element = finding.element.isEmpty ? "" : "\(finding.element)\(cell): "
    let fault = PackFault(
      file: finding.file, line: finding.line > 0 ? finding.line : nil, detail: element + finding.message)
    if finding.severity == .error || finding.kind == .unreachable { report(fault) } else { remark(fault) }
  }

  /// A decision on routes may ask only for what is known of a matter, and must name a department.
  private mutating func routeNames(_ found: Found<DecisionDefinition>) {
    for input in found.value.inputs where !Route.inputs.contains(input.name) {
      report(
        found.place, "",
        "the decision asks for \(input.name); on a route it may ask for \(Route.inputs.joined(separator: ", "))")
    }
  }

  private mutating func route(_ sheet: TableSheet, _ found: Found<DecisionDefinition>) {
    routeNames(found)
    let outputs = sheet.outputs.map { $0.head.text }
    if !outputs.contains("department") {
      report(found.place, "/outputs", "a decision on routes has an output department")
    }
    for name in outputs where !Route.outputs.contains(name) {
      report(
        found.place, "/outputs", "nobody reads the output \(name); a route has \(Route.outputs.joined(separator: ", "))"
      )
    }
    for row in sheet.rows {
      for (column, cell) in zip(sheet.inputs, row.inputs) { codes(in: cell, of: column, found.value) }
      var lead: [String] = []
      for (column, cell) in zip(sheet.outputs, row.outputs) {
        let codes = departments(in: cell, sheet.file)
        if column.head.text == "department" {
          lead = codes
        } else if let twice = codes.first(where: lead.contains) {
          report(PackFault(file: sheet.file, line: cell.line, detail: "\(twice) is in charge, it cannot assist itself"))
        }
      }
    }
    for cell in sheet.outputs.compactMap(\.defaultEntry) { _ = departments(in: cell, sheet.file) }
  }

  /// The departments that an output's cell names, where it names them without working them out.
  private mutating func departments(in cell: Cell, _ file: String) -> [String] {
    guard let expression = try? FEELExpression(cell.text), expression.unknownNames.isEmpty,
      let value = try? expression.evaluate(in: FEELEvaluation())
    else { return [] }
    let codes: [String] =
      switch value.json {
      case .string(let code): [code]
      case .array(let list): list.compactMap(\.string)
      default: []
      }
    for code in codes { require(.department, code, file, cell) }
    return codes
  }

  /// What an input's cell compares with, where that is a text: it must exist.
  private mutating func codes(in cell: Cell, of column: TableSheet.Column, _ decision: DecisionDefinition) {
    guard !cell.isIrrelevant, let tests = try? FEELExpression(unaryTests: cell.text).tests,
      case .ranges(let ranges, _) = tests
    else { return }
    let file = fileName(of: decision)
    for case .string(let code) in ranges.compactMap(\.start) {
      switch column.head.text {
      case "type":
        require(.matterType, code, file, cell)
        stray(code, decision, file, cell)
      case "district", "street", "community", "cell": require(.area, code, file, cell)
      case "priority" where MatterPriority(rawValue: code) == nil:
        let known = MatterPriority.allCases.map(\.rawValue).joined(separator: ", ")
        report(PackFault(file: file, line: cell.line, detail: "\"\(code)\" is no priority: they are \(known)"))
      default: break
      }
    }
  }

  /// A type that names another route, or none, never comes to this one.
  private mutating func stray(_ code: String, _ decision: DecisionDefinition, _ file: String, _ cell: Cell) {
    guard let type = draft.matterTypes.first(where: { $0.value.code == code })?.value, type.route != decision.code,
      type.route.map({ draft.knows(.decision, $0) }) != false
    else { return }
    report(
      PackFault(
        file: file, line: cell.line,
        detail: "matters of type \(code) are not sent by this table: their route is \(type.route ?? "none")"))
  }

  private mutating func require(_ subject: Subject, _ code: String, _ file: String, _ cell: Cell) {
    guard let detail = missing(subject, code) else { return }
    report(PackFault(file: file, line: cell.line, detail: "column \(cell.column): \(detail)"))
  }

  private func fileName(of decision: DecisionDefinition) -> String { decision.compiled.model.file }
}
