// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing
import Vocabulary

struct RelationTests {
  private let square = Geometry.polygon([[Self.at(0, 0), Self.at(4, 0), Self.at(4, 4), Self.at(0, 4), Self.at(0, 0)]])
  private static func at(_ east: Double, _ north: Double) -> Position { Position(east, north) }
  private func line(_ points: (Double, Double)...) -> Geometry { .lineString(points.map { Position($0.0, $0.1) }) }

  @Test func equalShapesMayBeginElsewhere() throws {
    let turned = Geometry.polygon([[Self.at(4, 4), Self.at(0, 4), Self.at(0, 0), Self.at(4, 0), Self.at(4, 4)]])
    #expect(try square.isEqual(to: turned))
    #expect(try line((0, 0), (2, 2)).isEqual(to: line((2, 2), (1, 1), (0, 0))))
    #expect(try !line((0, 0), (2, 2)).isEqual(to: line((0, 0), (2, 1), (2, 2))))
  }

  @Test func linesCross() throws {
    #expect(try line((-1, 1), (5, 1)).crosses(square))
    #expect(try !line((1, 1), (2, 2)).crosses(square))
    #expect(try line((0, 0), (2, 2)).crosses(line((0, 2), (2, 0))))
    #expect(try !line((9, 9), (8, 8)).crosses(square))
  }

  @Test func patternsOfTheNineIntersectionModel() throws {
    #expect(try Geometry.point(Position(1, 1)).relates(to: square, as: "T*F**F***"))
    #expect(try !Geometry.point(Position(9, 1)).relates(to: square, as: "T*F**F***"))
    #expect(try Geometry.point(Position(9, 1)).relates(to: square, as: "FF*FF****"))
    #expect(throws: Problem.self) { try square.relates(to: square, as: "x") }
  }

  @Test func measuresInDegrees() throws {
    #expect(try Geometry.point(Position(7, 8)).planarDistance(to: square) == 5)
    #expect(try Geometry.point(Position(1, 1)).planarDistance(to: square) == 0)
    #expect(line((0, 0), (3, 4), (3, 5)).planarLength == 6)
    #expect(square.planarLength == 0)
  }
}
