// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Says what is wrong with the rules of a table as a whole: gaps, overlaps, rules that never count.
struct TableAnalysis {
  let table: DecisionTable
  let columns: [AnalysisColumn]
  /// For each rule its place in the order of priority, the highest first; `nil` where it is not known beforehand.
  let priorities: [[Int]?]
  /// Whether two rules have the same outputs, as far as their texts tell.
  let sameOutputs: (Int, Int) -> Bool
  let limits: TableLimits
  let element: Message
  let file: String
  private(set) var findings: [DecisionFinding] = []

  init(
    table: DecisionTable, columns: [AnalysisColumn], priorities: [[Int]?], limits: TableLimits, element: Message,
    file: String, sameOutputs: @escaping (Int, Int) -> Bool
  ) {
    self.table = table
    self.columns = columns
    self.priorities = priorities
    self.sameOutputs = sameOutputs
    var absent = RuleSet(count: table.rules.count)
    for (rule, row) in table.rules.enumerated() where !row.isWhole { absent[rule] = true }
    self.absent = absent
    self.limits = limits
    self.element = element
    self.file = file
  }

  private static let greatestNumberOfColumns = 100

  private var rules: Int { table.rules.count }

  /// The rules whose cells are not known. What is told of the others is told as if these were not there.
  private let absent: RuleSet

  /// The steps it takes to compare each rule with all others.
  private var comparing: Int { rules * columns.count * (rules / 1024 + 1) }

  mutating func run() {
    var empty = noteEmptyRules()
    empty.formUnion(absent)
    noteUnknownCells()
    // Searching goes one call deeper with each column.
    guard columns.count <= Self.greatestNumberOfColumns, comparing <= limits.steps else {
      add(
        .undecided, .note,
        Message(
          "The table is too large to look for gaps and overlaps within \(limits.steps) steps.",
          "表太大，无法在 \(limits.steps) 步内查完缺口和重叠。"))
      return
    }
    noteGaps()
    if table.hitPolicy == .unique || table.hitPolicy == .any { noteOverlaps(without: empty) }
    if table.hitPolicy == .first || table.hitPolicy == .priority { noteHiddenRules(without: empty) }
  }

  private mutating func add(
    _ kind: DecisionFinding.Kind, _ severity: DecisionFinding.Severity, _ message: Message, rule: Int? = nil
  ) {
    let place = rule.map { table.rules[$0] }
    findings.append(
      DecisionFinding(
        kind, severity, message, element: element.part(rule.map { .rule($0 + 1) }), file: file,
        line: place?.line ?? table.outputs.first?.line ?? 0, column: place?.column ?? 0,
        rule: rule.map { $0 + 1 }))
  }

  /// The rules that fit no value that may occur in some column.
  private mutating func noteEmptyRules() -> RuleSet {
    var empty = RuleSet(count: rules)
    for rule in 0..<rules {
      guard let number = columns.firstIndex(where: { !$0.unknown[rule] && $0.reach(of: rule).isEmpty }) else {
        continue
      }
      empty[rule] = true
      let cell = table.rules[rule].inputs[number]
      findings.append(
        DecisionFinding(
          .unreachable, .error,
          Message(
            "No value of \(columns[number].name) that may occur fits \(cell.text.trimmingXMLSpace); the rule never counts.",
            "\(columns[number].name) 可能的取值都不符合 \(cell.text.trimmingXMLSpace)；该规则永远不起作用。"),
          element: element.part(.rule(rule + 1)).part(.input(number + 1)), file: file, line: cell.line,
          column: cell.column, rule: rule + 1))
    }
    return empty
  }

  private mutating func noteUnknownCells() {
    let count = columns.reduce(0) { sum, column in
      var unknown = column.unknown
      unknown.subtract(absent)
      return sum + unknown.count
    }
    guard count > 0 else { return }
    add(
      .undecided, .note,
      Message(
        "\(count == 1 ? "1 input cell has" : "\(count) input cells have") to be evaluated to know what fits; gaps and overlaps "
          + "that depend on that are not told.",
        "有 \(count) 个输入单元格要经求值才知道符合哪些取值；与它们有关的缺口和重叠不予提示。"))
  }

  private mutating func noteGaps() {
    guard table.outputs.allSatisfy({ $0.defaultEntry == nil }), !table.hitPolicy.isCount, !columns.isEmpty else {
      return
    }
    var search = TableCoverage(columns: columns, rules: rules, steps: limits.steps, wanted: limits.findings)
    var present = RuleSet(allOf: rules)
    present.subtract(absent)
    search.search(present, within: columns.map(\.domain))
    for gap in search.gaps {
      let values = text(gap)
      add(.gap, .warning, Message("No rule fits where \(values.english).", "没有规则适用于这些取值（\(values.chinese)）。"))
    }
    if search.gaps.count == limits.findings {
      add(
        .gap, .note,
        Message(
          "There may be more gaps; the first \(limits.findings) are listed.", "可能还有别的缺口；这里列出前 \(limits.findings) 个。"))
    } else if !search.isComplete {
      add(
        .undecided, .note,
        Message(
          "The table is too large to look for every gap within \(limits.steps) steps.",
          "表太大，无法在 \(limits.steps) 步内查出所有缺口。"))
    }
  }

  private func text(_ box: [[ClosedRange<Int>]]) -> Message {
    let parts = zip(columns, box).filter { $0.0.domain != $0.1 }.map { (name: $0.0.name, values: $0.0.text($0.1)) }
    guard !parts.isEmpty else { return Message("the inputs have any values", "输入：任意取值") }
    return Message(
      parts.map { "\($0.name) is \($0.values.english)" }.joined(separator: " and "),
      parts.map { "\($0.name)：\($0.values.chinese)" }.joined(separator: "；"))
  }

  /// The rules that certainly fit some values together with `rule`.
  private func overlapping(_ rule: Int) -> RuleSet {
    var result = RuleSet(allOf: rules)
    for column in columns {
      if column.unknown[rule] { return RuleSet(count: rules) }
      var touching = RuleSet(count: rules)
      for range in column.reach(of: rule) {
        touching.formUnion(column.index?.rules(touching: range) ?? RuleSet(allOf: rules))
      }
      touching.subtract(column.unknown)
      result.formIntersection(touching)
    }
    return result
  }

  private mutating func noteOverlaps(without empty: RuleSet) {
    var count = 0
    for rule in 0..<rules where !empty[rule] {
      overlapping(rule).forEach { other in
        guard other > rule, !empty[other] else { return true }
        if table.hitPolicy == .any, sameOutputs(rule, other) { return true }
        count += 1
        if count <= limits.findings {
          let shared = columns.map { column in
            column.reach(of: rule).flatMap { left in
              column.reach(of: other).compactMap { left.overlaps($0) ? left.clamped(to: $0) : nil }
            }
          }
          let values = text(shared)
          let why =
            table.hitPolicy == .any
            ? Message("but have different outputs", "但输出不同") : Message("but only one may", "但只允许一条适用")
          add(
            .overlap, .error,
            Message(
              "Rules \(rule + 1) and \(other + 1) both fit where \(values.english), \(why.english).",
              "规则 \(rule + 1) 和规则 \(other + 1) 同时适用（\(values.chinese)），\(why.chinese)。"), rule: other)
        }
        return true
      }
    }
    if count > limits.findings {
      add(
        .overlap, .note,
        Message(
          "There are \(count) overlaps; \(limits.findings) are listed.", "共有 \(count) 处重叠；这里列出 \(limits.findings) 处。"))
    }
  }

  /// Rules whose every case goes to rules before them, or of higher priority.
  private mutating func noteHiddenRules(without empty: RuleSet) {
    var search = TableCoverage(columns: columns, rules: rules, steps: limits.steps, wanted: 1)
    for rule in 0..<rules where !empty[rule] && columns.allSatisfy({ !$0.unknown[rule] }) {
      var others = overlapping(rule)
      others.subtract(absent)
      for other in others.rules where !goes(other, before: rule) { others[other] = false }
      guard !others.isEmpty else { continue }
      var one = TableCoverage(columns: columns, rules: rules, steps: search.steps, wanted: 1)
      one.search(others, within: columns.map { $0.reach(of: rule) })
      search.steps = one.steps
      guard one.isComplete else {
        add(
          .undecided, .note,
          Message("The table is too large to look for every rule that never counts.", "表太大，无法查出所有不可达的规则。"))
        return
      }
      guard one.gaps.isEmpty else { continue }
      let first = others.rules.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
      let why =
        table.hitPolicy == .first
        ? Message("rules before it", "排在前面的规则") : Message("rules of higher priority", "优先级更高的规则")
      add(
        .unreachable, .warning,
        Message(
          "The rule never counts: \(why.english) (\(first)) fit wherever it fits.",
          "该规则不可达：凡它适用之处，\(why.chinese)（\(first)）已经适用。"), rule: rule)
    }
  }

  private func goes(_ other: Int, before rule: Int) -> Bool {
    if table.hitPolicy == .first { return other < rule }
    guard let mine = priorities[rule], let theirs = priorities[other] else { return false }
    return theirs.lexicographicallyPrecedes(mine) || (theirs == mine && other < rule)
  }
}

extension HitPolicy {
  /// Whether nothing found is an answer too, so that gaps are no mistake.
  var isCount: Bool {
    switch self {
    case .collect, .collectCount, .collectSum, .ruleOrder, .outputOrder: true
    default: false
    }
  }
}
