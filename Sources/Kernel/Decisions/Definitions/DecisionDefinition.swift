// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A decision of a city in one version: its tables or its model, compiled, and the document that backs it.
public struct DecisionDefinition: Sendable {
  /// How it is written.
  public enum Form: Sendable {
    /// A decision table.
    case sheet(TableSheet)
    /// A model in the standard's XML, of which one decision is meant.
    case model(xml: String)
  }

  public var code: String
  public var version: Int
  public var name: LocalizedText
  /// The document that backs it.
  public var source: String
  public var form: Form
  /// The name of the decision within its model.
  public let main: String
  public let compiled: CompiledModel

  /// The names and types of its inputs.
  public var inputs: [(name: String, type: String?)] {
    compiled.model.inputs.map { ($0.variable.name, $0.variable.typeRef) }
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - inputs: by name; one that is missing is null.
  ///   - now: the moment that `now()` and `today()` tell; without it they are null.
  /// - Throws: `Problem` of code `invalid` when a limit is passed.
  public func decide(_ inputs: [String: JSON], now: FEELDateAndTime? = nil) throws(Problem) -> DecisionUse {
    let evaluation = FEELEvaluation(limits: .default, now: now)
    let result = try compiled.decide(
      main, inputs: inputs.map { DecisionInput(name: $0.key, value: FEELValue($0.value)) }, evaluation: evaluation)
    return DecisionUse(
      decision: "\(code)@\(version)", inputs: inputs, matches: result.matches, output: result.value.json,
      warnings: result.warnings.map { "\($0)" })
  }
}
