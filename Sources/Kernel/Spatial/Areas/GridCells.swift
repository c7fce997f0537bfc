// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Cuts a community into grid cells (单元网格) of about 10,000 m² (GB/T 30428.1).
///
/// The squares of all communities belong to one net that starts at the city's origin, so cells of neighbouring communities
/// fit. At the community's edge a square is clipped. A clipped piece smaller than `smallestShare` of a whole square joins the
/// neighbour in the same community with which it shares the longest border; one without such a neighbour stays a cell of its
/// own. The same input always gives the same cells and codes.
public struct GridCells: Sendable {
  /// South-western corner of one square of the net.
  public var origin: Position
  /// Side of a square in metres.
  public var side: Double
  /// Digits of the serial number that follows the community's code.
  public var serialDigits: Int
  /// Share of a whole square, 0 to 1, below which a clipped piece is joined to a neighbour.
  public var smallestShare: Double

  public init(origin: Position, side: Double = 100, serialDigits: Int = 3, smallestShare: Double = 0.25) {
    precondition(side > 0 && serialDigits > 0, "a grid needs squares and serial numbers")
    self.origin = origin
    self.side = side
    self.serialDigits = serialDigits
    self.smallestShare = smallestShare
  }

  /// The cells of an area, numbered from north to south and in each row from west to east, starting at 1.
  ///
  /// - Throws: `Problem` of code `invalid` when the area is no valid polygon, or needs more cells than the serial number
  ///   has digits for.
  public func cells(of area: Area) throws(Problem) -> [Area] {
    guard let geometry = area.geometry, !geometry.polygons.isEmpty else {
      let what =
        area.geometry.map { ("is a \($0.type)", "的几何类型为 \($0.type)") } ?? ("has no geometry", "没有几何图形")
      throw Problem(
        .invalid, "area \(area.code) \(what.0), only a polygon can be cut into cells",
        "区域 \(area.code) \(what.1)，只有多边形可以划分单元网格")
    }
    if let fault = geometry.fault() {
      throw Problem(
        .invalid, "the boundary of area \(area.code) is not valid: \(fault)", "区域 \(area.code) 的边界无效：\(fault)")
    }
    let pieces = try merged(try cut(geometry, of: area)).sorted {
      ($1.row, $0.column, $0.part) < ($0.row, $1.column, $1.part)
    }
    var largest = 1
    for _ in 0..<serialDigits { largest *= 10 }
    guard pieces.count < largest else { throw tooMany(area, pieces.count) }
    return pieces.enumerated().map { index, piece in
      let number = String(index + 1)
      let serial = String(repeating: "0", count: serialDigits - number.count) + number
      let name = LocalizedText([
        "en": "\(area.name.text(in: "en")), cell \(serial)", "zh-Hans": "\(area.name.text(in: "zh-Hans"))\(serial)网格",
      ])
      return Area(code: area.code + serial, level: .cell, name: name, parent: area.code, geometry: piece.geometry)
    }
  }

  /// What one square of the net and the area have in common, or one of several such parts.
  private struct Piece {
    var column: Int
    var row: Int
    var part: Int
    var geometry: Geometry
    var area: Double
  }

  private func cut(_ geometry: Geometry, of area: Area) throws(Problem) -> [Piece] {
    let projection = LocalProjection(origin: origin)
    let box = geometry.boundingBox
    let (west, south) = projection.project(Position(box.west, box.south))
    let (east, north) = projection.project(Position(box.east, box.north))
    let extent = [west / side, east / side, south / side, north / side].map { $0.rounded(.down) }
    // A community has some hundred squares; a district by mistake, or a side of one metre, must not fill the memory.
    let squares = (extent[1] - extent[0] + 1) * (extent[3] - extent[2] + 1)
    guard squares <= 1_000_000 else { throw tooMany(area, Int(min(squares, 1e15))) }
    let prepared = try PreparedGeometry(geometry)
    var pieces: [Piece] = []
    for row in Int(extent[2])...Int(extent[3]) {
      for column in Int(extent[0])...Int(extent[1]) {
        let square = square(column, row, projection)
        if try prepared.covers(square) {
          pieces.append(Piece(column: column, row: row, part: 0, geometry: square, area: square.area))
        } else if let clipped = try prepared.intersects(square) ? square.intersection(geometry) : nil {
          for (part, rings) in clipped.polygons.enumerated() {
            let geometry = Geometry.polygon(rings)
            pieces.append(Piece(column: column, row: row, part: part, geometry: geometry, area: geometry.area))
          }
        }
      }
    }
    return pieces
  }

  /// Corners are computed from the square's numbers alone, so that neighbours share them to the last bit.
  private func square(_ column: Int, _ row: Int, _ projection: LocalProjection) -> Geometry {
    func corner(_ column: Int, _ row: Int) -> Position {
      projection.position(x: Double(column) * side, y: Double(row) * side)
    }
    let first = corner(column, row)
    return .polygon([[first, corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1), first]])
  }

  private func merged(_ pieces: [Piece]) throws(Problem) -> [Piece] {
    var pieces: [Piece?] = pieces
    let smallest = smallestShare * side * side
    // By square, so that only the eight around are looked at; the smallest first, because two may make a whole.
    var bySquare: [Square: [Int]] = [:]
    for (index, piece) in pieces.enumerated() {
      if let piece { bySquare[Square(column: piece.column, row: piece.row), default: []].append(index) }
    }
    let slivers = pieces.indices.filter { (pieces[$0]?.area ?? 0) < smallest }
      .sorted { (pieces[$0]?.area ?? 0, $0) < (pieces[$1]?.area ?? 0, $1) }
    for index in slivers {
      // It may have grown by a smaller one.
      guard let piece = pieces[index], piece.area < smallest else { continue }
      var best: (neighbour: Int, border: Double)?
      for neighbour in reachable(from: piece, bySquare) where neighbour != index {
        guard let other = pieces[neighbour] else { continue }
        let border = try piece.geometry.sharedBorder(with: other.geometry)
        if border > best?.border ?? 0 { best = (neighbour, border) }
      }
      guard let best, let other = pieces[best.neighbour] else { continue }
      let union = try other.geometry.union(piece.geometry)
      pieces[best.neighbour]?.geometry = union
      pieces[best.neighbour]?.area = union.area
      // What joined reaches over its square: its new neighbours must find it.
      bySquare[Square(column: piece.column, row: piece.row), default: []].append(best.neighbour)
      pieces[index] = nil
    }
    return pieces.compactMap { $0 }
  }

  private struct Square: Hashable {
    var column: Int
    var row: Int
  }

  private func reachable(from piece: Piece, _ bySquare: [Square: [Int]]) -> [Int] {
    var found = Set<Int>()
    for row in piece.row - 1...piece.row + 1 {
      for column in piece.column - 1...piece.column + 1 {
        found.formUnion(bySquare[Square(column: column, row: row)] ?? [])
      }
    }
    return found.sorted()
  }

  private func tooMany(_ area: Area, _ count: Int) -> Problem {
    Problem(
      .invalid,
      "area \(area.code) needs \(count) cells, more than \(serialDigits) digits can number: "
        + "cut it into communities first, or choose a larger side or more digits",
      "区域 \(area.code) 需要 \(count) 个单元网格，超出 \(serialDigits) 位编号的范围：请先划分为社区，或加大网格边长，或增加编号位数")
  }
}
