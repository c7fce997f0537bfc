// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension PageRequest {
  /// Cuts items that were fetched with `limit + 1`: the page itself, and the sort key of its last item if more follow.
  public func cut<Item>(_ items: [Item], key: (Item) -> [JSON]) -> (page: ArraySlice<Item>, next: [JSON]?) {
    let page = items.prefix(limit)
    return (page, items.count > limit ? page.last.map(key) : nil)
  }
}
