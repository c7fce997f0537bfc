// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// The decision tables in the document of a model, as sheets. Rules and hit policies can be changed there; all else, such as
/// drawings, extensions and identifiers, stays as it is written.
public struct ModelTables: Sendable {
  /// A table as its document has it.
  public struct Table: Sendable {
    /// What it belongs to: `Approval › Score`.
    public var path: String
    /// The members of a sheet, as `DecisionDefinition.init(json:)` reads them.
    public var members: [String: JSON]
    /// From its first line to its last.
    public var lines: ClosedRange<Int>
    /// The same of each rule.
    public var ruleLines: [ClosedRange<Int>]

    var rules: [[String]] { (members["rules"]?.array ?? []).map { ($0.array ?? []).compactMap(\.string) } }
    var inputCount: Int { members["inputs"]?.array?.count ?? 0 }
    var outputCount: Int { members["outputs"]?.array?.count ?? 0 }
    var noteCount: Int { members["notes"]?.array?.count ?? 0 }
  }

  /// In the order of the document.
  public private(set) var tables: [Table] = []
  private let spans: XMLSpans
  private var elements: [XMLSpans.Element] = []

  /// - Throws: `Problem` where the text is no model.
  public init(xml: String, limits: XMLLimits = XMLLimits()) throws(Problem) {
    // Whatever the parser takes is well-formed, and only that is looked at.
    _ = try readXML(Array(xml.utf8), limits: limits)
    spans = XMLSpans(xml)
    if let root = spans.root { find(root, []) }
  }

  private mutating func find(_ element: XMLSpans.Element, _ path: [String]) {
    guard element.name != "extensionElements" else { return }
    if element.name == "decisionTable" {
      elements.append(element)
      tables.append(table(element, path))
      return
    }
    var path = path
    switch element.name {
    case "decision", "businessKnowledgeModel": path = [element["name"] ?? ""]
    case "contextEntry":
      if let name = element.child("variable")?["name"] { path.append(name) }
    case "binding":
      if let name = element.child("parameter")?["name"] { path.append(name) }
    default: break
    }
    for child in element.children { find(child, path) }
  }

  private func table(_ element: XMLSpans.Element, _ path: [String]) -> Table {
    func text(_ element: XMLSpans.Element?) -> String? { element?.child("text").map { spans.text(of: $0) } }
    func column(_ head: String, _ pairs: [(String, String?)]) -> JSON {
      var members: [String: JSON] = [:]
      for (key, value) in pairs where key == head || value?.isEmpty == false { members[key] = .string(value ?? "") }
      return .object(members)
    }
    let inputs = element.children("input").map { input -> JSON in
      let expression = input.child("inputExpression")
      return column(
        "expression",
        [
          ("expression", text(expression)?.trimmingXMLSpace), ("label", input["label"]),
          ("type", expression?["typeRef"]), ("values", text(input.child("inputValues"))),
        ])
    }
    let outputs = element.children("output").map { output in
      column(
        "name",
        [
          ("name", output["name"] ?? element["outputLabel"]), ("label", output["label"]), ("type", output["typeRef"]),
          ("values", text(output.child("outputValues"))), ("default", text(output.child("defaultOutputEntry"))),
        ])
    }
    let notes = element.children("annotation").map { JSON.string($0["name"] ?? "") }
    let rules = element.children("rule")
    let policy = HitPolicy(hitPolicy: element["hitPolicy"], aggregation: element["aggregation"]) ?? .unique
    var members: [String: JSON] = [
      "hitPolicy": .string(policy.rawValue), "inputs": .array(inputs), "outputs": .array(outputs),
      "rules": .array(
        rules.map { rule in
          .array(Self.entries(rule, notes.count).map { .string($0.flatMap { text($0) } ?? "") })
        }),
    ]
    if !notes.isEmpty { members["notes"] = .array(notes) }
    func lines(_ element: XMLSpans.Element) -> ClosedRange<Int> {
      element.line...element.line + spans.bytes[element.range].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }
    return Table(
      path: path.joined(separator: " › "), members: members, lines: lines(element), ruleLines: rules.map(lines))
  }

  /// The entries of a rule: of the inputs, the outputs, the notes; `nil` for a note that is missing.
  private static func entries(_ rule: XMLSpans.Element, _ notes: Int) -> [XMLSpans.Element?] {
    let annotations = rule.children("annotationEntry").prefix(notes)
    return rule.children("inputEntry") + rule.children("outputEntry") + annotations
      + [XMLSpans.Element?](repeating: nil, count: notes - annotations.count)
  }
}

extension ModelTables {
  /// The document with other rules and hit policies.
  ///
  /// - Parameter changes: for each table, in their order, `null` for no change, or an object with `hitPolicy` and `rules` as a
  ///   sheet has them; its other members are passed over.
  /// - Throws: `Problem` of code `invalid` by JSON Pointer below `/tables`.
  public func changed(by changes: [JSON]) throws(Problem) -> String {
    guard changes.count <= tables.count else {
      throw Problem.invalid(
        "/tables", Message("the model has \(tables.count) decision tables", "模型有 \(tables.count) 个决策表"))
    }
    var edits: [(range: Range<Int>, text: String)] = []
    for (index, change) in changes.enumerated() where change != .null {
      let (table, element) = (tables[index], elements[index])
      if let text = change["hitPolicy"]?.string, text != table.members["hitPolicy"]?.string {
        guard let policy = HitPolicy(sheetText: text) else {
          let known = HitPolicy.allCases.map(\.rawValue).joined(separator: ", ")
          throw Problem.invalid(
            "/tables/\(index)/hitPolicy", Message("a hit policy is one of \(known)", "命中策略应为以下之一：\(known)"))
        }
        edits.append((element.start, startTag(of: element, with: policy)))
      }
      guard let rows = change["rules"]?.array else { continue }
      let rules = try cells(rows, of: table, at: "/tables/\(index)/rules")
      guard rules != table.rules else { continue }
      edits += ruleEdits(rules, table, element)
    }
    var bytes = spans.bytes
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(edit.range, with: edit.text.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The cells of the changed rules, as many in each as there are columns.
  private func cells(_ rows: [JSON], of table: Table, at place: String) throws(Problem) -> [[String]] {
    let needed = table.inputCount + table.outputCount
    let width = needed + table.noteCount
    var rules: [[String]] = []
    for (index, row) in rows.enumerated() {
      let texts = row.array?.map(\.string) ?? []
      guard texts.count >= needed, texts.count <= width, !texts.contains(nil) else {
        throw Problem.invalid(
          "\(place)/\(index)",
          Message("a rule has \(width) cells, each a text", "每条规则有 \(width) 个单元格，都是文本"))
      }
      rules.append(texts.compactMap(\.self) + [String](repeating: "", count: width - texts.count))
    }
    return rules
  }

  private func ruleEdits(
    _ rules: [[String]], _ table: Table, _ element: XMLSpans.Element
  ) -> [(range: Range<Int>, text: String)] {
    let written = element.children("rule")
    let old = table.rules
    // Cells alone: what is between rules stays too.
    if rules.count == old.count, !zip(rules, old).contains(where: { $0 != $1 && old.contains($0) }) {
      return zip(zip(rules, old), written).filter { $0.0.0 != $0.0.1 }.map {
        ($0.1.range, text(of: $0.1, $0.0.1, becoming: $0.0.0, table))
      }
    }
    // Each rule is written as the one that says the same, else as the one at its place that nothing else says, else anew.
    var free = Dictionary(grouping: old.indices, by: { old[$0] }).mapValues { Array($0.reversed()) }
    var sources = rules.map { rule in free[rule]?.popLast() }
    let used = Set(sources.compactMap(\.self))
    for index in rules.indices where sources[index] == nil && old.indices.contains(index) && !used.contains(index) {
      sources[index] = index
    }
    let gap = gap(before: written.first ?? element)
    let texts = zip(rules, sources).map { rule, source in
      source.map { text(of: written[$0], old[$0], becoming: rule, table) } ?? newRule(rule, table, element, gap)
    }
    if let first = written.first, let last = written.last {
      return [(first.range.lowerBound..<last.range.upperBound, texts.joined(separator: gap))]
    }
    let end = element.content.upperBound
    return [(end..<end, texts.map { $0 + gap }.joined())]
  }

  /// A rule with other cells.
  private func text(
    of rule: XMLSpans.Element, _ old: [String], becoming new: [String], _ table: Table
  ) -> String {
    let entries = Self.entries(rule, table.noteCount)
    let last = new.lastIndex { !$0.isEmpty } ?? 0
    var edits: [(range: Range<Int>, text: String)] = []
    var missing = ""
    for index in new.indices {
      let content = XMLText.escaped(new[index])
      guard let entry = entries[index] else {
        let prefix = rule.prefix
        // Notes count from the left: one that is left out before another is written too.
        if index <= last {
          missing += "<\(prefix)annotationEntry><\(prefix)text>\(content)</\(prefix)text></\(prefix)annotationEntry>"
        }
        continue
      }
      guard new[index] != old[index] else { continue }
      let whole = "<\(entry.prefix)text>\(content)</\(entry.prefix)text>"
      if let child = entry.child("text") {
        edits.append(child.isClosedAtOnce ? (child.range, whole) : (child.content, content))
      } else {
        edits.append(
          entry.isClosedAtOnce ? (entry.range, "<\(entry.tag)>\(whole)</\(entry.tag)>") : (entry.content, whole))
      }
    }
    if !missing.isEmpty { edits.append((rule.content.upperBound..<rule.content.upperBound, missing)) }
    var bytes = Array(spans.bytes[rule.range])
    let offset = rule.range.lowerBound
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(
        edit.range.lowerBound - offset..<edit.range.upperBound - offset, with: edit.text.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func newRule(_ cells: [String], _ table: Table, _ element: XMLSpans.Element, _ gap: String) -> String {
    let prefix = element.prefix
    let kinds =
      [String](repeating: "inputEntry", count: table.inputCount)
      + [String](repeating: "outputEntry", count: table.outputCount)
      + [String](repeating: "annotationEntry", count: table.noteCount)
    let entries = zip(kinds, cells).map { kind, cell in
      "\(gap)  <\(prefix)\(kind)><\(prefix)text>\(XMLText.escaped(cell))</\(prefix)text></\(prefix)\(kind)>"
    }
    return "<\(prefix)rule>\(entries.joined())\(gap)</\(prefix)rule>"
  }

  /// The line end and the blanks before an element.
  private func gap(before element: XMLSpans.Element) -> String {
    let start = element.range.lowerBound
    let blanks = spans.bytes[..<start].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
    return "\n" + String(decoding: spans.bytes[start - blanks..<start], as: UTF8.self)
  }

  /// The start tag of a table with another hit policy.
  private func startTag(of element: XMLSpans.Element, with policy: HitPolicy) -> String {
    var bytes = Array(spans.bytes[element.start])
    let offset = element.start.lowerBound
    for attribute in element.attributes.reversed() where ["hitPolicy", "aggregation"].contains(attribute.name) {
      bytes.removeSubrange(attribute.range.lowerBound - offset..<attribute.range.upperBound - offset)
    }
    let xml = policy.xml
    let text = " hitPolicy=\"\(xml.hitPolicy)\"" + (xml.aggregation.map { " aggregation=\"\($0)\"" } ?? "")
    bytes.insert(contentsOf: text.utf8, at: 1 + element.tag.utf8.count)
    return String(decoding: bytes, as: UTF8.self)
  }
}
