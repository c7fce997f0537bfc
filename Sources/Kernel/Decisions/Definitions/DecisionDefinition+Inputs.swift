// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension DecisionDefinition {
  /// Names among those of given values that the decision does not take, with what there is to say of them. A value
  /// under a misspelt name would count as missing, and what comes out would be of another case than was meant.
  ///
  /// Taken are the inputs of the model and of those that it imports, and the decisions that are asked on the way, whose
  /// values are then not worked out.
  public func unknownInputs(among inputs: [String: JSON]) -> [(name: String, detail: Message)] {
    unknownInputs(among: inputs, known: compiled.inputNames(of: main))
  }

  /// The same, where `known` is what the decision takes.
  func unknownInputs(among inputs: [String: JSON], known: Set<String>) -> [(name: String, detail: Message)] {
    let unknown = inputs.keys.filter { !known.contains($0) }.sorted()
    guard !unknown.isEmpty else { return [] }
    let names = known.sorted()
    let has =
      names.isEmpty
      ? Message("it has none", "它没有任何输入")
      : Message("it has \(names.joined(separator: ", "))", "它的输入是 \(names.joined(separator: "、"))")
    return unknown.map { name in
      let detail = Message(
        "the decision has no input \(name); \(has.english)", "该决策没有输入 \(name)；\(has.chinese)")
      return (name, detail)
    }
  }

  /// Refuses values under names that the decision does not take.
  /// - Parameter pointer: where the values stand.
  /// - Throws: `Problem` of code `invalid` that names each of them, up to a hundred, and what the decision takes.
  public func refuseUnknown(_ inputs: [String: JSON], at pointer: String) throws(Problem) {
    var reader = JSONReader()
    for (name, detail) in unknownInputs(among: inputs).prefix(100) {
      reader.report(pointer.pointing(to: name), detail)
    }
    try reader.finish()
  }
}
