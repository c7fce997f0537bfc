// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
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
    /// Null also where the version passes a limit.
    public var to: JSON
    /// The limit that the version passes on it.
    public var failure: Message?
  }

  /// Why not every use in the span was looked at.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// There were more uses than one what-if looks at.
    case limit
    /// The version passed a limit in several of them.
    case failures
    /// All uses together took more steps than one what-if may.
    case steps
  }

  public internal(set) var same = 0
  public internal(set) var different = 0
  /// Uses in which the version passes a limit and decides nothing: neither the same nor otherwise.
  public internal(set) var failures = 0
  /// The limit that it passed first.
  public internal(set) var failure: Message?
  /// The most frequent first; those that come out alike in the order of their texts.
  public internal(set) var changes: [Change] = []
  /// The newest uses that would have come out otherwise.
  public internal(set) var differences: [Difference] = []
  /// Inputs that the other version asks for, with the number of uses that did not write them down: it was told null.
  public internal(set) var unrecorded: [String: Int] = [:]
  /// The oldest use looked at, where not all were.
  public internal(set) var oldest: Instant?
  /// Why not all were; `nil` where they were.
  public internal(set) var ending: Ending?
  /// How many older ones were not looked at.
  public internal(set) var left = 0

  /// How many were looked at.
  public var uses: Int { same + different + failures }
  public var isComplete: Bool { ending == nil }
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
    if result.differences.count < examples { result.differences.append(difference) }
    if let failure = difference.failure {
      result.failures += 1
      result.failure = result.failure ?? failure
      return
    }
    result.different += 1
    let change = DecisionWhatIf.Change(from: difference.from, to: difference.to, count: 0)
    if counts[change] != nil || counts.count < Self.mostChanges { counts[change, default: 0] += 1 }
  }

  mutating func note(unrecorded input: String) { result.unrecorded[input, default: 0] += 1 }

  /// - Parameters:
  ///   - ending: why it stopped before its end.
  ///   - oldest: where it did.
  ///   - left: how many uses there are behind it.
  func finished(_ ending: DecisionWhatIf.Ending? = nil, oldest: Instant? = nil, left: Int = 0) -> DecisionWhatIf {
    var result = result
    result.ending = ending
    result.oldest = oldest
    result.left = left
    result.changes = counts.map { change, count in
      DecisionWhatIf.Change(from: change.from, to: change.to, count: count)
    }.sorted {
      ($1.count, $0.from.text, $0.to.text) < ($0.count, $1.from.text, $1.to.text)
    }
    return result
  }
}
