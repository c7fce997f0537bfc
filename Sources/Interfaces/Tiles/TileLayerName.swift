// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A layer that can be asked for.
enum TileLayerName: Hashable, Sendable {
  case ground(GroundLayer)
  case matters
  case warnings
  case sensors

  init?(_ text: some StringProtocol) {
    switch text {
    case "matters": self = .matters
    case "warnings": self = .warnings
    case "sensors": self = .sensors
    default:
      guard let layer = GroundLayer(rawValue: String(text)) else { return nil }
      self = .ground(layer)
    }
  }

  var text: String {
    switch self {
    case .ground(let layer): layer.rawValue
    case .matters: "matters"
    case .warnings: "warnings"
    case .sensors: "sensors"
    }
  }

  var isPublic: Bool { if case .ground(let layer) = self { layer.isPublic } else { false } }
  var isGround: Bool { if case .ground = self { true } else { false } }

  static let all = GroundLayer.allCases.map(Self.ground) + [.matters, .warnings, .sensors]

  /// Reads `areas,water,roads`, in the order in which they are drawn.
  /// - Throws: `Problem` of code `notFound`.
  static func list(_ text: String) throws(Problem) -> [TileLayerName] {
    var layers: [TileLayerName] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let layer = TileLayerName(name) else {
        throw Problem(
          .notFound, "There is no layer \(name.prefix(40)); there are \(all.map(\.text).joined(separator: ", ")).",
          "没有图层 \(name.prefix(40))；现有图层：\(all.map(\.text).joined(separator: "、"))。")
      }
      if !layers.contains(layer) { layers.append(layer) }
    }
    return layers
  }
}
