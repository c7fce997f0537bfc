// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Vocabulary

extension Function {
  /// What the function comes to. With an argument that is null or of another type it is null.
  ///
  /// - Parameter expressions: the arguments as they were written.
  func value(_ arguments: [QueryValue], of expressions: [Expression], now: Instant) throws -> QueryValue {
    switch self {
    case .now: return .time(TimeInterval(now))
    case .mindatetime: return .time(TimeInterval(Self.earliest))
    case .maxdatetime: return .time(TimeInterval(Self.latest))
    case .substringof, .endswith, .startswith, .length, .indexof, .substring, .tolower, .toupper, .trim, .concat:
      return textValue(arguments)
    case .round, .floor, .ceiling:
      guard case .number(let number) = arguments[0] else { return .null }
      let rule: FloatingPointRoundingRule = self == .round ? .toNearestOrAwayFromZero : self == .floor ? .down : .up
      return .number(number.rounded(rule))
    case .totaloffsetminutes:
      guard case .time = arguments[0] else { return .null }
      if case .literal(.instant(_, let offset)) = expressions[0].node { return .number(Double(offset)) }
      return .number(0)
    case .year, .month, .day, .hour, .minute, .second, .fractionalseconds, .date, .time: return timePart(arguments[0])
    case .before, .after, .meets, .during, .overlaps, .starts, .finishes:
      guard case .time(let left) = arguments[0], case .time(let right) = arguments[1] else { return .null }
      return .boolean(relates(left, right))
    case .geoLength:
      guard case .geometry(let geometry) = arguments[0] else { return .null }
      return .number(geometry.planarLength)
    case .geoDistance:
      guard case .geometry(let left) = arguments[0], case .geometry(let right) = arguments[1] else { return .null }
      // What GEOS cannot work with counts as no geometry.
      return (try? left.planarDistance(to: right)).map { .number($0) } ?? .null
    case .geoIntersects, .stEquals, .stDisjoint, .stTouches, .stWithin, .stOverlaps, .stCrosses, .stIntersects,
      .stContains, .stRelate:
      guard case .geometry(let left) = arguments[0], case .geometry(let right) = arguments[1] else { return .null }
      var pattern: String?
      if arguments.count > 2, case .string(let text) = arguments[2] { pattern = text }
      return (try? relates(left, right, pattern: pattern)).map { .boolean($0) } ?? .null
    }
  }

  /// 0001-01-01T00:00:00.000Z
  static let earliest = Instant(milliseconds: -62_135_596_800_000)
  /// 9999-12-31T23:59:59.999Z
  static let latest = Instant(milliseconds: 253_402_300_799_999)

  // MARK: Texts

  /// Characters are code points; capital and small letters are those of ASCII, as both databases have it.
  private func textValue(_ arguments: [QueryValue]) -> QueryValue {
    guard case .string(let text) = arguments[0] else { return .null }
    switch self {
    case .length: return .number(Double(text.unicodeScalars.count))
    case .tolower: return .string(Self.mapped(text, from: 65...90) { $0 + 32 })
    case .toupper: return .string(Self.mapped(text, from: 97...122) { $0 - 32 })
    case .trim:
      let scalars = text.unicodeScalars
      guard let first = scalars.firstIndex(where: { !Self.blanks.contains($0) }),
        let last = scalars.lastIndex(where: { !Self.blanks.contains($0) })
      else { return .string("") }
      return .string(String(scalars[first...last]))
    case .substring:
      guard case .number(let start) = arguments[1] else { return .null }
      var rest = text.unicodeScalars.dropFirst(Self.count(start))
      if arguments.count > 2 {
        guard case .number(let length) = arguments[2] else { return .null }
        rest = rest.prefix(Self.count(length))
      }
      return .string(String(String.UnicodeScalarView(rest)))
    default: break
    }
    guard case .string(let other) = arguments[1] else { return .null }
    return switch self {
    case .substringof: .boolean(Self.index(of: text, in: other) != nil)
    case .startswith: .boolean(text.utf8.starts(with: other.utf8))
    case .endswith: .boolean(text.utf8.reversed().starts(with: other.utf8.reversed()))
    case .indexof: .number(Double(Self.index(of: other, in: text) ?? -1))
    default: .string(text + other)
    }
  }

  static let blanks: [Unicode.Scalar] = [" ", "\t", "\n", "\r"]

  private static func mapped(_ text: String, from range: ClosedRange<UInt8>, _ change: (UInt8) -> UInt8) -> String {
    String(decoding: text.utf8.map { range.contains($0) ? change($0) : $0 }, as: UTF8.self)
  }

  /// A number of characters: whole, not negative.
  private static func count(_ number: Double) -> Int { Int(max(0, min(number.rounded(.towardZero), 1e9))) }

  private static func index(of needle: String, in text: String) -> Int? {
    let (part, whole) = (Array(needle.utf8), Array(text.utf8))
    guard !part.isEmpty else { return 0 }
    guard part.count <= whole.count else { return nil }
    for start in 0...(whole.count - part.count)
    where whole[start] == part[0] && whole[start..<start + part.count].elementsEqual(part) {
      return String(decoding: whole[..<start], as: UTF8.self).unicodeScalars.count
    }
    return nil
  }

  // MARK: Times, in UTC

  private func timePart(_ value: QueryValue) -> QueryValue {
    let day: Int64
    let clock: Int64
    switch value {
    case .time(let time):
      day = time.start.milliseconds.flooredQuotient(86_400_000)
      clock = time.start.milliseconds - day * 86_400_000
    case .date(let value): (day, clock) = (value, 0)
    case .timeOfDay(let value): (day, clock) = (0, value)
    default: return .null
    }
    switch self {
    case .date: return .date(day)
    case .time: return .timeOfDay(clock)
    case .hour: return .number(Double(clock / 3_600_000))
    case .minute: return .number(Double(clock / 60_000 % 60))
    case .second: return .number(Double(clock / 1000 % 60))
    case .fractionalseconds: return .number(Double(clock % 1000) / 1000)
    default: break
    }
    let date = CivilDate(dayNumber: Int(day))
    return .number(Double(self == .year ? date.year : self == .month ? date.month : date.day))
  }

  private func relates(_ left: TimeInterval, _ right: TimeInterval) -> Bool {
    switch self {
    case .before: left.isBefore(right)
    case .after: right.isBefore(left)
    case .meets: left.meets(right)
    case .during: left.isDuring(right)
    case .overlaps: left.overlaps(right)
    case .starts: left.start == right.start
    default: left.end == right.end
    }
  }

  // MARK: Geometries

  /// - Parameter pattern: of `st_relate`.
  func relates(_ left: Geometry, _ right: Geometry, pattern: String?) throws(Problem) -> Bool {
    switch self {
    case .stEquals: try left.isEqual(to: right)
    case .stDisjoint: try left.disjoint(right)
    case .stTouches: try left.touches(right)
    case .stWithin: try left.within(right)
    case .stOverlaps: try left.overlaps(right)
    case .stCrosses: try left.crosses(right)
    case .stContains: try left.contains(right)
    case .stRelate: try left.relates(to: right, as: (pattern ?? "").uppercased())
    default: try left.intersects(right)
    }
  }
}
