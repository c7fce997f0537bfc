// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension DecisionModel {
  /// Reads a `.dmn` document of DMN 1.2 to 1.5.
  ///
  /// Elements of other namespaces (extensions, diagrams) are passed over.
  /// - Parameters:
  ///   - xml: the document in UTF-8, or UTF-16 with a byte-order mark.
  ///   - file: its name, for messages.
  /// - Throws: `Problem` of code `invalid` with every structural error, each with line and element, or `tooLarge`.
  public init(xml: [UInt8], file: String = "", limits: XMLLimits = XMLLimits()) throws(Problem) {
    let root: XMLNode
    do {
      root = try readXML(xml, limits: limits)
    } catch {
      throw Problem(error.code, error.message.at(Message(same: file)))
    }
    guard root.name == "definitions", let version = DMNVersion(rawValue: root.namespace) else {
      let known = DMNVersion.allCases.map(\.rawValue).joined(separator: ", ")
      let said = Message(
        "the root is \(root.name) of namespace \"\(root.namespace)\"; a DMN model has definitions of one of \(known).",
        "根元素是命名空间“\(root.namespace)”的 \(root.name)；DMN 模型的根元素是 definitions，命名空间为以下之一：\(known)。")
      throw Problem(.invalid, said.at(line: root.line).at(Message(same: file)))
    }
    var reader = DMNReader(file: file)
    self = reader.model(root, version: version)
    findings = reader.findings
    try Problem.raise(findings.filter { $0.severity == .error })
  }
}

extension Problem {
  /// One problem for all findings; nothing for none.
  static func raise(_ findings: [DecisionFinding]) throws(Problem) {
    if let first = findings.first { throw of(first, findings.dropFirst()) }
  }

  /// One problem for a finding and those behind it.
  static func of(_ first: DecisionFinding, _ rest: ArraySlice<DecisionFinding> = []) -> Problem {
    let more = rest.isEmpty ? Message(same: "") : Message(" (and \(rest.count) more)", "（另有 \(rest.count) 处）")
    let whole = Message("\(first)\(more.english)", first.whole.chinese + more.chinese)
    let errors = ([first] + rest).prefix(200).map { finding in
      FieldError(
        pointer: finding.line > 0 ? "\(finding.file):\(finding.line)" : finding.file, "\(finding)",
        finding.whole.chinese)
    }
    return Problem(.invalid, whole, errors: errors)
  }
}

/// Turns elements into the parts of a model; notes what is wrong and goes on.
struct DMNReader {
  let file: String
  var findings: [DecisionFinding] = []
  /// The path of named elements from the root to the one being read.
  var path: [Message] = []

  init(file: String) {
    self.file = file
  }

  mutating func note(
    _ kind: DecisionFinding.Kind, _ message: Message, severity: DecisionFinding.Severity = .error, at node: XMLNode
  ) {
    findings.append(
      DecisionFinding(
        kind, severity, message, element: place(node), file: file, line: node.line))
  }

  private func place(_ node: XMLNode) -> Message {
    path.first.map { path.dropFirst().reduce($0) { $0.part($1) }.part(Message(same: node.name)) }
      ?? Message(same: node.name)
  }

  /// Runs `body` with one more step in the path.
  mutating func inside<Result>(_ step: Message, _ body: (inout Self) -> Result) -> Result {
    path.append(step)
    defer { path.removeLast() }
    return body(&self)
  }

  mutating func required(_ name: String, of node: XMLNode) -> String {
    guard let value = node.attributes[name] else {
      note(.structure, Message("The attribute \(name) is missing.", "缺少属性 \(name)。"), at: node)
      return ""
    }
    return value
  }

  func description(_ node: XMLNode) -> String? {
    node.child("description").map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
  }

  func typeRef(_ node: XMLNode) -> String? {
    node.attributes["typeRef"].map(\.trimmingXMLSpace).flatMap { $0.isEmpty ? nil : $0 }
  }

  mutating func informationItem(_ node: XMLNode) -> InformationItem {
    InformationItem(name: required("name", of: node), typeRef: typeRef(node), line: node.line)
  }

  /// - Parameter column: of a decision table, counted from 1.
  func cell(_ node: XMLNode, column: Int = 0) -> Cell {
    let text = node.child("text")
    return Cell(text?.text ?? "", line: text?.line ?? node.line, column: column)
  }

  /// The cell of an optional element; an empty one counts as absent.
  func optionalCell(_ node: XMLNode?, column: Int = 0) -> Cell? {
    guard let node else { return nil }
    let cell = cell(node, column: column)
    return cell.text.trimmingXMLSpace.isEmpty ? nil : cell
  }
}
