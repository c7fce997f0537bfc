// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Spatial
import Vocabulary

/// A small map of where a matter is: the areas around it, the matter in the middle, other open ones near it.
///
/// An SVG in metres around the place, so that it needs no script and no tiles.
struct PlaceMap: Sendable {
  struct Shape: Sendable {
    /// The attribute `d` of a path.
    var outline: String
    var kind: String
  }

  struct Dot: Sendable {
    var x: Int
    var y: Int
    var dotAddress: String
    var dotLabel: String
  }

  static let halfWidth = 640
  static let halfHeight = 400

  var mapLabel: String
  var shapes: [Shape]
  var dots: [Dot]
  /// For programs that lead the way (RFC 5870).
  var geo: String
  var coordinates: String

  init?(_ position: Position?, areas: AreaPath, label: String, near: [NearbyMatters.Found], names: MatterNames) {
    guard let position else { return nil }
    let index = names.catalogue.areas
    let projection = LocalProjection(origin: position)
    func path(_ area: Area) -> String? {
      guard let geometry = area.geometry else { return nil }
      let outline = geometry.polygons.joined().map { ring in
        let points = ring.map { corner in
          let (x, y) = projection.project(corner)
          return "\(Int(x.rounded())) \(Int((-y).rounded()))"
        }
        return "M" + points.joined(separator: "L") + "Z"
      }.joined()
      return outline.isEmpty ? nil : outline
    }
    func shapes(_ children: [Area], own: String?, _ kind: String) -> [Shape] {
      children.compactMap { area in path(area).map { Shape(outline: $0, kind: area.code == own ? "own" : kind) } }
    }
    self.shapes =
      shapes(index.children(of: areas.district), own: nil, "street")
      + shapes(areas.street.map(index.children) ?? [], own: areas.community, "community")
    dots = near.compactMap { found in
      guard let place = found.matter.position else { return nil }
      let (x, y) = projection.project(place)
      return Dot(
        x: Int(x.rounded()), y: Int((-y).rounded()), dotAddress: "/matters/\(found.matter.id)",
        dotLabel: "\(found.matter.number) \(names.title(of: found.matter))")
    }
    mapLabel = label
    geo = "geo:\(position.latitude),\(position.longitude)"
    coordinates = "\(Self.rounded(position.latitude)), \(Self.rounded(position.longitude))"
  }

  /// Five places are about a metre.
  private static func rounded(_ degrees: Double) -> String { "\((degrees * 100_000).rounded() / 100_000)" }
}
