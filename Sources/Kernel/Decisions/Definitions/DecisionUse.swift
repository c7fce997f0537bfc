// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// One use of a decision, as it is written down beside the act it served: enough to say why, and to decide again.
public struct DecisionUse: Sendable, Hashable {
  /// The decision and its version: `duty-list@3`.
  public var decision: String
  /// The values of its inputs, by name.
  public var inputs: [String: JSON]
  /// The tables that were looked into, with the rules that fitted.
  public var matches: [DecisionResult.Match]
  /// What came out.
  public var output: JSON
  /// Why something in it became null, each reason once.
  public var warnings: [Message]

  public init(
    decision: String, inputs: [String: JSON], matches: [DecisionResult.Match], output: JSON, warnings: [Message] = []
  ) {
    self.decision = decision
    self.inputs = inputs
    self.matches = matches
    self.output = output
    self.warnings = warnings
  }

  /// The code of the decision, without its version.
  public var code: String { String(decision.prefix { $0 != "@" }) }

  /// The decision, its version and the rules that fitted in its last table: `duty-list@3#2`; `#0` for its defaults.
  public var name: String {
    guard let last = matches.last else { return decision }
    return decision + "#" + (last.isDefault ? "0" : last.rules.map(String.init).joined(separator: "+"))
  }
}

extension DecisionUse {
  public var json: JSON {
    var members: [String: JSON] = [
      "decision": .string(decision), "inputs": .object(inputs), "output": output,
      "matches": .array(
        matches.map { match in
          var members: [String: JSON] = [
            "table": .string(match.element), "rules": .array(match.rules.map { .integer(Int64($0)) }),
          ]
          if match.isDefault { members["default"] = true }
          return .object(members)
        }),
    ]
    if !warnings.isEmpty { members["warnings"] = .array(warnings.map(\.json)) }
    return .object(members)
  }

  /// Writes what `json` is, member by member: every matter's first event carries some.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("decision", decision)
    writer.key("inputs")
    writer.value(.object(inputs))
    writer.key("matches")
    writer.beginArray()
    for match in matches {
      writer.beginObject()
      if match.isDefault { writer.member("default", true) }
      writer.key("rules")
      writer.beginArray()
      for rule in match.rules { writer.integer(rule) }
      writer.endArray()
      writer.member("table", match.element)
      writer.endObject()
    }
    writer.endArray()
    writer.key("output")
    writer.value(output)
    if !warnings.isEmpty {
      writer.key("warnings")
      writer.value(.array(warnings.map(\.json)))
    }
    writer.endObject()
  }

  /// Reads what `json` wrote; `nil` when it is something else.
  public init?(json: JSON) {
    guard let decision = json["decision"]?.string, let inputs = json["inputs"]?.object, let output = json["output"]
    else { return nil }
    self.init(
      decision: decision, inputs: inputs,
      matches: (json["matches"]?.array ?? []).compactMap { match in
        guard let table = match["table"]?.string else { return nil }
        return DecisionResult.Match(
          element: table, rules: (match["rules"]?.array ?? []).compactMap { $0.integer.map { Int($0) } },
          isDefault: match["default"]?.bool ?? false)
      }, output: output, warnings: (json["warnings"]?.array ?? []).compactMap { Message(json: $0) })
  }
}
