// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Spatial
import Vocabulary

extension Pages {
  /// The names of areas for a map, as JSON: `[{name, code, at}]`. Cells have none there: they are many, and long.
  func mapLabels(_ areas: [Area], _ messages: Messages) -> String {
    let labels = areas.filter { $0.level != .cell }.compactMap { area -> JSON? in
      guard let middle = area.geometry?.boundingBox.center else { return nil }
      return [
        "name": .string(messages.text(area.name)), "code": .string(area.code),
        "at": [.number(middle.longitude), .number(middle.latitude)],
      ]
    }
    return JSON.array(labels).text
  }
}
