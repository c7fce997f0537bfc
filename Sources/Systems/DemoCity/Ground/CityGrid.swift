// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The net on which the city is drawn: crooked lines from west to east and from south to north, one of which is the middle of
/// the river. Its meshes are the communities; so areas meet without gaps and overlaps, and roads follow their borders.
struct CityGrid: Sendable {
  let columns: Int
  let rows: Int
  /// The line that is the middle of the river.
  let riverColumn: Int
  let river: River
  /// Sides of a mesh in metres.
  static let side = 640.0

  private let nodes: [[Point]]
  private let eastward: [[[Point]]]
  private let northward: [[[Point]]]

  init(size: DemoSize, random: inout RandomStream) {
    let communities = size.communities
    columns = (size.streetColumns.west + size.streetColumns.east) * communities.columns
    rows = size.streetRows * communities.rows
    riverColumn = size.streetColumns.west * communities.columns
    let river = River(height: Double(rows) * Self.side, random: &random)
    self.river = river
    let (columns, rows, riverColumn) = (self.columns, self.rows, self.riverColumn)
    var nodes: [[Point]] = []
    for column in 0...columns {
      nodes.append([])
      for row in 0...rows {
        let y = (Double(row) - Double(rows) / 2) * Self.side + random.number(in: -60...60)
        guard column != riverColumn else {
          nodes[column].append(Point(x: river.middle(at: y), y: y))
          continue
        }
        let distance = Double(column - riverColumn)
        // Streets near the river follow its bends, those far away do not.
        let bend = river.middle(at: y) / (1 + distance * distance / 9)
        nodes[column].append(Point(x: distance * Self.side + bend + random.number(in: -60...60), y: y))
      }
    }
    var eastward: [[[Point]]] = []
    for column in 0..<columns {
      eastward.append((0...rows).map { Self.line(nodes[column][$0], nodes[column + 1][$0], &random) })
    }
    var northward: [[[Point]]] = []
    for column in 0...columns {
      northward.append(
        (0..<rows).map { row in
          let (start, end) = (nodes[column][row], nodes[column][row + 1])
          return column == riverColumn ? river.line(from: start.y, to: end.y) : Self.line(start, end, &random)
        })
    }
    (self.nodes, self.eastward, self.northward) = (nodes, eastward, northward)
  }

  /// A crooked line between two nodes.
  private static func line(_ start: Point, _ end: Point, _ random: inout RandomStream) -> [Point] {
    let pieces = 4
    let across = (end - start).direction.left
    return [start]
      + (1..<pieces).map { piece in
        .between(start, end, Double(piece) / Double(pieces)) + across * random.number(in: -14...14)
      } + [end]
  }

  /// The line from west to east with this number, between two lines from south to north.
  func eastward(row: Int, from first: Int, to last: Int) -> [Point] {
    (first..<last).reduce(into: [nodes[first][row]]) { $0 += eastward[$1][row].dropFirst() }
  }

  func northward(column: Int, from first: Int, to last: Int) -> [Point] {
    (first..<last).reduce(into: [nodes[column][first]]) { $0 += northward[column][$1].dropFirst() }
  }

  /// The border around meshes, counter-clockwise (RFC 7946 §3.1.6), without a repetition of the first point.
  func ring(_ mesh: Meshes) -> [Point] {
    let south = eastward(row: mesh.rows.lowerBound, from: mesh.columns.lowerBound, to: mesh.columns.upperBound)
    let east = northward(column: mesh.columns.upperBound, from: mesh.rows.lowerBound, to: mesh.rows.upperBound)
    let north = eastward(row: mesh.rows.upperBound, from: mesh.columns.lowerBound, to: mesh.columns.upperBound)
    let west = northward(column: mesh.columns.lowerBound, from: mesh.rows.lowerBound, to: mesh.rows.upperBound)
    return Array(south.dropLast()) + Array(east.dropLast()) + Array(north.reversed().dropLast())
      + Array(west.reversed().dropLast())
  }

  /// A point inside a mesh: shares of the way from west to east and from south to north.
  func point(column: Int, row: Int, _ u: Double, _ v: Double) -> Point {
    let south = Point.between(nodes[column][row], nodes[column + 1][row], u)
    let north = Point.between(nodes[column][row + 1], nodes[column + 1][row + 1], u)
    return .between(south, north, v)
  }
}

/// Meshes of the grid that make a rectangle.
struct Meshes: Hashable, Sendable {
  /// Lines on both sides.
  var columns: Range<Int>
  var rows: Range<Int>
}

/// The river: a meandering middle line from south to north, and banks.
struct River: Sendable {
  /// From the middle to a bank, in metres.
  let halfWidth: Double
  private let height: Double
  private let bends: [(amplitude: Double, length: Double, phase: Double)]

  /// - Parameter height: of the city, in metres.
  init(height: Double, random: inout RandomStream) {
    self.height = height
    halfWidth = random.number(in: 70...90)
    bends = [
      (random.number(in: 240...320), random.number(in: 3800...4600), random.number(in: 0...6.28)),
      (random.number(in: 50...80), random.number(in: 1500...1900), random.number(in: 0...6.28)),
    ]
  }

  /// How far to the east the middle lies at a height.
  func middle(at y: Double) -> Double {
    bends.reduce(0) { $0 + $1.amplitude * sin(2 * .pi * y / $1.length + $1.phase) }
  }

  /// The middle line between two heights.
  func line(from start: Double, to end: Double) -> [Point] {
    let pieces = max(1, Int(((end - start) / 50).rounded()))
    return (0...pieces).map { piece in
      let y = start + (end - start) * Double(piece) / Double(pieces)
      return Point(x: middle(at: y), y: y)
    }
  }

  /// A line along the river at a distance from its middle, to the east where it is positive.
  func parallel(at distance: Double, beyond: Double = 0) -> [Point] {
    let line = line(from: -height / 2 - beyond, to: height / 2 + beyond)
    return line.indices.map { index in
      let direction = (line[min(index + 1, line.count - 1)] - line[max(index - 1, 0)]).direction
      return line[index] - direction.left * distance
    }
  }

  /// The water, counter-clockwise.
  var ring: [Point] { parallel(at: halfWidth, beyond: 600) + parallel(at: -halfWidth, beyond: 600).reversed() }

  /// Whether a point lies in the water or nearer to it than a margin, about.
  func isNear(_ point: Point, margin: Double) -> Bool { abs(point.x - middle(at: point.y)) < halfWidth + margin }
}
