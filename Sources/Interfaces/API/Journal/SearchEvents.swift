// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

extension Endpoint {
  static func searchEvents(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/journal/events", operationId: "searchEvents", summary: "What happened, the newest first",
      description:
        "Searches for what is rare go on on further pages: a page may be empty and have a next one. Names and contacts of "
        + "reporters are left out.",
      tag: "Journal", access: .roles([.auditor, .administrator]), parameters: Parameter.paging + journalFilter,
      responses: [200: .page("A page of events.", of: .schemaReference("Event"))]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      let page = try call.page()
      var search = try JournalSearch(call)
      search.limit = page.limit
      if let after = page.after {
        guard let before = after.first?.string.flatMap({ JournalPosition($0) }) else {
          throw Problem.invalid(
            "cursor", "must be the next of an earlier answer to the same list", "须为同一列表先前回答中的 next")
        }
        search.before = before
      }
      let found = try await city.database.read { [journal = city.journal, tenant = city.tenant, search] in
        try journal.search(search, tenant: tenant, in: $0)
      }
      let view = EventView(oversightFor: call.principal)
      let names = try await view.names(of: found.events, in: city)
      return .page(next: found.next.map { [.string($0.description)] }, for: call) { writer in
        for event in found.events { view.write(event, names: names, to: &writer) }
      }
    }
  }

  static func exportEvents(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/journal/events.csv", operationId: "exportEvents", summary: "What happened, as CSV (RFC 4180)",
      description:
        "UTF-8 with a byte order mark, as spreadsheets want it. Cells that a spreadsheet would take for a formula have an apostrophe before them.",
      tag: "Journal", access: .roles([.auditor, .administrator]), parameters: journalFilter,
      responses: [
        200: ResponseSpecification("The newest first.", mediaType: "text/csv", schema: ["type": "string"])
      ]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      var search = try JournalSearch(call)
      search.limit = 500
      let first = search
      return Answer.stream(mediaType: "text/csv; charset=utf-8") { [first] writer in
        try await writer.write("\u{FEFF}event,at,kind,subjectKind,subject,revision,by,byName,client,details\r\n")
        let view = EventView(oversightFor: call.principal)
        var search: JournalSearch? = first
        while let current = search {
          let page = try await city.database.read { [journal = city.journal, tenant = city.tenant] in
            try journal.search(current, tenant: tenant, in: $0)
          }
          let names = try await view.names(of: page.events, in: city)
          for event in page.events {
            let cells = [
              event.name, event.at.description, event.kind, event.subjectKind, event.subject, "\(event.revision)",
              event.actor, names[event.actor] ?? "", event.client ?? "", view.details(of: event).text,
            ]
            try await writer.write(cells.map(CSVCell.text).joined(separator: ",") + "\r\n")
          }
          search = page.next.map { next in
            var more = current
            more.before = next
            return more
          }
        }
      }.attachment(named: "journal.csv")
    }
  }

  static func getEvent(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/journal/events/{event}", operationId: "getEvent", summary: "One event, and what it changed",
      tag: "Journal", access: .roles([.auditor, .administrator]),
      parameters: [.path("event", .stringSchema(length: 3...40), "Its place in the journal: partition:sequence.")],
      responses: [
        200: .json(
          "The event with the members of its subject before and after it.",
          .objectSchema(
            [
              "event": .schemaReference("Event"), "hash": .hashSchema,
              "changes": .arraySchema(
                of: .objectSchema(["path": .textSchema, "before": [:], "after": [:]], required: ["path"])),
            ], required: ["event", "hash", "changes"]))
      ]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      let (event, change) = try await city.event(named: call.path("event"))
      let view = EventView(oversightFor: call.principal)
      let names = try await view.names(of: [event], in: city)
      return .json { writer in
        writer.beginObject()
        writer.key("event")
        view.write(event, names: names, to: &writer)
        writer.member("hash", hexadecimal(event.hash))
        writer.key("changes")
        writer.value(
          .array(
            change.members.map { member in
              var object: [String: JSON] = ["path": .string(member.path)]
              object["before"] = member.before
              object["after"] = member.after
              return .object(object)
            }))
        writer.endObject()
      }
    }
  }

  static func getJournalVerification(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/journal/verification", operationId: "getJournalVerification",
      summary: "How the last verification of the journal ended, and how far the present one is", tag: "Journal",
      access: .roles([.auditor, .administrator]),
      responses: [200: .json("The verification.", .schemaReference("JournalVerification"))]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      return .json(try await city.journalCheck.state(city).answer)
    }
  }

  static func startJournalVerification(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/journal/verification", operationId: "startJournalVerification",
      summary: "Verify the whole journal: chains, heads and signatures",
      description: "Goes on by itself; its end is an event of the journal.", tag: "Journal",
      access: .roles([.auditor, .administrator]),
      responses: [202: .json("It has begun.", .schemaReference("JournalVerification"))], problems: [.conflict]
    ) { call in
      try call.principal.requireEverywhere([.auditor, .administrator], for: "The journal")
      try await city.journalCheck.start(city, by: call.principal)
      return .json(try await city.journalCheck.state(city).answer, status: 202)
    }
  }

  private static let journalFilter: [Parameter] = [
    .query(
      "by", .arraySchema(of: .stringSchema(length: 1...100), maximum: 50), isCommaSeparated: true,
      "Only what these accounts did, by identifier; also `system` and `anonymous`."),
    .query(
      "kind", .arraySchema(of: .stringSchema(length: 1...100), maximum: 50), isCommaSeparated: true,
      "Only events of these kinds."),
    .query("subjectKind", .stringSchema(length: 1...100), "Only what happened to this sort of thing."),
    .query("subject", .stringSchema(length: 1...1024), "Only what happened to this thing."),
    .query("from", .instantSchema, "At this time or later."), .query("to", .instantSchema, "Before this time."),
  ]
}

extension JournalSearch {
  fileprivate init(_ call: Call) throws(Problem) {
    self.init(
      actors: call.strings("by"), kinds: call.strings("kind"), subjectKind: call.string("subjectKind"),
      subject: call.string("subject"), from: call.instant("from"), to: call.instant("to"))
  }
}

extension JournalCheckState {
  var answer: JSON {
    var members: [String: JSON] = ["isRunning": .bool(runningSince != nil)]
    if let runningSince {
      members["runningSince"] = .string(runningSince.description)
      members["done"] = .integer(done)
      members["total"] = .integer(total)
    }
    if let last {
      members["last"] = [
        "at": .string(last.at.description), "by": .string(last.by), "events": .integer(last.events),
        "checkpoint": .integer(last.checkpoint), "faults": .array(last.faults.map { .string($0) }),
      ]
    }
    return .object(members)
  }
}

let journalSchemas: [String: JSON] = [
  "JournalVerification": .objectSchema(
    [
      "isRunning": .boolSchema, "runningSince": .instantSchema, "done": .countSchema, "total": .countSchema,
      "last": .objectSchema(
        [
          "at": .instantSchema, "by": .textSchema, "events": .countSchema,
          "checkpoint": ["type": "integer", "description": "Number of the newest checkpoint that was verified."],
          "faults": .arraySchema(of: .textSchema),
        ], required: ["at", "by", "events", "checkpoint", "faults"]),
    ], required: ["isRunning"])
]

/// A cell of CSV.
enum CSVCell {
  /// In quotes where it needs them; what a spreadsheet would compute is made a text.
  static func text(_ value: String) -> String {
    let isFormula = value.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = isFormula ? "'" + value : value
    guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
