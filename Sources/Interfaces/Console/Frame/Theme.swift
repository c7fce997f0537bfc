// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP

/// The colours of the pages.
enum Theme: String, CaseIterable, Sendable {
  /// As the reader's system has it.
  case automatic
  case light
  case dark
  /// Dark and large, for a wall that is read from across the room; asked for by each address, never remembered.
  case wall

  /// What people choose for themselves.
  static let chosen: [Theme] = [.automatic, .light, .dark]

  static func of(_ head: RequestHead) -> Theme {
    if let query = head.query, query.split(separator: "&").contains("theme=wall") { return .wall }
    return Preference.theme.value(of: head).flatMap(Theme.init) ?? .automatic
  }

  /// The value of the CSS property `color-scheme`.
  var scheme: String {
    switch self {
    case .automatic: "light dark"
    case .light: "light"
    case .dark, .wall: "dark"
    }
  }
}

extension Frame {
  /// The sheet of dark colours is a file of its own: chosen or preferred, it is written once. Paper is always light.
  mutating func wear(_ theme: Theme) {
    self.theme = theme
    switch theme {
    case .automatic: darkMedia = "screen and (prefers-color-scheme: dark)"
    case .light: darkMedia = nil
    case .dark, .wall: darkMedia = "screen"
    }
    if darkMedia != nil { darkStyle = Asset.named("dark.css").address }
    if theme == .wall { styles.append(Asset.named("wall.css").address) }
  }
}
