// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A vector tile: Mapbox Vector Tile specification 2.1.
struct VectorTile: Sendable {
  /// Units of the tile's grid along one side (§4.1 of the specification).
  static let extent: Int32 = 4096

  private var writer = ProtobufWriter()

  /// Adds a layer; one without a feature is left out, as the specification wants at least one (§4.1).
  mutating func add(_ layer: TileLayer) {
    if !layer.isEmpty { writer.message(3, layer.bytes) }
  }

  var bytes: [UInt8] { writer.bytes }
}

/// A value of a feature.
enum TileValue: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case double(Double)
  case flag(Bool)

  fileprivate var bytes: [UInt8] {
    var writer = ProtobufWriter()
    switch self {
    case .text(let text): writer.text(1, text)
    case .double(let number): writer.double(3, number)
    // Small negative numbers take ten bytes as int64, so these are written zigzag.
    case .integer(let number) where number < 0: writer.number(6, UInt64(bitPattern: number << 1 ^ number >> 63))
    case .integer(let number): writer.number(5, UInt64(number))
    case .flag(let flag): writer.number(7, flag ? 1 : 0)
    }
    return writer.bytes
  }
}

/// A point in the grid of a tile: x to the east, y to the south.
struct TilePoint: Hashable, Sendable {
  var x: Int32
  var y: Int32

  init(_ x: Int32, _ y: Int32) {
    self.x = x
    self.y = y
  }
}

/// A layer of a vector tile, with its table of keys and values.
struct TileLayer: Sendable {
  let name: String
  private var keys: [String: UInt32] = [:]
  private var keyList: [String] = []
  private var values: [TileValue: UInt32] = [:]
  private var valueList: [TileValue] = []
  private var features = ProtobufWriter()

  init(_ name: String) { self.name = name }

  var isEmpty: Bool { features.bytes.isEmpty }

  mutating func addPoint(_ point: TilePoint, _ properties: [(String, TileValue)]) {
    var commands = GeometryCommands()
    commands.move(to: point)
    add(type: 1, commands.words, properties)
  }

  /// Lines of two points or more.
  mutating func addLines(_ lines: [[TilePoint]], _ properties: [(String, TileValue)]) {
    var commands = GeometryCommands()
    for line in lines where line.count > 1 { commands.line(line, isClosed: false) }
    if !commands.words.isEmpty { add(type: 2, commands.words, properties) }
  }

  /// A polygon: the outer ring first, then its holes; the first point of a ring is not repeated at its end.
  ///
  /// Rings that have no area in this grid are left out, holes too where the outer one is.
  mutating func addPolygon(_ rings: [[TilePoint]], _ properties: [(String, TileValue)]) {
    var commands = GeometryCommands()
    for (index, ring) in rings.enumerated() {
      let area = Self.doubledArea(ring)
      guard ring.count > 2, area != 0 else {
        if index == 0 { return }
        continue
      }
      // §4.3.3.3: an outer ring has a positive area by the surveyor's formula, a hole a negative one.
      commands.line((area > 0) == (index == 0) ? ring : ring.reversed(), isClosed: true)
    }
    if !commands.words.isEmpty { add(type: 3, commands.words, properties) }
  }

  static func doubledArea(_ ring: [TilePoint]) -> Int64 {
    var sum: Int64 = 0
    for (index, point) in ring.enumerated() {
      let next = ring[index + 1 == ring.count ? 0 : index + 1]
      sum += Int64(point.x) * Int64(next.y) - Int64(next.x) * Int64(point.y)
    }
    return sum
  }

  private mutating func add(type: UInt64, _ geometry: [UInt32], _ properties: [(String, TileValue)]) {
    var tags: [UInt32] = []
    tags.reserveCapacity(properties.count * 2)
    for (key, value) in properties {
      tags.append(Self.index(of: key, &keys, &keyList))
      tags.append(Self.index(of: value, &values, &valueList))
    }
    var feature = ProtobufWriter()
    feature.packed(2, tags)
    feature.number(3, type)
    feature.packed(4, geometry)
    features.message(2, feature.bytes)
  }

  private static func index<Key: Hashable>(of key: Key, _ known: inout [Key: UInt32], _ list: inout [Key]) -> UInt32 {
    if let index = known[key] { return index }
    let index = UInt32(list.count)
    known[key] = index
    list.append(key)
    return index
  }

  var bytes: [UInt8] {
    var writer = ProtobufWriter()
    writer.number(15, 2)
    writer.text(1, name)
    var bytes = writer.bytes + features.bytes
    var rest = ProtobufWriter()
    for key in keyList { rest.text(3, key) }
    for value in valueList { rest.message(4, value.bytes) }
    rest.number(5, UInt64(VectorTile.extent))
    bytes += rest.bytes
    return bytes
  }
}

/// The geometry of a feature as commands (§4.3.1): where the pen goes from where it was.
private struct GeometryCommands {
  private(set) var words: [UInt32] = []
  private var pen = TilePoint(0, 0)

  mutating func move(to point: TilePoint) {
    words.append(1 | 1 << 3)
    go(to: point)
  }

  mutating func line(_ points: [TilePoint], isClosed: Bool) {
    move(to: points[0])
    words.append(2 | UInt32(points.count - 1) << 3)
    for point in points.dropFirst() { go(to: point) }
    if isClosed { words.append(7 | 1 << 3) }
  }

  private mutating func go(to point: TilePoint) {
    words.append(ProtobufWriter.zigzag(point.x - pen.x))
    words.append(ProtobufWriter.zigzag(point.y - pen.y))
    pen = point
  }
}
