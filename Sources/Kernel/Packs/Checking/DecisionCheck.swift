// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Matters
public import Vocabulary

/// What there is to say of the content of a decision, or of a threshold rule, before a city uses it.
public struct DecisionCheck: Sendable {
  /// One thing, with its place.
  public struct Finding: Sendable, Hashable {
    public var severity: DecisionFinding.Severity
    public var kind: DecisionFinding.Kind
    public var messages: Message
    /// The same in English.
    public var message: String { messages.english }
    /// JSON Pointer (RFC 6901) into the content; empty where it is about the whole.
    public var pointer: String
    /// The rule of a table, counted from 1.
    public var rule: Int?
    /// The column of a table, counted from 1: the inputs, the outputs, the notes.
    public var column: Int?
    /// The decision table of a model, counted from 1 in the order of the document.
    public var table: Int?
    /// The line in a model's XML.
    public var line: Int?
    /// Of test cases that were not run: how many, from the one that `pointer` names on.
    public var unrun: Int?
  }

  public internal(set) var findings: [Finding] = []
  /// `nil` where the content has no form that can be read, and for a rule.
  public internal(set) var definition: DecisionDefinition?
  /// `nil` where the content has no form that can be read, and for another decision.
  public internal(set) var rule: ThresholdRule?

  /// Whether a city may use it: none of the findings is an error.
  public var isSound: Bool {
    (definition != nil || rule != nil) && findings.allSatisfy { $0.severity != .error }
  }

  init(_ content: JSON, kind: DecisionVersion.Kind, pack: Pack) {
    switch kind {
    case .decision: self.init(content, pack: pack)
    case .rule: self.init(rule: content, pack: pack)
    }
  }

  /// Reads and checks a threshold rule by itself and against a pack.
  private init(rule content: JSON, pack: Pack) {
    do throws(Problem) {
      let rule = try ThresholdRule(json: content, limits: pack.limits.thresholds)
      self.rule = rule
      for fault in RuleCheck.faults(of: rule, known: KnownCodes(pack), pack: pack) {
        findings.append(
          Finding(severity: fault.severity, kind: .use, messages: fault.detail, pointer: fault.pointer))
      }
    } catch {
      refuse(error)
    }
  }

  /// Reads and checks a content by itself and against a pack.
  ///
  /// - Parameter content: as `DecisionDefinition.init(json:)` reads it, with its code.
  private init(_ content: JSON, pack: Pack) {
    // Each place gets a number that stands where a file has its line.
    var pointers: [String] = []
    do throws(Problem) {
      var definition = try DecisionDefinition(
        json: content,
        line: {
          pointers.append($0)
          return pointers.count
        }, limits: pack.limits, analysed: true)
      // Those numbers are no lines that its author sees.
      if case .sheet = definition.form { definition.hasLines = false }
      self.definition = definition
      let places = SheetPlaces(definition.form, pointers, pack.limits.xml)
      findings = definition.compiled.findings.map(places.finding)
      // The test cases and the types of matter share what one evaluation may use, however many of them there are.
      let run = FEELEvaluation(limits: pack.limits.feel)
      for failed in definition.failedTests(within: run) {
        add(.test, failed.detail, at: "/tests/\(failed.index)", unrun: failed.unrun > 0 ? failed.unrun : nil)
      }
      let known = KnownCodes(pack)
      let faults =
        RouteCheck.faults(definition, known: known, types: pack.matterTypes)
        + LimitCheck.faults(definition, known: known, types: pack.matterTypes)
      for fault in faults {
        findings.append(
          places.finding(
            DecisionFinding(
              .use, .error, fault.detail, element: Message(same: ""), line: fault.cell?.line ?? 0,
              column: fault.cell?.column ?? 0),
            pointer: fault.pointer))
      }
      if let detail = MatterTableCheck.tooLong(definition, pack.matterTypes, within: run) {
        add(.use, detail, at: "/rules")
        return
      }
      for type in pack.matterTypes {
        let open =
          [RouteCheck.openDispatch(of: type, by: definition)].compactMap(\.self)
          + LimitCheck.openLimits(of: type, by: definition, known: known)
          .map { $0.at(Message(same: type.code)) }
        for detail in open { add(.use, detail, at: "/rules") }
      }
    } catch {
      refuse(error)
    }
  }

  /// Tells why a content has no form that can be read.
  private mutating func refuse(_ problem: Problem) {
    for field in problem.errors { add(.structure, Message(field), at: field.pointer) }
    if problem.errors.isEmpty { add(.structure, problem.message, at: "") }
  }

  private mutating func add(
    _ kind: DecisionFinding.Kind, _ message: Message, at pointer: String, unrun: Int? = nil
  ) {
    var finding = Finding(severity: .error, kind: kind, messages: message, pointer: pointer)
    finding.unrun = unrun
    findings.append(finding)
  }

  /// The same in the shape of a refusal.
  public var problem: Problem {
    let errors = findings.filter { $0.severity == .error }
    let first =
      errors.first.map { $0.kind == .structure ? $0.messages.at(Message(same: $0.pointer)) : $0.messages }
      ?? Message("it cannot be read", "无法读取")
    let more =
      errors.count > 1
      ? Message(" (and \(errors.count - 1) more)", "（另有 \(errors.count - 1) 处）") : Message(same: "")
    return Problem(
      .invalid, "The decision cannot be used: \(first.english)\(more.english)",
      "该决策不能使用：\(first.chinese)\(more.chinese)",
      errors: errors.map {
        Problem.FieldError(pointer: $0.pointer, detail: $0.message, details: $0.messages.localized)
      },
      members: ["findings": .array(findings.map(\.json))])
  }
}

extension DecisionCheck.Finding {
  public var json: JSON {
    var members: [String: JSON] = [
      "severity": .string(severity.rawValue), "kind": .string(kind.rawValue), "message": .string(message),
      "messages": messages.json, "pointer": .string(pointer),
    ]
    members["rule"] = rule.map { .integer(Int64($0)) }
    members["column"] = column.map { .integer(Int64($0)) }
    members["table"] = table.map { .integer(Int64($0)) }
    members["line"] = line.map { .integer(Int64($0)) }
    members["unrun"] = unrun.map { .integer(Int64($0)) }
    return .object(members)
  }
}

/// Finds the places of findings in a content.
private struct SheetPlaces {
  let isSheet: Bool
  let pointers: [String]
  /// How many inputs there are before the outputs.
  let inputs: Int
  /// Of a model.
  var tables: [ModelTables.Table] = []

  init(_ form: DecisionDefinition.Form, _ pointers: [String], _ limits: XMLLimits) {
    self.pointers = pointers
    if case .sheet(let sheet) = form {
      isSheet = true
      inputs = sheet.inputs.count
    } else {
      isSheet = false
      inputs = 0
      if case .model(let xml) = form {
        tables = ((try? ModelTables(xml: xml, limits: limits))?.tables ?? [])
      }
    }
  }

  func finding(_ found: DecisionFinding) -> DecisionCheck.Finding { finding(found, pointer: "") }

  func finding(_ found: DecisionFinding, pointer fallback: String) -> DecisionCheck.Finding {
    var finding = DecisionCheck.Finding(
      severity: found.isFault ? .error : found.severity, kind: found.kind, messages: found.messages.at(found.place),
      pointer: fallback, rule: found.rule)
    guard isSheet else {
      if found.line > 0 { finding.line = found.line }
      if let index = tables.firstIndex(where: { $0.lines.contains(found.line) }) {
        finding.table = index + 1
        let rules = tables[index].ruleLines.indices.filter { tables[index].ruleLines[$0].contains(found.line) }
        // Where several rules stand on one line, it does not tell which is meant.
        if finding.rule == nil, rules.count == 1 { finding.rule = rules[0] + 1 }
        if found.column > 0 { finding.column = found.column }
      }
      if fallback.isEmpty { finding.pointer = "/dmn" }
      return finding
    }
    guard pointers.indices.contains(found.line - 1) else { return finding }
    let pointer = pointers[found.line - 1]
    // The name of the table stands for the whole.
    if pointer == "/code" { return finding }
    finding.pointer = pointer
    let parts = pointer.split(separator: "/")
    switch parts.first {
    case "rules":
      if parts.count > 1 { finding.rule = Int(parts[1]).map { $0 + 1 } }
      if parts.count > 2 { finding.column = Int(parts[2]).map { $0 + 1 } }
    case "inputs" where parts.count > 1: finding.column = Int(parts[1]).map { $0 + 1 }
    case "outputs" where parts.count > 1: finding.column = Int(parts[1]).map { $0 + 1 + inputs }
    default: break
    }
    return finding
  }
}
