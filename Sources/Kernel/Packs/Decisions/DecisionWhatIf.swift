// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Vocabulary

/// What would have been different in a span of time if another version had counted.
public struct DecisionWhatIf: Sendable {
  /// Uses that came out as `from` and would have come out as `to`.
  public struct Change: Sendable, Hashable {
    public var from: JSON
    public var to: JSON
    public var count: Int

    public init(from: JSON, to: JSON, count: Int) {
      self.from = from
      self.to = to
      self.count = count
    }
  }

  /// A use that would have come out otherwise.
  public struct Difference: Sendable {
    public var event: Event
    /// Which of the uses of the event, counted from 0.
    public var use: Int
    /// What was used, and the rules that fitted: `duty-list@3#2`.
    public var was: String
    /// The rules of the other version that fit.
    public var rules: [Int]
    public var from: JSON
    public var to: JSON
  }

  public internal(set) var same = 0
  public internal(set) var different = 0
  /// The most frequent first; those that come out alike in the order of their texts.
  public internal(set) var changes: [Change] = []
  /// The newest uses that would have come out otherwise.
  public internal(set) var differences: [Difference] = []
  /// Inputs that the other version asks for, with the number of uses that did not write them down: it was told null.
  public internal(set) var unrecorded: [String: Int] = [:]
  /// The oldest use looked at, where the limit was reached before all were.
  public internal(set) var oldest: Instant?

  public var uses: Int { same + different }
  public var isComplete: Bool { oldest == nil }
}

/// Counts uses as they come.
struct WhatIfCount {
  private(set) var result = DecisionWhatIf()
  private var counts: [DecisionWhatIf.Change: Int] = [:]
  let examples: Int
  /// Kinds of changes that are told apart; more are lumped together as a change to something else.
  static let mostChanges = 1000

  init(examples: Int) { self.examples = examples }

  mutating func add(_ difference: DecisionWhatIf.Difference, isSame: Bool) {
    if isSame {
      result.same += 1
      return
    }
    result.different += 1
    if result.differences.count < examples { result.differences.append(difference) }
    let change = DecisionWhatIf.Change(from: difference.from, to: difference.to, count: 0)
    if counts[change] != nil || counts.count < Self.mostChanges { counts[change, default: 0] += 1 }
  }

  mutating func note(unrecorded input: String) { result.unrecorded[input, default: 0] += 1 }

  /// - Parameter oldest: where the count stopped before its end.
  func finished(oldest: Instant?) -> DecisionWhatIf {
    var result = result
    result.oldest = oldest
    result.changes = counts.map { change, count in
      DecisionWhatIf.Change(from: change.from, to: change.to, count: count)
    }.sorted {
      ($1.count, $0.from.text, $0.to.text) < ($0.count, $1.from.text, $1.to.text)
    }
    return result
  }
}
