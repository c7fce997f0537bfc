// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import HTTP
import Journaling
import Packs
import Vocabulary

extension Endpoint {
  static func listEvents(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/journal", operationId: "listEvents", summary: "Everything that happened, the oldest first",
      description: "In order within each partition of the journal. Names and contacts of reporters are left out.",
      tag: "Journal", access: .roles([.auditor, .administrator]),
      parameters: Parameter.paging + [
        .query(
          "kind", .arraySchema(of: .stringSchema(length: 1...100), maximum: 50), isCommaSeparated: true,
          "Only events of these kinds."),
        .query(
          "subjectKind", .stringSchema(length: 1...100),
          "Together with `subject`: what sort of thing it is, as in `matter`."),
        .query("subject", .stringSchema(length: 1...1024), "Only what happened to this thing; needs `subjectKind`."),
      ], responses: [200: .page("A page of events.", of: .schemaReference("Event"))]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      let page = try call.page()
      let query = try JournalQuery(call, page)
      let tenant = city.tenant
      let (events, next) = try await city.database.read { [journal = city.journal] transaction in
        try query.run(on: journal, tenant: tenant, in: transaction)
      }
      let view = EventView(oversightFor: call.principal)
      let names = try await view.names(of: events, in: city)
      return .page(next: next, for: call) { writer in
        for event in events { view.write(event, names: names, to: &writer) }
      }
    }
  }

  static func getHeads(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/journal/heads", operationId: "getJournalHeads", summary: "Where the journal's chains end",
      tag: "Journal", access: .roles([.auditor, .administrator]),
      responses: [
        200: .json(
          "The position of the last event in each partition, in the form that Last-Event-ID of the live stream has.",
          .objectSchema(["position": .textSchema], required: ["position"]))
      ]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      let heads = try await city.database.read { [journal = city.journal, tenant = city.tenant] in
        try journal.heads(tenant: tenant, in: $0)
      }
      return .json(["position": .string(heads.description)])
    }
  }
}
