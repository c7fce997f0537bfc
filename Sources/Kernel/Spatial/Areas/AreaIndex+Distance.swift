// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension AreaIndex {
  /// How many metres a position lies from the box around all areas: 0 within it; `nil` where no area is drawn.
  public func distance(to position: Position) -> Double? {
    guard let bounds else { return nil }
    let nearest = Position(
      min(max(position.longitude, bounds.west), bounds.east), min(max(position.latitude, bounds.south), bounds.north))
    return position.distance(to: nearest)
  }
}
