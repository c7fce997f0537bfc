// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Synchronization

/// The threshold rules of a city in the versions that count now. What watches readings asks it before it looks at some.
///
/// Safe from any thread.
public final class RulesInForce: Sendable {
  private struct State {
    var rules: [ThresholdRule]
    var revision = 0
  }

  private let state: Mutex<State>

  /// - Parameter rules: those that count at the beginning.
  public init(_ rules: [ThresholdRule]) { state = Mutex(State(rules: rules)) }

  /// All of them.
  public var all: [ThresholdRule] { state.withLock { $0.rules } }

  /// Another number after each change, so that what was made of the rules is made anew.
  public var revision: Int { state.withLock { $0.revision } }

  /// The rules with the number of their last change.
  public var current: (rules: [ThresholdRule], revision: Int) { state.withLock { ($0.rules, $0.revision) } }

  /// Puts other versions in the place of those of the same code; a rule that the pack does not have is passed over.
  func replace(_ changed: [ThresholdRule]) {
    let changed = Dictionary(changed.map { ($0.code, $0) }) { _, last in last }
    state.withLock { state in
      state.rules = state.rules.map { changed[$0.code] ?? $0 }
      state.revision += 1
    }
  }
}
