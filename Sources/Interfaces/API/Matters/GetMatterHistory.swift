// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func getMatterHistory(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/matters/{id}/history", operationId: "getMatterHistory", summary: "What happened to a matter",
      description:
        "The oldest first. Who only reported the matter sees neither internal notes nor who of the city did it.",
      tag: "Matters", access: .signedIn, parameters: [.matterId] + Parameter.paging,
      responses: [200: .page("A page of events.", of: .schemaReference("Event"))]
    ) { call in
      let page = try call.page()
      let id = call.pathIdentifier("id")
      let matter = try await city.matters.matter(id, for: call.principal)
      let events = try await city.matters.history(
        of: id, after: page.after?.first?.integer ?? 0, limit: page.limit + 1, for: call.principal)
      let (shown, next) = page.cut(events) { [.integer($0.revision)] }
      let view = EventView(MatterView(call.principal), of: matter)
      let names = try await view.names(of: shown, in: city)
      return .page(next: next, for: call) { writer in
        for event in shown { view.write(event, names: names, to: &writer) }
      }
    }
  }
}
