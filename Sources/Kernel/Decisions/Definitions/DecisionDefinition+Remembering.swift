// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Vocabulary

extension DecisionDefinition {
  /// Decides on facts of which the decision asks for some; the use tells of all of them, so that a later version that asks for
  /// more can be tried on it.
  ///
  /// What was decided on the same values before is not worked out again: without a clock a decision depends on its inputs alone,
  /// and the matters of a city ask the same few questions over and over.
  /// - Returns: `nil` when a limit is passed.
  public func use(of facts: [String: JSON]) -> DecisionUse? {
    guard
      var use = remembered.use(of: facts, asked: { inputs.map(\.name) }, decide: { try? decide($0) })
    else { return nil }
    use.inputs = facts
    return use
  }
}

/// Uses of a decision by the values of its inputs.
final class RememberedUses: Sendable {
  private struct State {
    /// The names of the inputs, once they are known.
    var asked: [String]?
    var uses: [[JSON?]: DecisionUse] = [:]
  }

  /// Where the inputs are of many values, such as places, it begins anew now and then.
  private static let most = 2_000
  private let state = Mutex(State())

  func use(
    of facts: [String: JSON], asked: () -> [String], decide: ([String: JSON]) -> DecisionUse?
  ) -> DecisionUse? {
    let names = state.withLock { state in
      let names = state.asked ?? asked()
      state.asked = names
      return names
    }
    let values = names.map { facts[$0] }
    if let known = state.withLock({ $0.uses[values] }) { return known }
    let given = zip(names, values).compactMap { name, value in value.map { (name, $0) } }
    guard let use = decide(Dictionary(given) { first, _ in first }) else { return nil }
    state.withLock { state in
      if state.uses.count >= Self.most { state.uses = [:] }
      state.uses[values] = use
    }
    return use
  }
}
