// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELValue {
  /// Whether the value has an order, so that ranges can be made of it (10.3.2.7).
  var isPoint: Bool {
    switch self {
    case .number, .string, .date, .time, .dateAndTime, .daysAndTimeDuration, .yearsAndMonthsDuration: true
    default: false
    }
  }
}

/// Two ranges on one line, their ends as whole numbers, so that the relations of table 78 are comparisons.
///
/// Endpoints have places that are multiples of four, in their order. An end that is not included is moved one place into
/// its range: then "the ends meet and both are included" and the like need no words of their own.
struct RangeRelation {
  struct Span {
    /// The first and the last place inside.
    var start: Int
    var end: Int
    /// The places of the endpoints themselves.
    var startPoint: Int
    var endPoint: Int
    var startIncluded: Bool
    var endIncluded: Bool
  }

  let first: Span
  let second: Span

  /// `nil` when the endpoints cannot be compared.
  init?(_ first: FEELRange, _ second: FEELRange) {
    guard first.form != .unequal, second.form != .unequal,
      let places = Self.places([first.start, first.end, second.start, second.end].compactMap(\.self))
    else { return nil }
    var remaining = places.makeIterator()
    func span(_ range: FEELRange) -> Span {
      // Without endpoint a range goes on beyond every place.
      let startPoint = range.start == nil ? -1_000 : remaining.next() ?? 0
      let endPoint = range.end == nil ? 1_000 : remaining.next() ?? 0
      return Span(
        start: range.startIncluded ? startPoint : startPoint + 1, end: range.endIncluded ? endPoint : endPoint - 1,
        startPoint: startPoint, endPoint: endPoint, startIncluded: range.startIncluded, endIncluded: range.endIncluded)
    }
    self.first = span(first)
    self.second = span(second)
  }

  private static func places(_ points: [FEELValue]) -> [Int]? {
    guard points.allSatisfy(\.isPoint) else { return nil }
    var places: [Int] = []
    for point in points {
      // As many fours as there are values before it; equal values count alike on both sides.
      var place = 0
      for other in points {
        guard let isEqual = other.isEqual(to: point), let isLess = other.isLess(than: point) else { return nil }
        if isLess, !isEqual { place += 4 }
      }
      places.append(place)
    }
    return places
  }

  var isBefore: Bool { first.end < second.start }
  var isAfter: Bool { first.start > second.end }
  var meets: Bool { first.endIncluded && second.startIncluded && first.endPoint == second.startPoint }
  var isMet: Bool { first.startIncluded && second.endIncluded && first.startPoint == second.endPoint }
  var overlaps: Bool { first.end >= second.start && first.start <= second.end }
  var overlapsBefore: Bool { overlaps && first.start < second.start && first.end <= second.end }
  var overlapsAfter: Bool { overlaps && second.start < first.start && second.end <= first.end }
  var finishes: Bool { haveSameEnd && first.start >= second.start }
  var isFinished: Bool { haveSameEnd && first.start <= second.start }
  var includes: Bool { first.start <= second.start && first.end >= second.end }
  var isDuring: Bool { second.start <= first.start && second.end >= first.end }
  var starts: Bool { haveSameStart && first.end <= second.end }
  var isStarted: Bool { haveSameStart && first.end >= second.end }
  var coincides: Bool { haveSameStart && haveSameEnd }

  private var haveSameStart: Bool {
    first.startPoint == second.startPoint && first.startIncluded == second.startIncluded
  }

  private var haveSameEnd: Bool { first.endPoint == second.endPoint && first.endIncluded == second.endIncluded }
}
