// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Vocabulary

/// A warning level as people see it: colour, shape and word.
struct LevelMark: Sendable {
  /// The class of the template and of the style sheet.
  var level: String
  var symbol: String
  var word: String

  init(_ level: WarningLevel, _ messages: Messages) {
    self.level = level.rawValue
    symbol = Self.symbol(level)
    word = messages["level.\(level.rawValue)"]
  }

  static func symbol(_ level: WarningLevel) -> String {
    switch level {
    case .red: "●"
    case .orange: "◆"
    case .yellow: "▲"
    case .blue: "■"
    }
  }
}
