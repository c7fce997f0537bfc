// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Something wrong with the division of a city.
public struct AreaProblem: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    case duplicateCode, notAPolygon, invalidGeometry, unknownParent, parentNotWider, outsideParent, overlap
  }

  public var kind: Kind
  /// The area to mend.
  public var code: String
  /// The other area that has to do with it.
  public var other: String?
  /// What is wrong and what would be right; names both codes.
  public var detail: String

  public var description: String { detail }
}

extension AreaIndex {
  /// What is wrong with the areas: duplicate codes, shapes that are no valid polygons, parents that are unknown or not wider,
  /// areas that reach out of their parent, neighbours with the same parent that overlap.
  ///
  /// - Parameter tolerance: the share of an area, 0 to 1, that may lie outside its parent or in a neighbour: digitised borders
  ///   never match to the millimetre.
  /// - Returns: the problems, by area in the order given.
  public func problems(tolerance: Double = 0.001) -> [AreaProblem] {
    var problems: [AreaProblem] = []
    var seen = Set<String>()
    var sound = Set<String>()
    for area in given {
      guard seen.insert(area.code).inserted else {
        problems.append(
          .init(
            kind: .duplicateCode, code: area.code, other: area.code,
            detail: "area \(area.code) is given twice, area codes are unique in the city"))
        continue
      }
      if let problem = shapeProblem(of: area) {
        problems.append(problem)
      } else if area.geometry != nil {
        sound.insert(area.code)
      }
      if let problem = parentProblem(of: area) { problems.append(problem) }
    }
    for parent in [nil] + areas.map(\.code) {
      let children = children(of: parent).filter { sound.contains($0.code) }
      if let parent, sound.contains(parent), let area = area(parent) {
        problems += outside(area, children, tolerance)
      }
      for level in Area.Level.allCases { problems += overlaps(children.filter { $0.level == level }, tolerance) }
    }
    return problems
  }

  private func shapeProblem(of area: Area) -> AreaProblem? {
    guard let geometry = area.geometry else { return nil }
    switch geometry {
    case .polygon, .multiPolygon: break
    default:
      return .init(
        kind: .notAPolygon, code: area.code,
        detail: "area \(area.code) is a \(geometry.type), it must be a Polygon or a MultiPolygon")
    }
    return geometry.fault().map {
      .init(kind: .invalidGeometry, code: area.code, detail: "the boundary of area \(area.code) is not valid: \($0)")
    }
  }

  private func parentProblem(of area: Area) -> AreaProblem? {
    guard let code = area.parent else { return nil }
    guard let parent = self.area(code) else {
      return .init(
        kind: .unknownParent, code: area.code, other: code,
        detail: "area \(area.code) names \(code) as its parent, which is not among the areas")
    }
    guard parent.level < area.level else {
      return .init(
        kind: .parentNotWider, code: area.code, other: code,
        detail: "area \(area.code) (\(area.level.rawValue)) names \(code) as its parent, which is a "
          + "\(parent.level.rawValue): a parent is of a wider level")
    }
    return nil
  }

  private func outside(_ parent: Area, _ children: [Area], _ tolerance: Double) -> [AreaProblem] {
    guard let whole = parent.geometry, let prepared = try? PreparedGeometry(whole) else { return [] }
    return children.compactMap { child in
      guard let part = child.geometry else { return nil }
      do throws(Problem) {
        if try prepared.covers(part) { return nil }
        let size = part.area
        let rest = size - (try part.overlapArea(with: whole))
        guard rest > tolerance * size else { return nil }
        return .init(
          kind: .outsideParent, code: child.code, other: parent.code,
          detail: "area \(child.code) reaches out of its parent \(parent.code) by \(Int(rest.rounded())) m², "
            + "\(Self.percent(rest / size)) of it")
      } catch {
        return .init(
          kind: .outsideParent, code: child.code, other: parent.code,
          detail: "area \(child.code) cannot be compared with its parent \(parent.code): \(error.detail)")
      }
    }
  }

  private func overlaps(_ siblings: [Area], _ tolerance: Double) -> [AreaProblem] {
    guard siblings.count > 1 else { return [] }
    let shapes = siblings.compactMap(\.geometry)
    let boxes = shapes.map(\.boundingBox)
    let sizes = shapes.map(\.area)
    let tree = BoxTree(boxes)
    var problems: [AreaProblem] = []
    for index in siblings.indices {
      var neighbours: [Int] = []
      tree.forEach(meeting: boxes[index]) { if $0 > index { neighbours.append($0) } }
      for other in neighbours.sorted() {
        let allowed = tolerance * min(sizes[index], sizes[other])
        // Cells that only share an edge, which most are, need no closer look.
        guard let common = boxes[index].intersection(boxes[other]), Self.area(of: common) > allowed else { continue }
        do throws(Problem) {
          let overlap = try shapes[index].overlapArea(with: shapes[other])
          guard overlap > allowed else { continue }
          problems.append(
            .init(
              kind: .overlap, code: siblings[other].code, other: siblings[index].code,
              detail:
                "areas \(siblings[index].code) and \(siblings[other].code) overlap by \(Int(overlap.rounded())) m², "
                + "\(Self.percent(overlap / min(sizes[index], sizes[other]))) of the smaller"))
        } catch {
          problems.append(
            .init(
              kind: .overlap, code: siblings[other].code, other: siblings[index].code,
              detail: "areas \(siblings[index].code) and \(siblings[other].code) cannot be compared: \(error.detail)"))
        }
      }
    }
    return problems
  }

  private static func area(of box: BoundingBox) -> Double {
    let projection = LocalProjection(origin: box.center)
    return (box.east - box.west) * projection.metresPerDegreeEast * (box.north - box.south)
      * projection.metresPerDegreeNorth
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
