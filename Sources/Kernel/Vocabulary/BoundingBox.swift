// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A rectangle between two meridians and two parallels, edges included (RFC 7946 §5).
///
/// It never crosses the antimeridian: `west` ≤ `east` and `south` ≤ `north`.
public struct BoundingBox: Hashable, Sendable {
  public var west: Double
  public var south: Double
  public var east: Double
  public var north: Double

  public init(west: Double, south: Double, east: Double, north: Double) {
    self.west = west
    self.south = south
    self.east = east
    self.north = north
  }

  /// The box that is one position.
  public init(_ position: Position) {
    self.init(
      west: position.longitude, south: position.latitude, east: position.longitude, north: position.latitude)
  }

  /// Reads `[west, south, east, north]`, or with altitudes `[west, south, low, east, north, high]`, which are dropped.
  ///
  /// - Throws: `Problem` of code `invalid`, also for a box across the antimeridian: ask for its two halves.
  public init(json: JSON, at pointer: String = "") throws(Problem) {
    guard let numbers = json.array, numbers.count == 4 || numbers.count == 6 else {
      throw .geometry(pointer, "a box is [west, south, east, north] in degrees", "范围应为以度计的 [西, 南, 东, 北]")
    }
    let half = numbers.count / 2
    let low = try Position(json: .array(Array(numbers[0..<2])), at: pointer)
    let high: Position
    do throws(Problem) {
      high = try Position(json: .array(Array(numbers[half..<half + 2])))
    } catch {
      let fault = error.errors.first
      throw .geometry(
        pointer, "the second corner: \(fault?.detail ?? error.detail)",
        "第二个角：\(fault?.detail(in: "zh-Hans") ?? error.detail(in: "zh-Hans"))")
    }
    guard low.longitude <= high.longitude else {
      throw .geometry(
        pointer, "west must not exceed east; ask for the two halves of a box across the antimeridian",
        "西不能大于东；跨越 180° 经线的范围请分两半查询")
    }
    guard low.latitude <= high.latitude else { throw .geometry(pointer, "south must not exceed north", "南不能大于北") }
    self.init(west: low.longitude, south: low.latitude, east: high.longitude, north: high.latitude)
  }

  /// `[west, south, east, north]`.
  public var json: JSON { [.number(west), .number(south), .number(east), .number(north)] }

  public var center: Position { Position((west + east) / 2, (south + north) / 2) }

  public func contains(_ position: Position) -> Bool {
    west <= position.longitude && position.longitude <= east && south <= position.latitude
      && position.latitude <= north
  }

  public func contains(_ other: BoundingBox) -> Bool {
    west <= other.west && other.east <= east && south <= other.south && other.north <= north
  }

  /// Whether they share at least one position; a shared edge or corner counts.
  public func intersects(_ other: BoundingBox) -> Bool {
    west <= other.east && other.west <= east && south <= other.north && other.south <= north
  }

  /// What both have in common.
  public func intersection(_ other: BoundingBox) -> BoundingBox? {
    guard intersects(other) else { return nil }
    return BoundingBox(
      west: max(west, other.west), south: max(south, other.south), east: min(east, other.east),
      north: min(north, other.north))
  }

  /// The smallest box that holds both.
  public func union(_ other: BoundingBox) -> BoundingBox {
    BoundingBox(
      west: min(west, other.west), south: min(south, other.south), east: max(east, other.east),
      north: max(north, other.north))
  }

  /// Grows to hold a position.
  public mutating func extend(to position: Position) {
    west = min(west, position.longitude)
    south = min(south, position.latitude)
    east = max(east, position.longitude)
    north = max(north, position.latitude)
  }
}
