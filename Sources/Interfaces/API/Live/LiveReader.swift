// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Access
import Journaling
import Lifeline
import Matters
import Operations
import Packs
import Storage
import Vocabulary

/// Reads from the journal what the live stream shows, with what says who may see it.
struct LiveReader: Sendable {
  private let city: City

  init(_ city: City) { self.city = city }

  /// The kinds of event that the stream shows.
  static let kinds =
    MatterEvent.Kind.allCases.map(\.rawValue) + WarningEvent.Kind.allCases.map(\.rawValue)
    + [CityModes.declared, CityModes.ended]

  func heads() async throws -> JournalPosition {
    try await city.database.read { [journal = city.journal, tenant = city.tenant] in
      try journal.heads(tenant: tenant, in: $0)
    }
  }

  /// Events after a position, at most `limit` of each partition; the position reached has passed those that are not shown too.
  func read(
    after position: JournalPosition, limit: Int
  ) async throws -> (events: [LiveEvent], reached: JournalPosition) {
    let (journal, matters, tenant) = (city.journal, city.matters, city.tenant)
    let (events, outlines, reached) = try await city.database.read { transaction in
      let (events, reached) = try journal.events(
        after: position, kinds: Self.kinds, limit: limit, tenant: tenant, in: transaction)
      let ids = Set(events.compactMap(\.matter))
      return (events, try matters.outlines(of: Array(ids), tenant: tenant, in: transaction), reached)
    }
    return (events.compactMap { LiveEvent($0, outlines) }, reached)
  }
}

extension Event {
  fileprivate var matter: Identifier? { subjectKind == Matter.subjectKind ? Identifier(subject) : nil }
}

extension LiveEvent {
  fileprivate init?(_ event: Event, _ outlines: [Identifier: MatterOutline]) {
    guard let id = event.matter else {
      if event.subjectKind == CityModes.subjectKind { self.init(mode: event) } else { self.init(warning: event) }
      return
    }
    guard let outline = outlines[id] else { return nil }
    self.init(
      kind: event.kind, partition: event.partition, sequence: event.sequence, matter: id,
      facts: Self.facts(of: event, outline), data: Self.data(of: event, outline))
  }

  /// An emergency was declared, or ended.
  private init(mode event: Event) {
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    event.writeHead(to: &writer)
    writer.endObject()
    self.init(
      kind: event.kind, partition: event.partition, sequence: event.sequence, matter: nil, facts: AccessFacts(),
      data: writer.text, isForAll: true)
  }

  /// Who may see the matter as it is now, and the departments that the event itself is about: the one from which a matter was
  /// taken is told so.
  private static func facts(of event: Event, _ outline: MatterOutline) -> AccessFacts {
    var facts = outline.facts
    guard let kind = MatterEvent.Kind(rawValue: event.kind) else { return facts }
    switch kind {
    case .dispatched, .started, .refused, .handled, .branchDone, .noted: break
    default: return facts
    }
    guard let step = MatterEvent(event) else { return facts }
    switch step.body {
    case .branches(let branches, let ended):
      facts.departments.formUnion(branches.map(\.department))
      facts.departments.formUnion(ended)
    case .branch(let department, _, _, _): facts.departments.insert(department)
    // What the city's people tell each other is not the reporter's.
    case .note(_, isPublic: false): facts.owner = nil
    default: break
    }
    return facts
  }

  private static func data(of event: Event, _ outline: MatterOutline) -> String {
    var writer = JSONWriter(capacity: 512)
    writer.beginObject()
    event.writeHead(to: &writer)
    writer.key("matter")
    outline.write(to: &writer)
    writer.endObject()
    return writer.text
  }
}

extension Event {
  func writeHead(to writer: inout JSONWriter) {
    writer.member("event", name)
    writer.member("kind", kind)
    writer.member("at", at)
    writer.member("subject", subject)
    writer.member("revision", revision)
  }
}

extension MatterOutline {
  /// The matter as it is now, which may be later than the event.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", id)
    writer.member("number", number)
    writer.member("type", type)
    writer.member("state", state.rawValue)
    writer.member("priority", priority.rawValue)
    writer.member("department", department)
    writer.key("areas")
    writer.beginObject()
    writer.member("district", areas.district)
    writer.member("street", areas.street)
    writer.member("community", areas.community)
    writer.member("cell", areas.cell)
    writer.endObject()
    if let position {
      writer.key("position")
      writer.value(position.json)
    }
    writer.member("dueAt", dueAt)
    writer.member("revision", revision)
    writer.endObject()
  }
}
