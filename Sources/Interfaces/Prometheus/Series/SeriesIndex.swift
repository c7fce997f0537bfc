// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Synchronization
import Telemetry
import Vocabulary

/// The series of a city by their labels, as they were a moment ago.
final class SeriesIndex: Sendable {
  struct Entry: Sendable {
    var id: Identifier
    var labels: Labels
  }

  let entries: [Entry]
  private let places: [String: [Int]]
  private let codes: [String: Int]

  init(_ entries: [Entry]) {
    self.entries = entries
    places = Dictionary(grouping: entries.indices) { entries[$0].labels[Labels.metricName] }
    codes = Dictionary(entries.indices.map { (entries[$0].labels["series"], $0) }) { first, _ in first }
  }

  /// The names of metrics, sorted.
  var metricNames: [String] { places.keys.sorted() }

  /// The series that fit all of these.
  func select(_ matchers: [Matcher]) -> [Entry] {
    var candidates = Array(entries.indices)
    for matcher in matchers where matcher.operation == .equal {
      if matcher.name == Labels.metricName {
        candidates = places[matcher.value] ?? []
      } else if matcher.name == "series" {
        candidates = codes[matcher.value].map { [$0] } ?? []
        break
      }
    }
    for matcher in matchers {
      if matcher.pattern == nil {
        candidates.removeAll { !matcher.matches(entries[$0].labels[matcher.name]) }
      } else {
        // Many series have one value.
        var known: [String: Bool] = [:]
        candidates.removeAll { place in
          let value = entries[place].labels[matcher.name]
          if let known = known[value] { return !known }
          let matches = matcher.matches(value)
          known[value] = matches
          return !matches
        }
      }
    }
    return candidates.map { entries[$0] }
  }

  /// The series that fit any of these lists; all where there is none.
  func select(any lists: [[Matcher]]) -> [Entry] {
    guard lists.count != 1 else { return select(lists[0]) }
    guard !lists.isEmpty else { return entries }
    var seen: Set<Identifier> = []
    return lists.flatMap { select($0) }.filter { seen.insert($0.id).inserted }
  }
}

/// Keeps an index and makes it anew when it has grown old. How old is reckoned from how long it takes to make, so that
/// a city with very many series does not do little else.
final class SeriesShelf: Sendable {
  private struct State {
    var index: SeriesIndex?
    var due = ContinuousClock.now
    var making: Task<SeriesIndex, any Error>?
  }

  private let city: City
  private let state = Mutex(State())
  /// An index is kept for so many times the time that it takes to make, and not less than two seconds.
  private static let patience = 20

  init(_ city: City) { self.city = city }

  func index() async throws -> SeriesIndex {
    let (known, task) = state.withLock { state -> (SeriesIndex?, Task<SeriesIndex, any Error>?) in
      if let index = state.index, ContinuousClock.now < state.due { return (index, nil) }
      if let making = state.making { return (nil, making) }
      let making = Task { try await self.make() }
      state.making = making
      return (nil, making)
    }
    if let known { return known }
    guard let task else { return SeriesIndex([]) }
    return try await task.value
  }

  private func make() async throws -> SeriesIndex {
    let begin = ContinuousClock.now
    do {
      let language = city.pack.languages.first ?? "en"
      let index = SeriesIndex(
        try await city.listedSeries([.number, .boolean]).map {
          SeriesIndex.Entry(id: $0.id, labels: SeriesLabels.labels(of: $0, language: language))
        })
      let now = ContinuousClock.now
      state.withLock { state in
        state.index = index
        state.making = nil
        state.due = now + max(.seconds(2), (now - begin) * Self.patience)
      }
      return index
    } catch {
      state.withLock { $0.making = nil }
      throw error
    }
  }
}
