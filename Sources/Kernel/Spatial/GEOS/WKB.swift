// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Well-known binary (OGC 06-103r4 §8) with two coordinates, little-endian: the way shapes go into GEOS and come back.
///
/// One buffer each way leaves no half-built C objects to clean up when something is refused.
enum WKB {
  /// - Parameter project: turns a position into the plane in which GEOS is to see it.
  static func bytes(of geometry: Geometry, project: (Position) -> (x: Double, y: Double)) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(geometry.positionCount * 16 + 64)
    write(geometry, into: &bytes, project)
    return bytes
  }

  private static func write(
    _ geometry: Geometry, into bytes: inout [UInt8], _ project: (Position) -> (x: Double, y: Double)
  ) {
    func number(_ value: Int) {
      withUnsafeBytes(of: UInt32(value).littleEndian) { bytes.append(contentsOf: $0) }
    }
    func head(_ type: Int) {
      bytes.append(1)
      number(type)
    }
    func position(_ position: Position) {
      let (x, y) = project(position)
      withUnsafeBytes(of: (x.bitPattern.littleEndian, y.bitPattern.littleEndian)) { bytes.append(contentsOf: $0) }
    }
    func positions(_ list: [Position]) {
      number(list.count)
      list.forEach(position)
    }
    func polygon(_ rings: [[Position]]) {
      head(3)
      number(rings.count)
      rings.forEach(positions)
    }
    switch geometry {
    case .point(let place):
      head(1)
      position(place)
    case .lineString(let line):
      head(2)
      positions(line)
    case .polygon(let rings): polygon(rings)
    case .multiPoint(let places):
      head(4)
      number(places.count)
      for place in places {
        head(1)
        position(place)
      }
    case .multiLineString(let lines):
      head(5)
      number(lines.count)
      for line in lines {
        head(2)
        positions(line)
      }
    case .multiPolygon(let polygons):
      head(6)
      number(polygons.count)
      polygons.forEach(polygon)
    case .geometryCollection(let parts):
      head(7)
      number(parts.count)
      for part in parts { write(part, into: &bytes, project) }
    }
  }

  /// The geometry in bytes that GEOS wrote; `nil` when it has no position at all. Empty parts are left out.
  static func geometry(_ bytes: UnsafeRawBufferPointer) -> Geometry? {
    var reader = Reader(bytes: bytes)
    return reader.geometry()
  }

  private struct Reader {
    let bytes: UnsafeRawBufferPointer
    var offset = 0

    mutating func number() -> Int {
      defer { offset += 4 }
      return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    mutating func double() -> Double {
      defer { offset += 8 }
      return Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }

    mutating func position() -> Position {
      let longitude = double()
      return Position(longitude, double())
    }

    mutating func positions() -> [Position] { (0..<number()).map { _ in position() } }
    mutating func rings() -> [[Position]] { (0..<number()).map { _ in positions() } }
    mutating func parts() -> [Geometry] { (0..<number()).compactMap { _ in geometry() } }

    mutating func geometry() -> Geometry? {
      offset += 1
      switch number() {
      case 1:
        let place = position()
        // GEOS writes an empty point as NaN.
        return place.longitude.isNaN ? nil : .point(place)
      case 2:
        let line = positions()
        return line.isEmpty ? nil : .lineString(line)
      case 3:
        let rings = rings()
        return rings.isEmpty ? nil : .polygon(rings)
      case 4:
        let places = parts().compactMap { if case .point(let place) = $0 { place } else { nil } }
        return places.isEmpty ? nil : .multiPoint(places)
      case 5:
        let lines = parts().compactMap { if case .lineString(let line) = $0 { line } else { nil } }
        return lines.isEmpty ? nil : .multiLineString(lines)
      case 6:
        let polygons = parts().compactMap { if case .polygon(let rings) = $0 { rings } else { nil } }
        return polygons.isEmpty ? nil : .multiPolygon(polygons)
      case 7:
        let parts = parts()
        return parts.isEmpty ? nil : .geometryCollection(parts)
      case let type: preconditionFailure("GEOS wrote a geometry of type \(type)")
      }
    }
  }
}
