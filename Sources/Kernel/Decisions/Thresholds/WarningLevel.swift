// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The four levels of a warning (预警级别), the highest first (突发事件应对法, Art. 63).
public enum WarningLevel: String, CaseIterable, Sendable, Comparable {
  case red
  case orange
  case yellow
  case blue

  /// 1 for red to 4 for blue.
  public var rank: Int {
    switch self {
    case .red: 1
    case .orange: 2
    case .yellow: 3
    case .blue: 4
    }
  }

  /// Greater is more severe.
  public static func < (left: Self, right: Self) -> Bool { left.rank > right.rank }
}
