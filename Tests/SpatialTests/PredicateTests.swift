// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import TestSupport
import Testing
import Vocabulary

@Suite struct PredicateTests {
  static func square(_ west: Double, _ south: Double, _ side: Double) -> Geometry {
    .polygon([
      [
        Position(west, south), Position(west + side, south), Position(west + side, south + side),
        Position(west, south + side), Position(west, south),
      ]
    ])
  }

  struct Relation: Sendable, CustomTestStringConvertible {
    var name: String
    var left: Geometry
    var right: Geometry
    /// The predicates that hold.
    var holds: Set<String>
    var testDescription: String { name }
  }

  static let relations = [
    Relation(name: "apart", left: square(0, 0, 1), right: square(5, 5, 1), holds: ["disjoint"]),
    Relation(
      name: "boxes meet, shapes do not", left: .lineString([Position(0, 0), Position(4, 4)]),
      right: square(3, 0, 1), holds: ["disjoint"]),
    Relation(name: "common edge", left: square(0, 0, 1), right: square(1, 0, 1), holds: ["intersects", "touches"]),
    Relation(name: "common corner", left: square(0, 0, 1), right: square(1, 1, 1), holds: ["intersects", "touches"]),
    Relation(name: "partly", left: square(0, 0, 2), right: square(1, 1, 2), holds: ["intersects", "overlaps"]),
    Relation(
      name: "inside", left: square(0, 0, 3), right: square(1, 1, 1),
      holds: ["intersects", "contains", "covers"]),
    Relation(name: "around", left: square(1, 1, 1), right: square(0, 0, 3), holds: ["intersects", "within"]),
    Relation(
      name: "the same", left: square(0, 0, 1), right: square(0, 0, 1),
      holds: ["intersects", "contains", "covers", "within"]),
    Relation(
      name: "point on the edge", left: square(0, 0, 1), right: .point(Position(1, 0.5)),
      holds: ["intersects", "covers", "touches"]),
    Relation(
      name: "point inside", left: square(0, 0, 1), right: .point(Position(0.5, 0.5)),
      holds: ["intersects", "contains", "covers"]),
    Relation(
      name: "line across", left: square(0, 0, 1), right: .lineString([Position(-1, 0.5), Position(2, 0.5)]),
      holds: ["intersects"]),
    Relation(
      name: "in a hole",
      left: .polygon([
        [Position(0, 0), Position(9, 0), Position(9, 9), Position(0, 9), Position(0, 0)],
        [Position(1, 1), Position(8, 1), Position(8, 8), Position(1, 8), Position(1, 1)],
      ]), right: square(3, 3, 1), holds: ["disjoint"]),
  ]

  @Test(arguments: relations) func relatesPlainAndPrepared(_ relation: Relation) throws {
    let (left, right) = (relation.left, relation.right)
    let plain = [
      "intersects": try left.intersects(right), "disjoint": try left.disjoint(right),
      "contains": try left.contains(right), "within": try left.within(right), "covers": try left.covers(right),
      "touches": try left.touches(right), "overlaps": try left.overlaps(right),
    ]
    #expect(Set(plain.filter(\.value).keys) == relation.holds)
    let ready = try PreparedGeometry(left)
    let prepared = [
      "intersects": try ready.intersects(right), "disjoint": try ready.disjoint(right),
      "contains": try ready.contains(right), "within": try ready.within(right), "covers": try ready.covers(right),
      "touches": try ready.touches(right), "overlaps": try ready.overlaps(right),
    ]
    #expect(Set(prepared.filter(\.value).keys) == relation.holds)
  }

  @Test func takesEveryKindThereAndBack() throws {
    let kinds: [Geometry] = [
      .point(Position(0.5, 0.5)), .multiPoint([Position(0.25, 0.5), Position(0.5, 0.5)]),
      .lineString([Position(0.25, 0.5), Position(0.5, 0.5)]),
      .multiLineString([[Position(0.25, 0.5), Position(0.5, 0.5)], [Position(0.5, 0.75), Position(0.75, 0.75)]]),
      .multiPolygon([Self.square(0.25, 0.25, 0.25), Self.square(0.625, 0.625, 0.25)].flatMap(\.polygons)),
    ]
    for geometry in kinds {
      let common = try #require(try geometry.intersection(Self.square(0, 0, 1)))
      #expect(common.type == geometry.type)
      #expect(common.positionCount == geometry.positionCount)
      #expect(common.boundingBox == geometry.boundingBox)
    }
    #expect(try Self.square(0, 0, 1).union(Self.square(1, 0, 1)).area > 1.9 * Self.square(0, 0, 1).area)
  }

  @Test func intersectsCollections() throws {
    let collection = Geometry.geometryCollection([
      .point(Position(5, 5)), .lineString([Position(0, 0), Position(1, 1)]),
    ])
    #expect(try collection.intersects(Self.square(4, 4, 2)))
    #expect(try collection.disjoint(Self.square(2, 2, 1)))
    #expect(
      try collection.intersection(Self.square(0, 0, 1)) == .lineString([Position(0, 0), Position(1, 1)]))
  }

  @Test func saysWhyAShapeIsNotValid() throws {
    #expect(Self.square(0, 0, 1).fault() == nil)
    let bowTie = Geometry.polygon([[Position(0, 0), Position(2, 2), Position(2, 0), Position(0, 2), Position(0, 0)]])
    #expect(bowTie.fault()?.reason == "Self-intersection" && bowTie.fault()?.position == Position(1, 1))
    let open = Geometry.polygon([[Position(0, 0), Position(1, 0), Position(1, 1), Position(0, 1)]])
    #expect(try #require(open.fault()).reason.contains("closed"))
    #expect(throws: Problem.self) { try open.intersects(Self.square(0, 0, 1)) }
    #expect(throws: Problem.self) { try PreparedGeometry(open) }
    #expect(throws: Problem.self) { try bowTie.union(Self.square(0.5, 0.5, 1)) }
  }

  @Test func findsAPositionInside() throws {
    let ring = Geometry.polygon([
      [Position(0, 0), Position(9, 0), Position(9, 9), Position(0, 9), Position(0, 0)],
      [Position(1, 1), Position(8, 1), Position(8, 8), Position(1, 8), Position(1, 1)],
    ])
    #expect(try ring.contains(.point(try ring.representativePosition())))
    #expect(try Geometry.point(Position(3, 4)).representativePosition() == Position(3, 4))
  }

  /// Many threads ask one prepared geometry and make their own; a leak or a race would show under the sanitizers.
  @Test func answersManyThreads() async throws {
    let shared = try PreparedGeometry(Self.square(0, 0, 1))
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for seed in 0..<8 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(seed))
          var wrong = 0
          for _ in 0..<500 {
            let place = Position(Double.random(in: -1...2, using: &random), Double.random(in: -1...2, using: &random))
            let inside = (0.0...1).contains(place.longitude) && (0.0...1).contains(place.latitude)
            if try shared.covers(.point(place)) != inside { wrong += 1 }
            if try Self.square(0, 0, 1).intersects(.point(place)) != inside { wrong += 1 }
          }
          return wrong
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
