// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Matters
import Packs
import Vocabulary

/// What of a matter's events somebody is shown.
struct EventView: Sendable {
  private let depth: MatterView.Depth
  private let principal: String

  init(_ view: MatterView, of matter: Matter) {
    depth = view.depth(of: matter.facts)
    principal = view.principal
  }

  /// For those who watch over everything.
  init(oversightFor principal: Principal) {
    depth = .oversight
    self.principal = principal.id
  }

  /// The names of those who acted, for those who may know them.
  func names(of events: some Sequence<Event>, in city: City) async throws -> [String: String] {
    guard depth != .own else { return [:] }
    return try await city.access.names(of: Set(events.map(\.actor)), in: city.tenant)
  }

  func write(_ event: Event, names: [String: String], to writer: inout JSONWriter) {
    let payload = (try? JSON(parsing: event.payload)) ?? [:]
    let body = payload["body"]
    // What the city's people tell each other is not the reporter's.
    if depth == .own, body?["note"] != nil, body?["public"] != true { return }
    writer.beginObject()
    writer.member("id", event.name)
    writer.member("at", event.at)
    writer.member("kind", event.kind)
    writer.member("subjectKind", event.subjectKind)
    writer.member("subject", event.subject)
    writer.member("revision", event.revision)
    if depth != .own || event.actor == principal || event.actor == "system" || event.actor == "anonymous" {
      writer.member("by", event.actor)
      writer.member("byName", names[event.actor])
    }
    if depth != .own { writer.member("client", event.client) }
    writer.key("details")
    writer.value(redacted(payload))
    writer.endObject()
  }

  /// The details of an event without what is not shown.
  func details(of event: Event) -> JSON { redacted((try? JSON(parsing: event.payload)) ?? [:]) }

  /// The payload without what is not shown.
  private func redacted(_ payload: JSON) -> JSON {
    guard var members = payload.object, var body = members["body"]?.object else { return payload }
    if let reporters = body["reporters"] { body["reporters"] = redacted(reporters: reporters) }
    if var matter = body["matter"]?.object {
      matter["trackingHash"] = nil
      if let reporters = matter["reporters"] { matter["reporters"] = redacted(reporters: reporters) }
      body["matter"] = .object(matter)
    }
    if depth == .own { body["handler"] = nil }
    members["body"] = .object(body)
    return .object(members)
  }

  private func redacted(reporters: JSON) -> JSON? {
    switch depth {
    case .work: reporters
    case .oversight: nil
    case .own: .array((reporters.array ?? []).filter { $0["principal"]?.string == principal })
    }
  }
}

let eventSchemas: [String: JSON] = [
  "Event": .objectSchema(
    [
      "id": ["type": "string", "description": "Its place in the journal: partition and sequence."],
      "at": .instantSchema, "kind": .textSchema, "subjectKind": .textSchema, "subject": .textSchema,
      "revision": .countSchema, "by": .textSchema, "byName": .textSchema, "client": .textSchema,
      "details": .anyObjectSchema,
    ], required: ["id", "at", "kind", "subjectKind", "subject", "revision", "details"],
    description: "A change of state, as the journal keeps it.")
]
