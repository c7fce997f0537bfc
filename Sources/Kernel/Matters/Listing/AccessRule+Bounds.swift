// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access

extension AccessRule {
  /// The principal by whom everything that the rule covers was reported; `nil` when it reaches further.
  var boundOwner: String? {
    bound { if case .owner(let id) = $0 { id } else { nil } }
  }

  /// An area in which everything lies that the rule covers; `nil` when it reaches further.
  var boundArea: String? {
    bound { if case .area(let code) = $0 { code } else { nil } }
  }

  private func bound(_ own: (AccessRule) -> String?) -> String? {
    switch self {
    case .any(let rules):
      let bounds = Set(rules.map { $0.bound(own) })
      return bounds.count == 1 ? bounds.first ?? nil : nil
    case .all(let rules): return rules.compactMap { $0.bound(own) }.first
    default: return own(self)
    }
  }
}
