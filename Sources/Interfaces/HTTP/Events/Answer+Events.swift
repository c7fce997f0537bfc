// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Makes the events of one answer.
struct EventSource: Sendable {
  var retry: Duration
  var produce: @Sendable (EventSink) async throws -> Void
}

extension Answer {
  /// A stream of server-sent events. It ends when the closure returns; the closure is cancelled when the reader is gone
  /// or too slow, and when the server shuts down.
  ///
  /// To serve many readers from one source, give the sink to it and wait for `EventSink.closed()`.
  ///
  /// - Parameter retry: how long readers shall wait before they come back.
  public static func events(
    retry: Duration = .seconds(3), _ produce: @escaping @Sendable (EventSink) async throws -> Void
  ) -> Answer {
    Answer(
      status: 200, mediaType: "text/event-stream", headers: [("X-Accel-Buffering", "no")],
      body: .events(EventSource(retry: retry, produce: produce)))
  }
}

extension Parameter {
  /// Where to go on, for readers that cannot set a header on their first request.
  public static let lastEventId = query(
    "lastEventId", .stringSchema(length: 1...200), "The id of the last event seen; the stream goes on after it.")
}

extension Call {
  /// The identifier of the last event that the reader saw: the header `Last-Event-ID`, which browsers send when they
  /// come back, else the query parameter `lastEventId`.
  public var lastEventId: String? {
    if let id = head.header("Last-Event-ID"), !id.isEmpty { return id }
    return compiled.parameters.contains { $0.name == "lastEventId" } ? string("lastEventId") : nil
  }
}
