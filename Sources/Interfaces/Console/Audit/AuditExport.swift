// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

extension Endpoint {
  /// What the filter finds, as a file for spreadsheets. The one of the interface, with the filter of the page.
  static func auditExport(_ pages: Pages) -> Endpoint {
    page(
      .get, "/audit.csv", operationId: "pageAuditExport", summary: "The filtered journal as CSV",
      access: .roles(auditors), parameters: AuditFilter.parameters, isHeavy: true
    ) { call in
      try call.requireWhole(auditors)
      let search = try await AuditFilter(call).search(pages, call)
      var query: [String] = []
      if let search {
        func add(_ name: String, _ value: String?) {
          if let value, !value.isEmpty { query.append("\(name)=\(LocalAddress.encoded(value))") }
        }
        add("by", search.actors.joined(separator: ","))
        add("kind", search.kinds.joined(separator: ","))
        add("subjectKind", search.subjectKind)
        add("subject", search.subject)
        add("from", search.from?.description)
        add("to", search.to?.description)
      } else {
        // Nobody of that name: a file without rows rather than one with all.
        query = ["by=nobody"]
      }
      return .seeOther("/api/v1/journal/events.csv?\(query.joined(separator: "&"))")
    }
  }
}
