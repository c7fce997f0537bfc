// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

private struct AuditEventContent: Sendable {
  struct Change: Sendable {
    var path: String
    /// What the field is called, where it has a name.
    var fieldName: String?
    var before: String?
    /// As the journal has it, where people say it otherwise.
    var beforeRaw: String?
    var after: String?
    var afterRaw: String?
  }

  var event: String
  var what: String
  var kind: String
  var who: String
  var whoAddress: String?
  var client: String?
  var at: Moment
  var thing: String
  var thingAddress: String?
  var thingCode: String?
  var revision: Int64
  var hash: String
  var changes: [Change]
  var hasChanges: Bool
}

extension Pages {
  func auditEvent(_ call: Call) async throws -> Answer {
    let (messages, moments) = (messages(call.head), moments(call))
    let (event, change) = try await city.event(named: call.path("event"))
    let things = try await AuditThings([event], self, call)
    let (actor, thing) = (things.actor(of: event), things.thing(of: event))
    let text = AuditChangeText(
      subjectKind: event.subjectKind, names: MatterNames(self, messages), moments: moments,
      people: try await names(of: AuditChangeText.people(in: change), messages))
    let content = AuditEventContent(
      event: event.name, what: Self.kindName(event.kind, messages), kind: event.kind,
      who: actor.text, whoAddress: actor.address, client: event.client, at: moments.past(event.at), thing: thing.text,
      thingAddress: thing.address, thingCode: thing.code, revision: event.revision, hash: hexadecimal(event.hash),
      changes: change.members.map { member in
        let before = member.before.map { text.value($0, at: member.path) }
        let after = member.after.map { text.value($0, at: member.path) }
        return AuditEventContent.Change(
          path: member.path, fieldName: text.name(of: member.path), before: before?.text, beforeRaw: before?.raw,
          after: after?.text, afterRaw: after?.raw)
      }, hasChanges: !change.members.isEmpty)
    return page(
      "audit-event", content, title: "\(content.what) · \(thing.text)", for: call, isWork: true,
      files: ["administration.css"])
  }
}
