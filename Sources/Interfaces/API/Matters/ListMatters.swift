// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func listMatters(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/matters", operationId: "listMatters", summary: "The matters that you may see",
      description: "A department, area or type that the city does not have is refused.", tag: "Matters",
      access: .signedIn,
      parameters: Parameter.paging + [
        .query("state", .arraySchema(of: .stateSchema, maximum: 16), isCommaSeparated: true, "Only in these states."),
        .query("department", .codeSchema, "Only those that involve this department."),
        .query("area", .codeSchema, "Only those in this area, of whichever level."),
        .query("type", .codeSchema, "Only of this type."),
        .query("priority", .prioritySchema, "Only of this priority."),
        .query("owner", .stringSchema(length: 1...40), "Only those reported by this principal; `me` for yourself."),
        .query("channel", .stringSchema(length: 1...40), "Only those that came in this way."),
        .query("bbox", .boxSchema, isCommaSeparated: true, "Only those within west,south,east,north in degrees."),
        .query("dueBefore", .instantSchema, "Only those due before."),
        .query(
          "order",
          [
            "type": "string", "enum": .array(MatterQuery.Order.allCases.map { .string($0.rawValue) }),
            "default": "dueAt",
          ],
          "`dueAt`: the next due date first; `newest`: the newest first; `oldest`: the oldest first."),
        .query(
          "text", .stringSchema(length: 1...200),
          "Only those with all these words in number, title, text, address or the type's name. Words are found by their "
            + "beginning, Chinese by any part of it; case and accents do not matter."),
      ], responses: [200: .page("A page of matters.", of: .schemaReference("Matter"))]
    ) { call in
      let query = try MatterQuery(call)
      let page = try await city.matters.list(query, for: call.principal)
      // What only an earlier pack had still has its matters.
      if page.matters.isEmpty, query.after == nil {
        try city.pack.checkCodes(type: query.type, department: query.department, area: query.area)
      }
      let view = MatterView(call.principal)
      return .page(next: page.next?.values, for: call) { writer in
        for matter in page.matters { view.write(matter, to: &writer) }
      }
    }
  }
}

extension MatterQuery {
  init(_ call: Call) throws(Problem) {
    self.init()
    let page = try call.page()
    limit = page.limit
    if let after = page.after { self.after = try Cursor(after) }
    states = Set(call.strings("state").compactMap(MatterState.init))
    department = call.string("department")
    area = call.string("area")
    type = call.string("type")
    priority = call.string("priority").flatMap(MatterPriority.init)
    owner = call.string("owner").map { $0 == "me" ? call.principal.id : $0 }
    channel = call.string("channel")
    box = try call.box("bbox")
    dueBefore = call.instant("dueBefore")
    text = call.string("text")
    order = call.string("order").flatMap(Order.init) ?? .dueAt
  }
}

extension MatterQuery.Cursor {
  init(_ values: [JSON]) throws(Problem) {
    guard values.count == 2, let dueAt = values[0].integer, let id = values[1].integer else {
      throw .invalid("cursor", "must be the next of an earlier answer to the same list", "须为同一列表先前回答中的 next")
    }
    self.init(dueAt: dueAt, id: Identifier(rawValue: id))
  }

  var values: [JSON] { [.integer(dueAt), .integer(id.rawValue)] }
}
