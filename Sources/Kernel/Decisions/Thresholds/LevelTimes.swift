// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A moment for each level of warning; in place, since every reading asks for it.
struct LevelTimes: Sendable, Hashable {
  private var red: Instant?
  private var orange: Instant?
  private var yellow: Instant?
  private var blue: Instant?

  subscript(level: WarningLevel) -> Instant? {
    @inline(__always) get {
      switch level {
      case .red: red
      case .orange: orange
      case .yellow: yellow
      case .blue: blue
      }
    }
    @inline(__always) set {
      switch level {
      case .red: red = newValue
      case .orange: orange = newValue
      case .yellow: yellow = newValue
      case .blue: blue = newValue
      }
    }
  }
}
