// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Storage
import Vocabulary

extension SQLCompiler {
  /// The SQL of a geospatial function that is true or false; `nil` for another function.
  func relation(_ function: Function, _ arguments: [Expression], _ scope: Scope) throws -> SQLText? {
    switch function {
    case .geoIntersects, .stEquals, .stDisjoint, .stTouches, .stWithin, .stOverlaps, .stCrosses, .stIntersects,
      .stContains, .stRelate:
      break
    default: return nil
    }
    guard let pair = try pair(function, arguments, scope) else { return "NULL = 1" }
    var pattern: String?
    if arguments.count > 2, case .string(let text) = try value(constant: arguments[2]) { pattern = text }
    let isComplement = function == .stDisjoint
    let tested: Function = isComplement ? .stIntersects : function
    // Only geometries whose boxes meet can stand in one of these relations.
    let box = tested == .stRelate && !Self.meets(pattern ?? "") ? nil : pair.constant.boundingBox
    let keys = try keys(pair.source, box, arguments[0]) { geometry in
      pair.isReversed
        ? try tested.relates(pair.constant, geometry, pattern: pattern)
        : try tested.relates(geometry, pair.constant, pattern: pattern)
    }
    return isComplement ? "NOT (\(keys))" : keys
  }

  /// The SQL of a comparison of `geo.distance` or `geo.length` with a number; `nil` for another comparison.
  func measure(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, _ scope: Scope
  ) throws -> SQLText? {
    guard case .call(let function, let arguments) = left.node, !left.isConstant,
      function == .geoDistance || function == .geoLength
    else {
      guard case .call(let function, _) = right.node, !right.isConstant,
        function == .geoDistance || function == .geoLength
      else { return nil }
      return try measure(Self.mirrored(comparison), right, left, scope)
    }
    guard right.isConstant else {
      throw fault(
        "\(function.rawValue) can only be compared with a number that is the same for all entities",
        "\(function.rawValue) 只能与对所有实体都相同的数字比较", at: left)
    }
    let isPresent: SQLText
    let source: GeometrySource
    var constant: Geometry?
    if function == .geoDistance {
      guard let pair = try pair(function, arguments, scope) else {
        return "1 = \(raw: comparison == .notEqual ? "1" : "0")"
      }
      (source, constant) = (pair.source, pair.constant)
    } else {
      source = try self.source(arguments[0], scope)
    }
    isPresent = "\(source.key) IS NOT NULL"
    guard case .number(let bound) = try value(constant: right) else {
      switch comparison {
      case .equal: return "NOT (\(isPresent))"
      case .notEqual: return isPresent
      default: return "1 = 0"
      }
    }
    func matching(_ comparison: ComparisonOperator) throws -> SQLText {
      // What is no farther lies in a box that reaches as far.
      var box: BoundingBox?
      if let constant {
        let inner = constant.boundingBox
        let reach = max(0, min(bound, 400)) + 1e-9
        box = BoundingBox(
          west: inner.west - reach, south: inner.south - reach, east: inner.east + reach, north: inner.north + reach)
      }
      return try keys(source, box, left) { geometry in
        let measure = try constant.map { try geometry.planarDistance(to: $0) } ?? geometry.planarLength
        return try Evaluator.compare(comparison, .number(measure), .number(bound))
      }
    }
    switch comparison {
    case .less, .lessOrEqual, .equal: return try matching(comparison)
    case .greater: return "NOT (\(try matching(.lessOrEqual)))"
    case .greaterOrEqual: return "NOT (\(try matching(.less)))"
    case .notEqual: return "(\(try matching(.equal))) IS NOT TRUE"
    }
  }

  private static func mirrored(_ comparison: ComparisonOperator) -> ComparisonOperator {
    switch comparison {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual: comparison
    }
  }

  /// Whether a pattern holds only for geometries that share a position.
  private static func meets(_ pattern: String) -> Bool {
    let cells = Array(pattern.uppercased().utf8)
    guard cells.count == 9 else { return false }
    return [0, 1, 3, 4].contains { "T012".utf8.contains(cells[$0]) }
  }

  // MARK: Arguments

  private struct Pair {
    var source: GeometrySource
    var constant: Geometry
    /// Whether the constant is the first.
    var isReversed: Bool
  }

  /// A property and a constant; `nil` where one of them is null.
  private func pair(_ function: Function, _ arguments: [Expression], _ scope: Scope) throws -> Pair? {
    let (first, second) = (arguments[0], arguments[1])
    guard first.isConstant != second.isConstant else {
      throw fault(
        "one side of \(function.rawValue) must be a constant such as geography'POINT (8.4 49.0)'",
        "\(function.rawValue) 的一侧须是常量，如 geography'POINT (8.4 49.0)'", at: second)
    }
    guard case .geometry(let constant) = try value(constant: first.isConstant ? first : second) else { return nil }
    return Pair(
      source: try source(first.isConstant ? second : first, scope), constant: constant, isReversed: first.isConstant)
  }

  private func source(_ expression: Expression, _ scope: Scope) throws -> GeometrySource {
    guard case .path(let path) = expression.node,
      case .geometry(let source) = try resolver.property(path.property, of: path.owner, alias: scope.row(path))
    else { throw fault("a property that is a geometry is needed here", "此处应为几何图形属性", at: expression) }
    return source
  }

  /// A condition that names the geometries that `fits` holds for.
  private func keys(
    _ source: GeometrySource, _ box: BoundingBox?, _ expression: Expression, _ fits: (Geometry) throws -> Bool
  ) throws -> SQLText {
    var found: [JSON] = []
    var count = 0
    let candidates = source.candidates(box)
    try transaction.forEach(candidates.sql, values: candidates.values) { row in
      count += 1
      guard count <= limits.geometryCandidates else {
        throw fault(
          "more than \(limits.geometryCandidates) geometries would have to be looked at; ask for a smaller area",
          "要查看的几何图形超过 \(limits.geometryCandidates) 个；请缩小范围",
          at: expression)
      }
      guard let text: String = row[1], let json = try? JSON(parsing: text), let geometry = try? Geometry(json: json),
        // What GEOS cannot work with counts as no geometry.
        (try? fits(geometry)) == true
      else { return }
      switch row.values[0] {
      case .integer(let key): found.append(.integer(key))
      case .text(let key): found.append(.string(key))
      default: break
      }
    }
    // Null is in no list, but of an empty one databases say false.
    if found.isEmpty { return "CASE WHEN \(source.key) IS NOT NULL THEN FALSE END" }
    let list = SQLValue.text(JSON.array(found).text)
    switch dialect {
    case .sqlite: return "\(source.key) IN (SELECT value FROM json_each(\(list)))"
    case .postgresql:
      let type = source.keyIsInteger ? "BIGINT" : "TEXT"
      return """
        \(source.key) IN (SELECT CAST(value AS \(raw: type)) FROM jsonb_array_elements_text(CAST(\(list) AS JSONB)) AS list (value))
        """
    }
  }
}
