// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Reads geometries as well-known text (OGC 06-103r4 §7.2): `POINT (8.4 49.0)`.
struct WellKnownText {
  private var scanner: QueryScanner
  /// Where the text begins in the option, for messages.
  private let start: Int
  private let outer: QueryScanner

  /// - Parameters:
  ///   - text: what stands in the quotes.
  ///   - outer: the option, which stands at the first character in the quotes.
  static func read(_ text: String, in outer: QueryScanner) throws(QueryFault) -> Geometry {
    var reader = WellKnownText(
      scanner: QueryScanner(text, option: outer.option, limits: outer.limits), start: outer.position, outer: outer)
    let geometry: Geometry
    do throws(QueryFault) {
      reader.skipReference()
      geometry = try reader.geometry()
      reader.scanner.skipSpaces()
      guard reader.scanner.isAtEnd else { throw reader.scanner.fault("expected the end of the geometry", "几何图形应在此结束") }
    } catch {
      throw reader.outer.fault(error.reason, error.chinese, at: reader.start + (error.character ?? 1) - 1)
    }
    return geometry
  }

  /// `SRID=4326;`: the only reference system there is.
  private mutating func skipReference() {
    scanner.skipSpaces()
    let before = scanner.position
    if scanner.take(word: "SRID"), scanner.take("="), scanner.digits() == "4326", scanner.take(";") { return }
    scanner.rewind(to: before)
  }

  private mutating func geometry() throws(QueryFault) -> Geometry {
    try scanner.enter()
    defer { scanner.leave() }
    scanner.skipSpaces()
    let begin = scanner.position
    let name = scanner.takeWord().uppercased()
    scanner.skipSpaces()
    for mark in ["ZM", "Z", "M", "zm", "z", "m"] where scanner.take(word: mark) { break }
    switch name {
    case "POINT": return .point(try enclosed { reader throws(QueryFault) in try reader.position() })
    case "LINESTRING": return .lineString(try positions(atLeast: 2))
    case "POLYGON": return .polygon(try rings())
    case "MULTIPOINT":
      return .multiPoint(
        try list { reader throws(QueryFault) in
          reader.scanner.skipSpaces()
          guard reader.scanner.next == "(" else { return try reader.position() }
          return try reader.enclosed { reader throws(QueryFault) in try reader.position() }
        })
    case "MULTILINESTRING":
      return .multiLineString(try list { reader throws(QueryFault) in try reader.positions(atLeast: 2) })
    case "MULTIPOLYGON": return .multiPolygon(try list { reader throws(QueryFault) in try reader.rings() })
    case "GEOMETRYCOLLECTION":
      return .geometryCollection(try list { reader throws(QueryFault) in try reader.geometry() })
    default:
      throw scanner.fault(
        "a geometry is POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON or GEOMETRYCOLLECTION",
        "几何图形是 POINT、LINESTRING、POLYGON、MULTIPOINT、MULTILINESTRING、MULTIPOLYGON 或 GEOMETRYCOLLECTION",
        at: begin)
    }
  }

  private mutating func enclosed<Value>(
    _ body: (inout WellKnownText) throws(QueryFault) -> Value
  ) throws(QueryFault) -> Value {
    scanner.skipSpaces()
    try scanner.expect("(", "\"(\"")
    let value = try body(&self)
    scanner.skipSpaces()
    try scanner.expect(")", "\")\" or \",\"", "\")\" 或 \",\"")
    return value
  }

  private mutating func list<Value>(
    _ element: (inout WellKnownText) throws(QueryFault) -> Value
  ) throws(QueryFault) -> [Value] {
    try enclosed { reader throws(QueryFault) in
      var values = [try element(&reader)]
      while true {
        reader.scanner.skipSpaces()
        guard reader.scanner.take(",") else { return values }
        values.append(try element(&reader))
      }
    }
  }

  private mutating func positions(atLeast least: Int) throws(QueryFault) -> [Position] {
    scanner.skipSpaces()
    let begin = scanner.position
    let positions = try list { reader throws(QueryFault) in try reader.position() }
    guard positions.count >= least else {
      throw scanner.fault("at least \(least) positions are needed", "至少需要 \(least) 个位置", at: begin)
    }
    return positions
  }

  private mutating func rings() throws(QueryFault) -> [[Position]] {
    try list { reader throws(QueryFault) in
      reader.scanner.skipSpaces()
      let begin = reader.scanner.position
      let ring = try reader.positions(atLeast: 4)
      guard ring.first == ring.last else {
        throw reader.scanner.fault(
          "the ring is not closed: its last position must be the same as its first", "环没有闭合：最后一个位置须与第一个相同", at: begin)
      }
      return ring
    }
  }

  private mutating func position() throws(QueryFault) -> Position {
    try scanner.countPosition()
    let longitude = try coordinate(-180...180, "a longitude from -180 to 180", " -180 到 180 的经度")
    let latitude = try coordinate(-90...90, "a latitude from -90 to 90", " -90 到 90 的纬度")
    // Heights and measures are left out.
    for _ in 0..<2 {
      let before = scanner.position
      scanner.skipSpaces()
      guard let next = scanner.next, next == "-" || ("0"..."9").contains(next) else {
        scanner.rewind(to: before)
        break
      }
      _ = try coordinate(-1e9...1e9, "a height", "高度")
    }
    return Position(longitude, latitude)
  }

  private mutating func coordinate(
    _ range: ClosedRange<Double>, _ what: String, _ chinese: String
  ) throws(QueryFault) -> Double {
    scanner.skipSpaces()
    let begin = scanner.position
    guard let text = scanner.takeNumber(), let value = Double(text), range.contains(value) else {
      throw scanner.fault("expected \(what)", "此处应为\(chinese)", at: begin)
    }
    return value
  }
}

extension QueryScanner {
  /// Takes the text of a decimal number, with or without an exponent; `nil`, and nothing taken, where there is none.
  mutating func takeNumber() -> String? {
    let start = position
    if !take("-") { _ = take("+") }
    let whole = digits(atMost: 400)
    var fraction: String?
    if next == ".", let after = peek(1), ("0"..."9").contains(after) {
      advance()
      fraction = digits(atMost: 400)
    }
    guard whole != nil || fraction != nil else {
      rewind(to: start)
      return nil
    }
    if next == "e" || next == "E" {
      let mark = position
      advance()
      if !take("-") { _ = take("+") }
      if digits(atMost: 5) == nil { rewind(to: mark) }
    }
    return text(from: start)
  }
}
