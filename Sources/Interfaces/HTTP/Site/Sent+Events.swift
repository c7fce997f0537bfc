// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Vocabulary

extension Sent {
  /// Sends a stream of events until its source, its reader or the server ends it. The connection ends with it.
  func events(
    _ source: EventSource, _ answer: Answer, request: Request, writer: consuming ResponseWriter
  ) async throws {
    let channel = channel
    let grace = TimeAmount(site.settings.cutGrace)
    let cuts = site.siteMetrics.cutStreams
    let sink = EventSink(limit: site.settings.eventBuffer) {
      cuts.add()
      channel.eventLoop.scheduleTask(in: grace) { channel.close(promise: nil) }
    }
    guard site.streams.add(sink) else {
      let problem = Problem(.unavailable, "The server is shutting down; try again.", "服务器正在关闭，请重试。", retryAfter: 1)
      return try await send(Site.answer(to: problem, head), isLast: true, writer: writer)
    }
    site.siteMetrics.streams.add(1)
    defer {
      site.streams.remove(sink)
      site.siteMetrics.streams.add(-1)
      record(answer.status, bytes: 0)
    }
    sink.send(.retry(source.retry))
    let response = HTTPResponse(status: .ok, headerFields: fields(answer, isLast: true))
    var body = AnswerWriter(try await writer.writeHead(response))
    try await request.body.consumeWithInboundCloseHandler { _ in
      try await withThrowingDiscardingTaskGroup { group in
        group.addTask { await produce(source, sink) }
        while let bytes = await sink.next() { try await body.write(bytes) }
        group.cancelAll()
      }
    } onInboundClosed: {
      sink.abandon()
    }
    try await body.finish()
    throw await ConnectionEnd.afterAnswer(channel, within: grace)
  }

  private func produce(_ source: EventSource, _ sink: EventSink) async {
    do {
      try await source.produce(sink)
      sink.finish()
    } catch is CancellationError {
      sink.finish()
    } catch {
      site.logger.error(
        "a stream of events broke off",
        metadata: ["request": "\(head.requestId)", "error": "\(String(describing: error))"])
      sink.finish(comment: "broken off by an unexpected error; it is in the log under \(head.requestId)")
    }
  }
}
