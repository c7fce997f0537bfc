// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@Suite struct GeometryTests {
  private func geometry(_ text: String, maximumPositions: Int = 100_000) throws -> Geometry {
    try Geometry(json: try JSON(parsing: text), maximumPositions: maximumPositions)
  }

  @Test(arguments: [
    // The examples of RFC 7946 appendix A.
    #"{"coordinates":[100,0],"type":"Point"}"#,
    #"{"coordinates":[[100,0],[101,1]],"type":"LineString"}"#,
    #"{"coordinates":[[[100,0],[101,0],[101,1],[100,1],[100,0]]],"type":"Polygon"}"#,
    #"{"coordinates":[[[100,0],[101,0],[101,1],[100,1],[100,0]],[[100.8,0.8],[100.8,0.2],[100.2,0.2],[100.2,0.8],[100.8,0.8]]],"type":"Polygon"}"#,
    #"{"coordinates":[[100,0],[101,1]],"type":"MultiPoint"}"#,
    #"{"coordinates":[[[100,0],[101,1]],[[102,2],[103,3]]],"type":"MultiLineString"}"#,
    #"{"coordinates":[[[[102,2],[103,2],[103,3],[102,3],[102,2]]],[[[100,0],[101,0],[101,1],[100,1],[100,0]]]],"type":"MultiPolygon"}"#,
    #"{"geometries":[{"coordinates":[100,0],"type":"Point"},{"coordinates":[[101,0],[102,1]],"type":"LineString"}],"type":"GeometryCollection"}"#,
    // An altitude is kept.
    #"{"coordinates":[121.5,31.25,4.5],"type":"Point"}"#,
  ])
  func readsAndWritesTheSame(_ text: String) throws {
    #expect(try geometry(text).json.text == text)
  }

  @Test(arguments: [
    (#"[]"#, ""),
    (#"{}"#, "/type"),
    (#"{"type":"point","coordinates":[1,2]}"#, "/type"),
    (#"{"type":"Point"}"#, "/coordinates"),
    (#"{"type":"Point","coordinates":[1]}"#, "/coordinates"),
    (#"{"type":"Point","coordinates":[181,2]}"#, "/coordinates/0"),
    (#"{"type":"Point","coordinates":[1,-90.5]}"#, "/coordinates/1"),
    (#"{"type":"Point","coordinates":["1",2]}"#, "/coordinates/0"),
    (#"{"type":"Point","coordinates":[1,2,"high"]}"#, "/coordinates/2"),
    (#"{"type":"MultiPoint","coordinates":[]}"#, "/coordinates"),
    (#"{"type":"LineString","coordinates":[[1,2]]}"#, "/coordinates"),
    (#"{"type":"LineString","coordinates":[[1,2],[1,200]]}"#, "/coordinates/1/1"),
    (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#, "/coordinates/0"),
    (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#, "/coordinates/0/3"),
    (
      #"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[0,0],[1,0],[1,1],[0,1]]]]}"#,
      "/coordinates/1/0/3"
    ),
    (
      #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Circle"}]}"#,
      "/geometries/1/type"
    ),
    (#"{"type":"GeometryCollection","geometries":[]}"#, "/geometries"),
    (#"{"type":"Point","coordinates":[1,2],"crs":{"type":"name","properties":{"name":"EPSG:4490"}}}"#, "/crs"),
  ])
  func refusesNamingThePlace(_ text: String, _ pointer: String) throws {
    let problem = try #require(throws: Problem.self) { try geometry(text) }
    #expect(problem.code == .invalid)
    #expect(problem.errors.map(\.pointer) == [pointer])
  }

  @Test func putsThePointerOfTheCallerBefore() throws {
    let problem = try #require(throws: Problem.self) {
      try Geometry(json: ["type": "Point", "coordinates": [500, 0]], at: "/location")
    }
    #expect(problem.errors.first?.pointer == "/location/coordinates/0")
    #expect(problem.detail.hasPrefix("/location/coordinates/0: a longitude is"))
  }

  @Test func boundsTheNumberOfPositions() throws {
    let line = #"{"type":"LineString","coordinates":[[0,0],[1,1],[2,2]]}"#
    #expect(try geometry(line, maximumPositions: 3).positionCount == 3)
    let problem = try #require(throws: Problem.self) { try geometry(line, maximumPositions: 2) }
    #expect(problem.detail == "/coordinates/2: the geometry has more than 2 positions")
    let collection = #"{"type":"GeometryCollection","geometries":[\#(line),{"type":"Point","coordinates":[1,2]}]}"#
    #expect(throws: Problem.self) { try geometry(collection, maximumPositions: 3) }
  }

  @Test func boundsTheDepthOfCollections() throws {
    var json: JSON = ["type": "Point", "coordinates": [1, 2]]
    for _ in 0..<8 { json = ["type": "GeometryCollection", "geometries": [json]] }
    #expect(try Geometry(json: json).positionCount == 1)
    #expect(throws: Problem.self) {
      try Geometry(json: ["type": "GeometryCollection", "geometries": [json]])
    }
  }

  @Test func findsTheBox() throws {
    let collection = Geometry.geometryCollection([
      .point(Position(5, -3)),
      .multiLineString([[Position(1, 1), Position(2, 7)], [Position(-4, 0), Position(0, 0)]]),
    ])
    #expect(collection.boundingBox == BoundingBox(west: -4, south: -3, east: 5, north: 7))
  }

  @Test func readsABox() throws {
    let box = try BoundingBox(json: [1, 2, 3, 4])
    #expect(box == BoundingBox(west: 1, south: 2, east: 3, north: 4))
    #expect(try BoundingBox(json: box.json) == box)
    #expect(try BoundingBox(json: [1, 2, -10, 3, 4, 100]) == box)
    #expect(throws: Problem.self) { try BoundingBox(json: [3, 2, 1, 4]) }
    #expect(throws: Problem.self) { try BoundingBox(json: [1, 4, 3, 2]) }
    #expect(throws: Problem.self) { try BoundingBox(json: [1, 2, 3]) }
    #expect(throws: Problem.self) { try BoundingBox(json: [1, 2, 3, 400]) }
  }

  @Test func comparesBoxes() throws {
    let box = BoundingBox(west: 0, south: 0, east: 2, north: 2)
    #expect(box.intersects(BoundingBox(west: 2, south: 2, east: 3, north: 3)))
    #expect(!box.intersects(BoundingBox(west: 2.1, south: 0, east: 3, north: 3)))
    #expect(box.contains(BoundingBox(west: 0, south: 1, east: 2, north: 2)))
    #expect(box.contains(Position(2, 0)))
    #expect(!box.contains(Position(2, -0.1)))
    #expect(
      box.intersection(BoundingBox(west: 1, south: -1, east: 3, north: 1))
        == BoundingBox(west: 1, south: 0, east: 2, north: 1))
    #expect(
      box.union(BoundingBox(west: 1, south: -1, east: 3, north: 1))
        == BoundingBox(west: 0, south: -1, east: 3, north: 2))
  }
}
