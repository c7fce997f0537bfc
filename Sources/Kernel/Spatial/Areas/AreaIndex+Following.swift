// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension AreaIndex {
  /// Where something lies now that lay in `path` when the city was divided in another way.
  ///
  /// A position lies where the map shows it, unless the smallest area of the path has no borders here: that one was given by
  /// name. Without a position, the smallest of the areas that there still are counts. The wider areas are its parents. What no
  /// area is left of stays as it was.
  public func path(following path: AreaPath, position: Position?) -> AreaPath {
    let kept = Area.Level.allCases.last { path[$0].flatMap(area) != nil }
    let smallest = kept.flatMap { path[$0] }.flatMap(area)
    if let position, smallest?.geometry != nil || smallest == nil {
      let located = locate(position)
      if !located.isEmpty { return located }
    }
    guard let smallest else { return path }
    var next = self.path(of: smallest.code)
    // Areas without a parent say nothing of what lies around them.
    let widest = Area.Level.allCases.first { next[$0] != nil } ?? smallest.level
    for level in Area.Level.allCases where level < widest { next[level] = path[level].flatMap(area)?.code }
    return next
  }
}
