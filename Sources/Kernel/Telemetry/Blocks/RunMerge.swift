// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Puts runs of one series together, in order of time.
enum RunMerge {
  /// A part of a run, of the source of that number; a source of a higher number came later.
  struct Part {
    var source: ReadingRuns
    var range: Range<Int>
  }

  /// Appends the readings of all parts as one run.
  ///
  /// Of two readings of one instant the policy decides; the same value twice is one reading.
  static func append(
    _ parts: [Part], series: Int64, kind: Series.Kind, policy: Series.Policy, to target: inout ReadingRuns
  ) {
    target.begin(series, kind)
    let parts = parts.filter { !$0.range.isEmpty }
    let inTime = parts.sorted { $0.source.instants[$0.range.lowerBound] < $1.source.instants[$1.range.lowerBound] }
    if follows(inTime) {
      for part in inTime { target.add(part.range, of: part.source) }
      return
    }
    let instants = parts.map(\.source.instants)
    var places = parts.map(\.range.lowerBound)
    while let (first, other) = next(parts, instants, places) {
      let instant = instants[first][places[first]]
      if let other, other == instant {
        take(instant, of: parts, &places, kind: kind, policy: policy, into: &target)
        continue
      }
      // All that the part has before any other part goes on.
      let end = parts[first].range.upperBound
      var last = places[first] + 1
      while last < end, other.map({ instants[first][last] < $0 }) ?? true { last += 1 }
      target.add(places[first]..<last, of: parts[first].source)
      places[first] = last
    }
  }

  /// The part whose next reading is the earliest, and the instant of the earliest one of the others.
  private static func next(
    _ parts: [Part], _ instants: [[Int64]], _ places: [Int]
  ) -> (part: Int, other: Int64?)? {
    var first: (part: Int, instant: Int64)?
    var other: Int64?
    for number in parts.indices where places[number] < parts[number].range.upperBound {
      let instant = instants[number][places[number]]
      if let known = first, known.instant <= instant {
        other = other.map { min($0, instant) } ?? instant
      } else {
        if let known = first { other = known.instant }
        first = (number, instant)
      }
    }
    return first.map { ($0.part, other) }
  }

  /// Whether each part ends before the next begins.
  private static func follows(_ parts: [Part]) -> Bool {
    for (left, right) in zip(parts, parts.dropFirst())
    where left.source.instants[left.range.upperBound - 1] >= right.source.instants[right.range.lowerBound] {
      return false
    }
    return true
  }

  private static func take(
    _ instant: Int64, of parts: [Part], _ places: inout [Int], kind: Series.Kind, policy: Series.Policy,
    into target: inout ReadingRuns
  ) {
    var chosen: [(part: Int, index: Int)] = []
    for (number, part) in parts.enumerated() {
      while places[number] < part.range.upperBound, part.source.instants[places[number]] == instant {
        let found = (part: number, index: places[number])
        places[number] += 1
        switch policy {
        case .lastWins: chosen = [found]
        case .firstWins: if chosen.isEmpty { chosen = [found] }
        case .keepAll:
          let known = chosen.contains {
            parts[$0.part].source.says($0.index, sameAs: part.source, found.index, kind: kind)
          }
          if !known { chosen.append(found) }
        }
      }
    }
    for (part, index) in chosen { target.add(index..<index + 1, of: parts[part].source) }
  }
}
