// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension DecisionModel {
  /// A model of one decision for each sheet.
  ///
  /// What a sheet's inputs name is either the decision of another sheet or one of `inputs`. With `inputs` left out,
  /// every other name becomes an input, where it is the whole head one of the column's type.
  /// What is wrong in the form of the sheets is in `findings`; with an unknown hit policy the rules are not compared.
  /// - Throws: `Problem` of code `invalid` when two sheets have one name.
  public init(
    sheets: [TableSheet], name: String, namespace: String, types: [ItemDefinition] = [], inputs: [InputData]? = nil
  ) throws(Problem) {
    self.init(name: name, namespace: namespace, file: sheets.first?.file ?? "")
    self.types = types
    self.inputs = inputs ?? []
    var duplicates: [DecisionFinding] = []
    for sheet in sheets {
      let title = sheet.name.text.trimmingXMLSpace
      findings += sheet.findings
      if decisions.contains(where: { $0.name == title }) {
        duplicates.append(
          DecisionFinding(
            .duplicate, .error,
            Message("Two sheets are named \(title); a decision's name is its own.", "有两张表格都叫 \(title)；决策不能重名。"),
            element: Message("sheet \"\(title)\"", "表格“\(title)”"), file: sheet.file, line: sheet.name.line,
            column: sheet.name.column))
      }
      for column in sheet.inputs where column.head.text.trimmingXMLSpace == title {
        findings.append(
          DecisionFinding(
            .duplicate, .error,
            Message(
              "The column has the name of the decision, which cannot ask for itself; rename one of them.",
              "该列与决策同名，而决策不能引用自身；请改其中一个的名称。"),
            element: Message("sheet \"\(title)\"", "表格“\(title)”"), file: sheet.file, line: column.head.line,
            column: column.head.column))
      }
      if HitPolicy(sheetText: sheet.hitPolicy.text) == nil {
        let known = HitPolicy.allCases.map(\.rawValue).joined(separator: ", ")
        findings.append(
          DecisionFinding(
            .structure, .error,
            Message(
              "The hit policy \(sheet.hitPolicy.text) does not exist; it is one of \(known).",
              "没有命中策略 \(sheet.hitPolicy.text)；应为以下之一：\(known)。"),
            element: Message("sheet \"\(title)\"", "表格“\(title)”"), file: sheet.file, line: sheet.hitPolicy.line,
            column: sheet.hitPolicy.column)
        )
      }
      decisions.append(Decision(sheet: sheet))
    }
    try Problem.raise(duplicates)
    if inputs == nil { deriveInputs(of: sheets) }
    for index in decisions.indices { wire(index, sheet: sheets[index]) }
  }

  /// Makes an input of what heads a column and is no decision: of a name, or of what an expression asks for.
  private mutating func deriveInputs(of sheets: [TableSheet]) {
    let columns = sheets.flatMap(\.inputs)
    var found: [(place: Int, input: InputData)] = []
    var known = decisions.map(\.name)
    // Names first, whichever column they head: an expression may begin with one of them.
    let heads = columns.map { $0.head.text.trimmingXMLSpace }
    let names = columns.indices.filter { isName(heads[$0]) }
    for place in names + columns.indices.filter({ !isName(heads[$0]) }) {
      let head = heads[place]
      let name = isName(head) ? head : known.contains { refers(head, to: $0) } ? "" : asked(by: head)
      guard !name.isEmpty, !known.contains(name) else { continue }
      known.append(name)
      let type = name == head ? columns[place].type?.text.trimmingXMLSpace : nil
      let line = columns[place].head.line
      let variable = InformationItem(name: name, typeRef: type, line: line)
      found.append((place, InputData(id: name, name: name, variable: variable, line: line)))
    }
    inputs += found.sorted { $0.place < $1.place }.map(\.input)
  }

  /// Words between the parts of an expression; a name may hold them too.
  private static let operators: Set<Substring> = ["and", "or", "in", "between", "instance"]

  /// Whether a head is certainly a name rather than an expression.
  private func isName(_ head: String) -> Bool {
    !head.isEmpty && rootName(of: head) == head && !head.split(separator: " ").contains(where: Self.operators.contains)
  }

  /// What an expression asks for: its only name, as in `date(born)`, or the name that it begins with. Other names in it
  /// must be those of other columns.
  private func asked(by expression: String) -> String {
    if let names = try? FEELExpression(expression).unknownNames, let first = names.first,
      names.allSatisfy({ $0.name == first.name })
    {
      return first.name
    }
    return rootName(of: expression)
  }

  /// Adds the requirements of a sheet's decision: the decisions that its heads name, the inputs that any cell names.
  private mutating func wire(_ index: Int, sheet: TableSheet) {
    let heads = sheet.inputs.map { $0.head.text.trimmingXMLSpace }
    let cells = sheet.rows.flatMap { $0.inputs + $0.outputs } + sheet.outputs.compactMap(\.defaultEntry)
    let line = decisions[index].line
    decisions[index].requiredDecisions = decisions.enumerated()
      .filter { other in other.offset != index && heads.contains { refers($0, to: other.element.name) } }
      .map { ElementReference(id: $0.element.id, line: line) }
    decisions[index].requiredInputs =
      inputs
      .filter { input in (heads + cells.map(\.text)).contains { $0.contains(input.name) } }
      .map { ElementReference(id: $0.id, line: line) }
  }

  /// Whether an expression is a name or a path that begins with it.
  private func refers(_ expression: String, to name: String) -> Bool {
    expression == name
      || expression.hasPrefix(name)
        && !(expression.dropFirst(name.count).first.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
  }

  /// The name at the beginning of an expression: all letters, digits, spaces and `_` up to something else; empty for
  /// a literal or a call.
  private func rootName(of expression: String) -> String {
    let name = expression.prefix { $0.isLetter || $0.isNumber || $0 == " " || $0 == "_" || $0 == "'" }
    guard let first = name.first, first.isLetter || first == "_" else { return "" }
    if expression.dropFirst(name.count).first == "(" { return "" }
    return name.trimmingXMLSpace
  }
}

extension Decision {
  /// The decision of a sheet, without requirements; an unknown hit policy becomes `U`.
  init(sheet: TableSheet) {
    let name = sheet.name.text.trimmingXMLSpace
    let hitPolicy = HitPolicy(sheetText: sheet.hitPolicy.text)
    var table = DecisionTable(
      hitPolicy: hitPolicy ?? .unique,
      inputs: sheet.inputs.map { column in
        DecisionTable.Input(
          label: column.label?.text, expression: column.head, typeRef: column.type?.text.trimmingXMLSpace,
          values: column.values)
      },
      outputs: sheet.outputs.map { column in
        let name = column.head.text.trimmingXMLSpace
        return DecisionTable.Output(
          name: name.isEmpty ? nil : name, label: column.label?.text, typeRef: column.type?.text.trimmingXMLSpace,
          values: column.values, defaultEntry: column.defaultEntry, line: column.head.line)
      },
      annotations: sheet.notes.map(\.head.text),
      rules: sheet.rows.map { row in
        var rule = DecisionTable.Rule(
          id: row.id, inputs: row.inputs, outputs: row.outputs, annotations: row.notes.map(\.text), line: row.line,
          column: row.inputs.first?.column ?? 0)
        rule.isWhole = row.isWhole
        return rule
      })
    table.isComparable = hitPolicy != nil && sheet.hasAllColumns
    self.init(
      id: name, name: name, description: sheet.description,
      variable: InformationItem(name: name, line: sheet.name.line),
      logic: BoxedExpression(.decisionTable(table), line: sheet.name.line), line: sheet.name.line)
  }
}

extension HitPolicy {
  /// Reads a letter such as `C+`, or the standard's name such as `RULE ORDER`; empty is `U`.
  init?(sheetText text: String) {
    let text = text.trimmingXMLSpace.uppercased()
    if text.isEmpty {
      self = .unique
    } else if let policy = HitPolicy(rawValue: text) ?? HitPolicy(hitPolicy: text, aggregation: nil) {
      self = policy
    } else {
      return nil
    }
  }
}
