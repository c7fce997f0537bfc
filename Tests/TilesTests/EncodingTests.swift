// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@testable import Tiles

/// The encoding, against the examples of the specification (Mapbox Vector Tile 2.1 §4.3.5 and §5).
@Suite struct EncodingTests {
  private static func geometry(_ build: (inout TileLayer) -> Void) throws -> [UInt32] {
    var layer = TileLayer("x")
    build(&layer)
    let fields = try Wire.fields(layer.bytes)
    let feature = try Wire.fields(#require(fields.first { $0.number == 2 }).bytes)
    return try Wire.varints(#require(feature.first { $0.number == 4 }).bytes).map { UInt32($0) }
  }

  @Test func writesTheGeometriesOfTheSpecification() throws {
    #expect(try Self.geometry { $0.addPoint(TilePoint(25, 17), []) } == [9, 50, 34])
    #expect(
      try Self.geometry { $0.addLines([[TilePoint(2, 2), TilePoint(2, 10), TilePoint(10, 10)]], []) } == [
        9, 4, 4, 18, 0, 16, 16, 0,
      ])
    #expect(
      try Self.geometry {
        $0.addLines(
          [[TilePoint(2, 2), TilePoint(2, 10), TilePoint(10, 10)], [TilePoint(1, 1), TilePoint(3, 5)]], [])
      } == [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8])
    #expect(
      try Self.geometry { $0.addPolygon([[TilePoint(3, 6), TilePoint(8, 12), TilePoint(20, 34)]], []) } == [
        9, 6, 12, 18, 10, 12, 24, 44, 15,
      ])
    // The second polygon of the example of several, with its hole: each ring begins where the pen was.
    #expect(
      try Self.geometry {
        $0.addPolygon(
          [
            [TilePoint(11, 11), TilePoint(20, 11), TilePoint(20, 20), TilePoint(11, 20)],
            [TilePoint(13, 13), TilePoint(13, 17), TilePoint(17, 17), TilePoint(17, 13)],
          ], [])
      } == [9, 22, 22, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15])
  }

  @Test func turnsRingsAsTheSpecificationWantsThem() throws {
    let ring = [TilePoint(0, 0), TilePoint(10, 0), TilePoint(10, 10), TilePoint(0, 10)]
    #expect(TileLayer.doubledArea(ring) == 200)
    let turned = try Self.geometry { $0.addPolygon([ring.reversed()], []) }
    #expect(turned == [9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15])
    var flat = TileLayer("x")
    flat.addPolygon([[TilePoint(0, 0), TilePoint(5, 5), TilePoint(0, 0)]], [])
    #expect(flat.isEmpty)
  }

  @Test func writesKeysAndValuesOnce() throws {
    var layer = TileLayer("hello")
    layer.addPoint(TilePoint(0, 0), [("h", .text("world")), ("count", .double(1.23))])
    layer.addPoint(TilePoint(1, 0), [("h", .text("again")), ("count", .integer(-2)), ("is", .flag(true))])
    layer.addPoint(TilePoint(2, 0), [("h", .text("world")), ("count", .integer(7))])
    let fields = try Wire.fields(layer.bytes)
    #expect(fields.map(\.number) == [15, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5])
    #expect(fields[0].value == 2 && fields[1].text == "hello" && fields.last?.value == 4096)
    #expect(fields.filter { $0.number == 3 }.map(\.text) == ["h", "count", "is"])
    let tags = try fields.filter { $0.number == 2 }.map { feature in
      try Wire.varints(#require(try Wire.fields(feature.bytes).first { $0.number == 2 }).bytes)
    }
    #expect(tags == [[0, 0, 1, 1], [0, 2, 1, 3, 2, 4], [0, 0, 1, 5]])
    let values = try fields.filter { $0.number == 4 }.map { try #require(try Wire.fields($0.bytes).first) }
    #expect(values.map(\.number) == [1, 3, 1, 6, 7, 5])
    #expect(values[3].value == 3 && values[5].value == 7)
  }

  @Test func leavesEmptyLayersOut() {
    var tile = VectorTile()
    tile.add(TileLayer("none"))
    #expect(tile.bytes.isEmpty)
  }

  @Test(arguments: [(0, 0), (-1, 1), (1, 2), (-2, 3), (2_147_483_647, 4_294_967_294), (-2_147_483_648, 4_294_967_295)])
  func writesSmallNumbersSmall(value: Int32, zigzag: UInt32) {
    #expect(ProtobufWriter.zigzag(value) == zigzag)
  }
}

/// Reads Protocol Buffers' wire format, for the tests.
enum Wire {
  struct Field {
    var number: Int
    var value: UInt64 = 0
    var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  struct Broken: Error {}

  static func fields(_ bytes: [UInt8]) throws -> [Field] {
    var rest = bytes[...]
    var fields: [Field] = []
    while !rest.isEmpty {
      let tag = try varint(&rest)
      var field = Field(number: Int(tag >> 3))
      switch tag & 7 {
      case 0: field.value = try varint(&rest)
      case 1:
        guard rest.count >= 8 else { throw Broken() }
        field.bytes = Array(rest.prefix(8))
        rest = rest.dropFirst(8)
      case 2:
        let count = Int(try varint(&rest))
        guard rest.count >= count else { throw Broken() }
        field.bytes = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
      default: throw Broken()
      }
      fields.append(field)
    }
    return fields
  }

  static func varints(_ bytes: [UInt8]) throws -> [UInt64] {
    var rest = bytes[...]
    var values: [UInt64] = []
    while !rest.isEmpty { values.append(try varint(&rest)) }
    return values
  }

  private static func varint(_ bytes: inout ArraySlice<UInt8>) throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { throw Broken() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Broken()
  }

  /// Counts of features by layer.
  static func layers(_ tile: [UInt8]) throws -> [String: Int] {
    var layers: [String: Int] = [:]
    for field in try fields(tile) where field.number == 3 {
      let layer = try fields(field.bytes)
      guard let name = layer.first(where: { $0.number == 1 })?.text else { throw Broken() }
      layers[name] = layer.count { $0.number == 2 }
    }
    return layers
  }
}
