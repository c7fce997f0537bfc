// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// The words that give rows and columns of a sheet their meaning, in both languages.
private enum Word: CaseIterable {
  case input, output, note, type, values, fallback, label, decision, description

  var spellings: [String] {
    switch self {
    case .input: ["in", "input", "输入"]
    case .output: ["out", "output", "输出"]
    case .note: ["note", "备注"]
    case .type: ["type", "类型"]
    case .values: ["values", "取值"]
    case .fallback: ["default", "默认"]
    case .label: ["label", "名称"]
    case .decision: ["decision", "决策"]
    case .description: ["description", "说明"]
    }
  }

  init?(_ text: some StringProtocol) {
    let text = text.trimmingXMLSpace.lowercased()
    guard let word = Self.allCases.first(where: { $0.spellings.contains(text) }) else { return nil }
    self = word
  }
}

extension HitPolicy {
  /// What people write in the corner in Chinese. Sheets keep the letter, which every reader of a content knows.
  fileprivate static let chinese: [String: HitPolicy] = [
    "唯一": .unique, "任意": .any, "优先级": .priority, "首个": .first, "规则顺序": .ruleOrder, "输出顺序": .outputOrder,
    "收集": .collect, "收集求和": .collectSum, "收集取最小": .collectMinimum, "收集取最大": .collectMaximum,
    "收集计数": .collectCount,
  ]
}

extension TableSheet {
  /// Reads a sheet from comma-separated values.
  ///
  /// The corner holds the hit policy, as in the standard's drawings; the row beside it has the heads `in: expression`,
  /// `out: name` and `note: name`. Above it may stand rows `decision, name` and `description, text`; below it rows that
  /// begin with `type`, `values`, `default` and `label`; every other row is a rule, whose first cell may name it.
  /// What is wrong and leaves a sheet that can be checked is in `findings`.
  /// - Throws: `Problem` of code `invalid` with file, line and column of everything that is wrong, where no sheet is
  ///   left.
  public init(csv text: String, name: String, file: String = "") throws(Problem) {
    do {
      try self.init(rows: csvCells(text, file: file), name: name, file: file)
    } catch let finding as DecisionFinding {
      throw Problem.of(finding)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.invalid, "\(file): \(error)", "\(file)：\(error)，无法读取")
    }
  }

  /// Reads a sheet from rows of cells, laid out as in `init(csv:name:file:)`.
  public init(rows: [[Cell]], name: String, file: String = "") throws(Problem) {
    var findings: [DecisionFinding] = []
    func note(_ message: Message, _ cell: Cell?) {
      findings.append(
        DecisionFinding(
          .structure, .error, message, element: .sheet, file: file, line: cell?.line ?? 1, column: cell?.column ?? 1))
    }
    self.init(name: Cell(name, line: 1, column: 1), inputs: [], outputs: [], rows: [], file: file)
    let filled = rows.filter { $0.contains { !$0.text.trimmingXMLSpace.isEmpty } }
    var rest = filled[...]
    while let row = rest.first, let word = Word(row[0].text), word == .decision || word == .description {
      if row.count > 1 {
        if word == .decision {
          self.name = row[1]
        } else {
          description = row[1].text
        }
      }
      rest = rest.dropFirst()
    }
    guard let head = rest.popFirst() else {
      try Problem.raise([
        DecisionFinding(
          .structure, .error, Message("The sheet has no head row.", "表格没有表头行。"), element: .sheet, file: file, line: 1)
      ])
      return
    }
    // Notes and the rules' names are columns too.
    guard head.count <= DecisionTable.greatestWidth + 100 else {
      try Problem.raise([
        DecisionFinding(
          .structure, .error,
          Message(
            "The sheet has \(head.count) columns; at most \(DecisionTable.greatestWidth) are read. Take it apart.",
            "表格有 \(head.count) 列；最多读取 \(DecisionTable.greatestWidth) 列。请拆分该表。"),
          element: .sheet, file: file, line: head[0].line)
      ])
      return
    }
    hitPolicy = head[0]
    if let policy = HitPolicy.chinese[hitPolicy.text.trimmingXMLSpace] { hitPolicy.text = policy.rawValue }
    var kinds: [(word: Word, index: Int)?] = [nil]
    for cell in head.dropFirst() {
      // The colon of a Chinese keyboard does too.
      let parts = cell.text.split(maxSplits: 1) { $0 == ":" || $0 == "：" }
      guard parts.count == 2, let word = Word(parts[0]), [.input, .output, .note].contains(word) else {
        if cell.text.trimmingXMLSpace.isEmpty {
          kinds.append(nil)
        } else {
          note(
            Message(
              "The head \(cell.text) does not begin with in:, out: or note:.",
              "表头 \(cell.text) 不以 输入:、输出: 或 备注: 开头。"), cell)
          kinds.append(nil)
          hasAllColumns = false
        }
        continue
      }
      let column = Column(head: Cell(parts[1].trimmingXMLSpace, line: cell.line, column: cell.column))
      switch word {
      case .input:
        kinds.append((word, inputs.count))
        inputs.append(column)
      case .output:
        kinds.append((word, outputs.count))
        outputs.append(column)
      default:
        kinds.append((word, notes.count))
        notes.append(column)
      }
    }
    if outputs.isEmpty {
      note(
        Message(
          "The head has no out: column; a decision table has at least one output.", "表头没有输出列；决策表至少有一个输出。"),
        head.first)
    }
    for row in rest {
      let surplus = row.dropFirst(kinds.count).first { !$0.text.trimmingXMLSpace.isEmpty }
      if let surplus {
        note(Message("The row has more cells than the head.", "该行的单元格比表头多。"), surplus)
      }
      let word = Word(row[0].text)
      if let word, [.type, .values, .fallback, .label].contains(word) {
        for (cell, kind) in zip(row, kinds) where !cell.text.trimmingXMLSpace.isEmpty {
          guard let kind else { continue }
          setDetail(word, of: kind, to: cell)
          if word == .fallback, kind.word != .output {
            note(Message("Only outputs have a default.", "只有输出才有默认值。"), cell)
          }
        }
      } else {
        let line = row[0].line
        var rule = Row(
          id: row[0].text.trimmingXMLSpace.isEmpty ? nil : row[0].text.trimmingXMLSpace, inputs: [], outputs: [],
          line: line)
        rule.isWhole = surplus == nil
        for (position, kind) in kinds.enumerated() where rule.isWhole {
          guard let kind else { continue }
          let cell = position < row.count ? row[position] : Cell("", line: line, column: position + 1)
          switch kind.word {
          case .input: rule.inputs.append(cell)
          case .output: rule.outputs.append(cell)
          default: rule.notes.append(cell)
          }
        }
        self.rows.append(rule)
      }
    }
    if outputs.isEmpty { try Problem.raise(findings) }
    self.findings = findings
  }

  private mutating func setDetail(_ word: Word, of kind: (word: Word, index: Int), to cell: Cell) {
    func change(_ column: inout Column) {
      switch word {
      case .type: column.type = cell
      case .values: column.values = cell
      case .fallback: column.defaultEntry = cell
      default: column.label = cell
      }
    }
    switch kind.word {
    case .input: change(&inputs[kind.index])
    case .output: change(&outputs[kind.index])
    default: change(&notes[kind.index])
    }
  }
}
