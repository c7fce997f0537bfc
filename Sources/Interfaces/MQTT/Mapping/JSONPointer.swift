// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A place in a JSON text (RFC 6901).
struct JSONPointer: Hashable, Sendable {
  private let steps: [String]

  /// `nil` where it neither is empty nor begins with a slash.
  init?(_ text: String) {
    guard text.isEmpty || text.hasPrefix("/") else { return nil }
    steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  /// With how many decimals the number there was written, where zeros end it.
  func decimals(in written: WrittenDecimals) -> Int? { decimals(of: written).count }

  /// Those of all that is there.
  func decimals(of written: WrittenDecimals) -> WrittenDecimals { steps.reduce(written) { $0.at($1) } }

  func value(in json: JSON) -> JSON? {
    var value = json
    for step in steps {
      if let object = value.object {
        guard let next = object[step] else { return nil }
        value = next
      } else if let array = value.array, let index = Int(step), array.indices.contains(index) {
        value = array[index]
      } else {
        return nil
      }
    }
    return value
  }
}
