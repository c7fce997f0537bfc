// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import TestSupport
import Vocabulary

extension TestTown {
  /// The events of a stream, as they come; it ends when the stream does or nobody wants more.
  public func live(
    _ path: String = "/api/v1/live", token: String, after id: String? = nil
  ) -> AsyncThrowingStream<StreamedEvent, any Error> {
    let url = address + path
    return AsyncThrowingStream { continuation in
      let task = Task {
        do {
          var request = HTTPClientRequest(url: url)
          request.headers.add(name: "Authorization", value: "Bearer \(token)")
          if let id { request.headers.add(name: "Last-Event-ID", value: id) }
          let response = try await Self.client.execute(request, timeout: .minutes(5))
          guard response.status == .ok else { throw Problem(.internal, "status \(response.status.code)") }
          var parser = EventStreamParser()
          for try await buffer in response.body {
            for event in parser.take(buffer.readableBytesView) { continuation.yield(event) }
          }
          continuation.finish()
        } catch { continuation.finish(throwing: error) }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}
