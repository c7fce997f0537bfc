// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// All areas of a city, in memory: from a position to its cell, community, street and district in microseconds.
///
/// It never changes; a new division of the city is a new index. Safe from any thread.
public final class AreaIndex: Sendable {
  /// The areas, the widest level first, each level by code. Of areas with the same code the first given is here.
  public let areas: [Area]
  /// The areas as given, with the faulty ones.
  let given: [Area]
  /// The box around all areas that are drawn; `nil` where none is.
  public let bounds: BoundingBox?
  private let numbers: [String: Int]
  /// Number of the parent of each area, where there is one of a wider level.
  private let parents: [Int?]
  private let childNumbers: [Int?: [Int]]
  private let levels: [LevelEntry]

  private struct LevelEntry: Sendable {
    let level: Area.Level
    /// Number in `areas` of each area of the level.
    let numbers: [Int]
    let index: AreaLevelIndex
  }

  /// Takes any areas; `problems()` tells what is wrong with them. An area that is no polygon holds no position.
  public init(_ given: [Area]) {
    self.given = given
    var seen = Set<String>()
    let areas = given.filter { seen.insert($0.code).inserted }.sorted { ($0.level, $0.code) < ($1.level, $1.code) }
    self.areas = areas
    let drawn = areas.compactMap(\.geometry).filter { !$0.polygons.isEmpty }
    bounds = drawn.map(\.boundingBox).reduce(nil as BoundingBox?) { box, next in box?.union(next) ?? next }
    let numbers = Dictionary(uniqueKeysWithValues: areas.indices.map { (areas[$0].code, $0) })
    self.numbers = numbers
    // Only a wider area can be a parent, so there is no way round in a circle.
    let parents = areas.map { area in
      area.parent.flatMap { numbers[$0] }.flatMap { areas[$0].level < area.level ? $0 : nil }
    }
    self.parents = parents
    childNumbers = Dictionary(grouping: areas.indices) { parents[$0] }
    levels = Area.Level.allCases.reversed().map { level in
      let members = areas.indices.filter { areas[$0].level == level && areas[$0].geometry?.polygons.isEmpty == false }
      return LevelEntry(
        level: level, numbers: members, index: AreaLevelIndex(members.compactMap { areas[$0].geometry }))
    }
  }

  /// The areas around a position.
  ///
  /// The narrowest area that holds it is looked up on the map, the wider ones are its parents, where it has them. A position
  /// on the edge between two cells lies in exactly one of them, always the same: see `AreaLevelIndex.locate`.
  public func locate(_ position: Position) -> AreaPath {
    var path = AreaPath()
    for entry in levels where path[entry.level] == nil {
      guard let found = entry.index.locate(position) else { continue }
      var next: Int? = entry.numbers[found]
      while let number = next {
        if path[areas[number].level] == nil { path[areas[number].level] = areas[number].code }
        next = parents[number]
      }
    }
    return path
  }

  public func area(_ code: String) -> Area? { numbers[code].map { areas[$0] } }

  /// Whether an area is `outer` or a part of it, by their parents. False when either is unknown.
  public func isInside(_ code: String, of outer: String) -> Bool {
    guard let goal = numbers[outer] else { return false }
    var next = numbers[code]
    while let number = next {
      if number == goal { return true }
      next = parents[number]
    }
    return false
  }

  /// The area and everything that it is a part of, by their parents.
  public func path(of code: String) -> AreaPath {
    var path = AreaPath()
    var next = numbers[code]
    while let number = next {
      path[areas[number].level] = areas[number].code
      next = parents[number]
    }
    return path
  }

  /// The parts of an area, one step down, by level and code; of `nil`: the areas that are part of none.
  public func children(of code: String?) -> [Area] {
    guard let code else { return (childNumbers[nil] ?? []).map { areas[$0] } }
    guard let number = numbers[code] else { return [] }
    return (childNumbers[number] ?? []).map { areas[$0] }
  }
}
