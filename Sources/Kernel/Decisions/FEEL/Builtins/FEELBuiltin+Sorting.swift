// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// `sort` (DMN 1.5, 10.3.4.7).
  static let sorting: [FEELBuiltin] = [
    FEELBuiltin(
      "sort",
      BuiltinSignature(.list("list"), .function("precedes")) { list, precedes, run in
        try sorted(list, by: precedes, run).map { .list($0) }
      })
  ]

  /// Sorted by merging; elements of which neither precedes the other keep their order.
  ///
  /// `nil` when the function gives something else than a boolean.
  private static func sorted(
    _ list: [FEELValue], by precedes: FEELFunction, _ run: FEELEvaluation
  ) throws -> [FEELValue]? {
    var list = list
    var width = 1
    while width < list.count {
      var merged: [FEELValue] = []
      merged.reserveCapacity(list.count)
      for start in stride(from: 0, to: list.count, by: width * 2) {
        let middle = min(start + width, list.count)
        let end = min(start + width * 2, list.count)
        var (left, right) = (start, middle)
        while left < middle, right < end {
          guard case .boolean(let isRight) = try precedes.call([list[right], list[left]], run) else { return nil }
          merged.append(isRight ? list[right] : list[left])
          if isRight { right += 1 } else { left += 1 }
        }
        merged += list[left..<middle]
        merged += list[right..<end]
      }
      list = merged
      width *= 2
    }
    return list
  }
}
