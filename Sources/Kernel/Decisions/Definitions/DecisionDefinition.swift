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
  /// The cases that it must decide as they say.
  public var tests: [DecisionTest] = []
  /// Whether it was read from a file, so that what is said of its cells may name their lines.
  public var hasLines = true
  let remembered = RememberedUses()

  /// The names and types of its inputs.
  public var inputs: [(name: String, type: String?)] {
    compiled.model.inputs.map { ($0.variable.name, $0.variable.typeRef) }
  }

  /// Whether its form was read whole. Where it was not, its rules may say something else than is meant, so that nothing
  /// is told of what comes out.
  public var isWhole: Bool {
    if case .sheet = form { compiled.model.findings.isEmpty } else { true }
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - inputs: by name, also values of decisions on the way; one that is missing is null, or worked out. JSON knows
  ///     no dates and durations: where the declared type is one of these, a text is read as one.
  ///   - now: the moment that `now()` and `today()` tell; without it they are null.
  /// - Throws: `Problem` of code `invalid` when a limit is passed.
  public func decide(_ inputs: [String: JSON], now: FEELDateAndTime? = nil) throws(Problem) -> DecisionUse {
    try decide(inputs, in: FEELEvaluation(limits: compiled.limits.feel, now: now))
  }

  /// Decides within a run that others share: its limits bound all of them together.
  public func decide(_ inputs: [String: JSON], in evaluation: FEELEvaluation) throws(Problem) -> DecisionUse {
    let types = Dictionary(self.inputs.map { ($0.name, $0.type) }) { first, _ in first }
    let result = try compiled.decide(
      main,
      inputs: inputs.map { name, value in
        let type = types[name] ?? compiled.model.decisions.first { $0.variable.name == name }?.variable.typeRef
        return DecisionInput(name: name, value: FEELValue(value, type: type))
      }, evaluation: evaluation)
    return DecisionUse(
      decision: "\(code)@\(version)", inputs: inputs, matches: result.matches, output: result.value.json,
      warnings: result.warnings.map { $0.whole(namingLines: hasLines) }.counted)
  }
}
