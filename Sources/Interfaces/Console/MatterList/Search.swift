// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  /// What somebody types into the search of every page: a number leads to its matter, words to the list of those that have them.
  static func searchPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/search", operationId: "pageSearch", summary: "Search the matters", access: .signedIn,
      parameters: [.query("q", .stringSchema(length: 0...500), "A number, or words.")]
    ) { call in
      var filter = MatterFilter()
      filter.states = .all
      filter.text = String((call.string("q") ?? "").trimmed.prefix(200))
      if let matter = try await pages.city.matters.matter(number: filter.text, tenant: pages.city.tenant),
        Matters.visibility(of: call.principal).allows(matter.facts)
      {
        return .seeOther("/matters/\(matter.id)")
      }
      return .seeOther(filter.address())
    }
  }
}
