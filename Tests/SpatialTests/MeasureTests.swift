// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing
import Vocabulary

@Suite struct MeasureTests {
  // Geodesics on WGS 84 by Karney's algorithm (GeographicLib).
  @Test(arguments: [
    (Position(121.4737, 31.2304), Position(121.4747, 31.2304), 95.27386975, 0.0001),
    (Position(121.4737, 31.2304), Position(121.4737, 31.2404), 1108.73518972, 0.0001),
    (Position(121, 31), Position(122, 31.5), 110_210.833, 0.0001),
    (Position(-71.06, 42.36), Position(-71.06, 42.45), 9997.30385878, 0.0001),
    (Position(25, 65), Position(26, 65.5), 72_743.98396, 0.0001),
    (Position(179.9, 0), Position(-179.9, 0), 22_263.89815865, 0.0001),
    (Position(116.4074, 39.9042), Position(121.4737, 31.2304), 1_065_846.489, 0.006),
    (Position(-0.1278, 51.5074), Position(-74.006, 40.7128), 5_585_233.579, 0.006),
  ])
  func measuresBetweenPositions(_ from: Position, _ to: Position, _ metres: Double, _ tolerance: Double) {
    #expect(abs(from.distance(to: to) / metres - 1) < tolerance)
    #expect(from.distance(to: to) == to.distance(to: from))
    #expect(from.distance(to: from) == 0)
  }

  @Test func measuresBetweenShapes() throws {
    let square = Geometry.polygon([
      [Position(121, 31), Position(121.01, 31), Position(121.01, 31.01), Position(121, 31.01), Position(121, 31)]
    ])
    // From the middle of the eastern edge 0.01° further east.
    let east = try square.distance(to: .point(Position(121.02, 31.005)))
    #expect(abs(east / Position(121.01, 31.005).distance(to: Position(121.02, 31.005)) - 1) < 1e-9)
    #expect(try square.distance(to: .point(Position(121.005, 31.005))) == 0)
    let line = Geometry.lineString([Position(121, 31.02), Position(121.01, 31.02)])
    #expect(abs(try line.distance(to: square) / 1108.7 - 1) < 0.001)
    #expect(throws: Problem.self) {
      try line.distance(to: .polygon([[Position(0, 0), Position(1, 0), Position(1, 1), Position(0, 1)]]))
    }
  }

  // Areas on WGS 84 by PROJ.
  @Test func measuresAreas() throws {
    func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> Geometry {
      .polygon([
        [
          Position(west, south), Position(east, south), Position(east, north), Position(west, north),
          Position(west, south),
        ]
      ])
    }
    #expect(abs(box(121.4737, 31.2304, 121.4747, 31.2314).area / 10_563.28618 - 1) < 1e-6)
    #expect(abs(box(121, 31, 121.5, 31.5).area / 2_640_292_962.43 - 1) < 1e-4)
    let triangle = Geometry.polygon([
      [Position(121, 31), Position(121.3, 31), Position(121.1, 31.25), Position(121, 31)]
    ])
    #expect(abs(triangle.area / 396_954_399.536 - 1) < 1e-3)
    #expect(Geometry.lineString([Position(0, 0), Position(1, 1)]).area == 0)
    let half = try box(121, 31, 121.02, 31.02).overlapArea(with: box(121.01, 30, 122, 32))
    #expect(abs(half / box(121.01, 31, 121.02, 31.02).area - 1) < 1e-9)
    #expect(try box(0, 0, 1, 1).overlapArea(with: box(1, 0, 2, 1)) == 0)
    #expect(try box(0, 0, 1, 1).overlapArea(with: box(5, 0, 6, 1)) == 0)
  }

  @Test func takesHolesAway() {
    let ring = [Position(0, 0), Position(0.01, 0), Position(0.01, 0.01), Position(0, 0.01), Position(0, 0)]
    let hole = ring.map { Position(0.0025 + $0.longitude / 2, 0.0025 + $0.latitude / 2) }
    let whole = Geometry.polygon([ring])
    #expect(abs(Geometry.polygon([ring, hole]).area / whole.area - 0.75) < 1e-9)
    #expect(abs(Geometry.polygon([ring.reversed(), hole]).area / whole.area - 0.75) < 1e-9)
  }

  @Test func projectsThereAndBack() {
    let projection = LocalProjection(origin: Position(121.4737, 31.2304))
    let (x, y) = projection.project(Position(121.4747, 31.2404))
    // Lengths of the degree at 31.2304° on WGS 84.
    #expect(abs(x - 95.27387) < 0.0001)
    #expect(abs(y - 1108.73433) < 0.0001)
    let back = projection.position(x: x, y: y)
    #expect(abs(back.longitude - 121.4747) < 1e-12 && abs(back.latitude - 31.2404) < 1e-12)
  }
}
