// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
public import HTTP
import Lifeline
public import Packs
import Vocabulary

/// Vector tiles of a city: its ground, matters, warnings and sensors.
public struct Tiles: Sendable {
  private let maker: TileMaker

  public init(_ city: City) { maker = TileMaker(city) }

  /// Reads what tiles are made of, so that nobody waits for it: a second or two where a million matters are open.
  public func prepare() async throws { try await maker.prepare() }

  public var endpoints: [Endpoint] { [.getTile(maker)] }
}

extension Endpoint {
  static func getTile(_ maker: TileMaker) -> Endpoint {
    Endpoint(
      .get, "/tiles/{layers}/{z}/{x}/{y}.mvt", operationId: "getTile", summary: "A vector tile of the city",
      description:
        "Mapbox Vector Tile 2.1. Layers, separated by commas: `areas`, `water`, `parks`, `buildings`, `roads` for everybody; "
        + "`places`, `pipes`, `bridges`, `matters`, `warnings`, `sensors` for staff within their bounds. Where matters or sensors "
        + "lie close together a feature stands for all of them: `count`, the worst `level` (0 none, 1 blue to 4 red) or `state`, and "
        + "how many are `late`.", tag: "Tiles", access: .optional,
      parameters: [
        .path("layers", .stringSchema(length: 1...200), "Names of layers."),
        .path("z", .integerSchema(0...22), "Zoom."), .path("x", .integerSchema(0...4_194_303), "Column, from 180° W."),
        .path("y", .integerSchema(0...4_194_303), "Row, from the north."), .ifNoneMatch,
      ],
      responses: [
        200: ResponseSpecification(
          "The tile.", mediaType: "application/vnd.mapbox-vector-tile",
          schema: ["type": "string", "contentEncoding": "binary"], headers: ["ETag": "Changes with the content."]),
        304: ResponseSpecification("You have it."),
      ], problems: [.notFound, .forbidden, .unauthenticated]
    ) { call in
      let layers = try TileLayerName.list(call.path("layers"))
      guard let tile = TileAddress(z: call.integer("z") ?? 0, x: call.integer("x") ?? 0, y: call.integer("y") ?? 0)
      else { throw Problem(.notFound, "There is no such tile at this zoom.", "该缩放级别没有这个瓦片。") }
      let isPublic = layers.allSatisfy(\.isPublic)
      if !isPublic { try call.requireStaff() }
      let made = try await maker.tile(tile, layers, for: call.principal)
      let answer =
        call.hasCurrent(made.tag)
        ? Answer.notModified(made.tag)
        : Answer.bytes(made.bytes, mediaType: "application/vnd.mapbox-vector-tile").with(made.tag)
      return answer.with("Cache-Control", isPublic ? "public, max-age=60" : "private, no-cache")
    }
  }
}

extension Call {
  fileprivate func requireStaff() throws(Problem) {
    guard identity != nil else { throw Problem(.unauthenticated, "Sign in to see these layers.", "请登录后查看这些图层。") }
    guard principal.grants.contains(where: { Warnings.readers.contains($0.role) }) else {
      throw Problem(.forbidden, "These layers are for the staff of the city.", "这些图层仅供城市工作人员查看。")
    }
  }
}
