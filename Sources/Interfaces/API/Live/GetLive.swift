// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Journaling
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func getLive(_ city: City, _ feed: LiveFeed, _ settings: APISettings) -> Endpoint {
    let authenticator = CityAuthenticator(city)
    return Endpoint(
      .get, "/api/v1/live", operationId: "getLive", summary: "What happens, as it happens",
      description:
        "Server-sent events (WHATWG HTML §9.2) of the matters and warnings that you may see; `event` is the kind of "
        + "event, `data` JSON. The first event of a new stream is `Ready`. Who comes back with `Last-Event-ID` is given what "
        + "happened since; nothing is left out and nothing comes twice.", tag: "Live", access: .signedIn,
      parameters: [
        .lastEventId,
        .query(
          "kind", .arraySchema(of: .enumSchema(LiveReader.kinds), maximum: 100), isCommaSeparated: true,
          "Only events of these kinds."), .query("matter", .identifierSchema, "Only events of this matter."),
      ], responses: [200: .events("Events.")]
    ) { call in
      let start = try call.livePosition()
      if let start { try await feed.check(start) }
      let audience = LiveAudience(call)
      let head = call.head
      return .events { sink in
        let listener = LiveListener(audience, sink: sink)
        try await withThrowingTaskGroup { group in
          group.addTask { try await feed.follow(listener, after: start) }
          group.addTask { try await watch(listener, head, authenticator, every: settings.liveRecheck) }
          defer { group.cancelAll() }
          try await group.next()
        }
      }
    }
  }

  /// Ends a stream whose reader may no longer read, and narrows or widens it where rights have changed.
  private static func watch(
    _ listener: LiveListener, _ head: RequestHead, _ authenticator: CityAuthenticator, every pause: Duration
  ) async throws {
    while true {
      try await Task.sleep(for: pause)
      do {
        guard let identity = try await authenticator.identity(of: head) else { break }
        listener.audience.rule = Matters.visibility(of: identity.principal)
      } catch let problem as Problem where problem.code != .unauthenticated {
        // A database that is gone for a moment says nothing about rights.
      } catch is Problem {
        break
      }
    }
    listener.sink.finish(comment: "the session or token is over; sign in again")
  }
}

extension LiveAudience {
  fileprivate init(_ call: Call) {
    let kinds = call.strings("kind")
    self.init(
      rule: Matters.visibility(of: call.principal), kinds: kinds.isEmpty ? nil : Set(kinds),
      matter: call.identifier("matter"))
  }
}

extension Call {
  /// Where a reader that comes back goes on.
  fileprivate func livePosition() throws(Problem) -> JournalPosition? {
    guard let text = lastEventId else { return nil }
    guard let position = JournalPosition(text) else {
      throw .invalid("Last-Event-ID", "must be the id of an event of this stream, as in 0:1234", "须为此事件流的事件标识，如 0:1234")
    }
    return position
  }
}
