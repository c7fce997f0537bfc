// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Vocabulary

/// Compares, of one series, the warnings that there were with those that there would have been, which come one after the other.
struct WhatIfComparison {
  typealias Episode = ThresholdWhatIf.Episode

  /// The oldest first; no two are on at the same time.
  private let stored: [Episode]
  /// The first stored one that is not known to be gone or kept.
  private var next = 0
  /// Whether the stored one at `next` has found its like already.
  private var isKept = false

  init(_ stored: [Episode]) { self.stored = stored.sorted { $0.raised < $1.raised } }

  /// Takes a warning that there would have been, in the order of time.
  mutating func take(_ episode: Episode, into result: inout ThresholdWhatIf, examples: Int) {
    result.would.add(episode)
    while next < stored.count, stored[next].isBefore(episode) { settle(into: &result, examples: examples) }
    guard next < stored.count, stored[next].overlaps(episode) else {
      result.added += 1
      result.addedExamples.keep(episode, newest: examples)
      return
    }
    // It may be the like of several; the last of them may have more likes than this one.
    isKept = true
    while next + 1 < stored.count, stored[next + 1].overlaps(episode) {
      settle(into: &result, examples: examples)
      isKept = true
    }
  }

  /// Ends the comparison.
  /// - Parameters:
  ///   - last: the warning that would be on at the end.
  ///   - isToday: whether the end is now.
  mutating func finish(_ last: Episode?, isToday: Bool, into result: inout ThresholdWhatIf, examples: Int) {
    while next < stored.count { settle(into: &result, examples: examples) }
    guard isToday else { return }
    var today = result.today ?? ThresholdWhatIf.Today()
    switch (stored.last { $0.ended == nil }, last) {
    case (nil, nil): break
    case (let old?, nil):
      today.gone += 1
      result.goneToday.keep(old, newest: examples)
    case (nil, _?): today.added += 1
    case (let old?, let new?):
      if old.level == new.level { today.same += 1 } else { today.otherLevel += 1 }
    }
    result.today = today
  }

  private mutating func settle(into result: inout ThresholdWhatIf, examples: Int) {
    let episode = stored[next]
    result.did.add(episode)
    if isKept {
      result.kept += 1
    } else {
      result.gone += 1
      result.goneExamples.keep(episode, newest: examples)
    }
    next += 1
    isKept = false
  }
}

extension ThresholdWhatIf.Episode {
  fileprivate func isBefore(_ other: Self) -> Bool { ended.map { $0 < other.raised } ?? false }
}

extension [ThresholdWhatIf.Episode] {
  /// Adds one and keeps the newest; they are in order only after `sortNewestFirst`.
  fileprivate mutating func keep(_ episode: Element, newest count: Int) {
    guard count > 0 else { return }
    append(episode)
    if self.count >= 2 * count + 100 { sortNewestFirst(count) }
  }

  /// The newest first, at most so many.
  mutating func sortNewestFirst(_ count: Int) {
    sort { ($1.raised, $0.series) < ($0.raised, $1.series) }
    removeLast(Swift.max(0, self.count - count))
  }
}
