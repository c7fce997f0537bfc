// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension DecisionDefinition {
  /// Reads a decision as a pack holds it: members `code`, `name`, `source`, and either those of a sheet, `hitPolicy`, `inputs`
  /// (`expression`, `label`, `type`, `values`), `outputs` (`name`, `label`, `type`, `values`, `default`), `notes` (names) and
  /// `rules` (lists of cells: of the inputs, the outputs, the notes), or `dmn` (the text of a model) with `decision`; and
  /// `tests` (`name`, `inputs` by name, `output`).
  ///
  /// - Parameters:
  ///   - file: for findings.
  ///   - line: the line of a value, by JSON Pointer.
  ///   - limits: of reading the decision and of making it.
  ///   - read: the sheet that the members of a table were made from, where it was read from another form; what there is
  ///     to say of that counts too, and cells have the columns that they have there.
  ///   - analysed: whether `compiled.findings` also tell gaps, overlaps and rules that never count.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong in the form, by JSON Pointer, where no
  ///   decision is left. What is wrong in the decision itself is in `compiled.findings`, also rules that do not have as
  ///   many cells as there are columns.
  public init(
    json: JSON, file: String = "", line: (String) -> Int = { _ in 0 }, limits: DecisionLimits = DecisionLimits(),
    read: TableSheet? = nil, analysed: Bool = false
  ) throws(Problem) {
    var reader = JSONReader()
    let known = [
      "code", "version", "name", "source", "hitPolicy", "inputs", "outputs", "notes", "rules", "dmn", "decision",
      "tests",
    ]
    let members = reader.object(json, at: "", known: known) ?? [:]
    let code = reader.string(members, "code", at: "", required: true) ?? ""
    let source = reader.string(members, "source", at: "", required: true) ?? ""
    let version = reader.integer(members, "version", at: "", in: 1...Int64(Int32.max)) ?? 1
    let name = members["name"] == nil ? nil : reader.localized(members, "name", at: "")
    let tests = reader.decisionTests(members)
    if let xml = reader.string(members, "dmn", at: "") {
      for key in ["hitPolicy", "inputs", "outputs", "notes", "rules"] where members[key] != nil {
        reader.report(
          "/\(key)", Message("a decision is a table or a dmn model, not both", "决策或者是决策表，或者是 DMN 模型，不能兼有"))
      }
      let main = reader.string(members, "decision", at: "", required: true) ?? ""
      try reader.finish()
      let model = try DecisionModel(xml: Array(xml.utf8), file: file, limits: limits.xml)
      guard model.decisions.contains(where: { $0.variable.name == main }) else {
        let names = model.decisions.map(\.variable.name).joined(separator: ", ")
        throw .invalid(
          "/decision",
          Message("the model has no decision \(main); it has \(names)", "模型中没有决策 \(main)；现有 \(names)"))
      }
      self.init(
        code: code, version: Int(version), name: name ?? LocalizedText(["en": code]), source: source,
        form: .model(xml: xml), main: main, compiled: CompiledModel(model, limits: limits, analysed: analysed),
        tests: tests)
      return
    }
    if members["decision"] != nil {
      reader.report("/decision", Message("only a dmn model has a decision to name", "只有 DMN 模型才要指明决策"))
    }
    let sheet = reader.sheet(members, code: code, file: file, read: read, line: line)
    try reader.finish()
    let model = try DecisionModel(sheets: [sheet], name: code, namespace: "urn:citywide:decision:\(code)")
    self.init(
      code: code, version: Int(version), name: name ?? LocalizedText(["en": code]), source: source, form: .sheet(sheet),
      main: code, compiled: CompiledModel(model, limits: limits, analysed: analysed), tests: tests)
  }
}

extension JSONReader {
  fileprivate mutating func sheet(
    _ members: [String: JSON], code: String, file: String, read: TableSheet?, line: (String) -> Int
  ) -> TableSheet {
    var findings = read?.findings ?? []
    func cell(_ text: String, _ pointer: String, _ column: Int = 0) -> Cell {
      Cell(text, line: line(pointer), column: column)
    }
    let inputs = columns(members, "inputs", headed: "expression", as: read?.inputs, line: line)
    let outputs = columns(members, "outputs", headed: "name", as: read?.outputs, line: line)
    if outputs.isEmpty { report("/outputs", Message("a decision table has at least one output", "决策表至少有一个输出")) }
    let notes = strings(members, "notes", at: "")
    let width = inputs.count + outputs.count
    var rows: [TableSheet.Row] = []
    for (index, element) in (array(members["rules"] ?? .array([]), at: "/rules") ?? []).enumerated() {
      let place = "/rules/\(index)"
      var row = TableSheet.Row(inputs: [], outputs: [], line: line(place))
      func refuse(_ message: Message, _ column: Int = 0, line: Int? = nil) {
        row.isWhole = false
        findings.append(
          DecisionFinding(
            .structure, .error, message, element: .sheet.part(.rule(index + 1)), file: file, line: line ?? row.line,
            column: column, rule: index + 1))
      }
      if let read, read.rows.indices.contains(index), !read.rows[index].isWhole {
        // Told by whoever read it.
        row.isWhole = false
      } else if case .array(let texts) = element {
        let places = read?.places(inRule: index)
        func number(_ column: Int) -> Int { places?[safe: column] ?? column + 1 }
        if texts.count < width || texts.count > width + notes.count {
          // The first cell that is missing, or too many.
          refuse(
            .count(texts.count, inputs: inputs.count, outputs: outputs.count, notes: notes.count),
            min(texts.count, width + notes.count) + 1)
        }
        let cells = texts.enumerated().map { column, text -> Cell in
          let pointer = "\(place)/\(column)"
          // A number or a truth value is FEEL too, as YAML reads it.
          switch text {
          case .string(let text): return cell(text, pointer, number(column))
          case .integer, .number, .bool: return cell(text.text, pointer, number(column))
          case .null: return cell("", pointer, number(column))
          default:
            refuse(
              Message("A cell is text: FEEL, or - for anything.", "单元格是文本：FEEL，或用 - 表示任意取值。"), number(column),
              line: line(pointer))
            return cell("", pointer, number(column))
          }
        }
        if row.isWhole {
          row.inputs = Array(cells[..<inputs.count])
          row.outputs = Array(cells[inputs.count..<width])
          row.notes = Array(cells[width...])
        }
      } else {
        refuse(Message("A rule is a list of cells.", "规则是单元格的列表。"))
      }
      rows.append(row)
    }
    let policy = string(members, "hitPolicy", at: "") ?? "U"
    var sheet = TableSheet(
      name: cell(code, "/code"), hitPolicy: cell(policy, "/hitPolicy"), inputs: inputs, outputs: outputs,
      notes: notes.enumerated().map { TableSheet.Column(head: cell($0.element, "/notes/\($0.offset)")) }, rows: rows,
      file: file)
    sheet.findings = findings
    sheet.hasAllColumns = read?.hasAllColumns ?? true
    return sheet
  }

  private mutating func columns(
    _ members: [String: JSON], _ key: String, headed head: String, as read: [TableSheet.Column]?,
    line: (String) -> Int
  ) -> [TableSheet.Column] {
    var columns: [TableSheet.Column] = []
    for (index, element) in (array(members[key] ?? .array([]), at: "/\(key)") ?? []).enumerated() {
      let place = "/\(key)/\(index)"
      let number = read?[safe: index]?.head.column ?? index + 1
      let known = [head, "label", "type", "values"] + (key == "outputs" ? ["default"] : [])
      guard let column = object(element, at: place, known: known) else { continue }
      func optional(_ name: String, _ reader: inout JSONReader) -> Cell? {
        reader.string(column, name, at: place).map { Cell($0, line: line("\(place)/\(name)"), column: number) }
      }
      let text = string(column, head, at: place, required: true) ?? ""
      columns.append(
        TableSheet.Column(
          head: Cell(text, line: line("\(place)/\(head)"), column: number), label: optional("label", &self),
          type: optional("type", &self), values: optional("values", &self), defaultEntry: optional("default", &self)))
    }
    return columns
  }
}

extension TableSheet {
  /// The columns in which the cells of a rule stand, in the order in which a content has them.
  fileprivate func places(inRule rule: Int) -> [Int]? {
    rows[safe: rule].map { ($0.inputs + $0.outputs + $0.notes).map(\.column) }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension Message {
  /// A rule that has another number of cells than there are columns.
  fileprivate static func count(_ cells: Int, inputs: Int, outputs: Int, notes: Int) -> Message {
    let more = notes == 0 ? Message(same: "") : Message(", and up to \(notes) notes", "，备注最多 \(notes) 个")
    return Message(
      "The rule has \(cells) cells; there are \(inputs) inputs and \(outputs) outputs\(more.english). What else "
        + "is told leaves it out.",
      "该规则有 \(cells) 个单元格；输入有 \(inputs) 个，输出有 \(outputs) 个\(more.chinese)。其余各项检查不计入该规则。")
  }
}
