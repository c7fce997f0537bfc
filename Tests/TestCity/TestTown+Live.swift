// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import Vocabulary

/// An event of a stream.
public struct TownEvent: Sendable, Hashable {
  public var id: String?
  public var event: String?
  public var data: String
  public var json: JSON { (try? JSON(parsing: data)) ?? .null }
}

extension TestTown {
  /// The events of a stream, as they come; it ends when the stream does or nobody wants more.
  public func live(
    _ path: String = "/api/v1/live", token: String, after id: String? = nil
  ) -> AsyncThrowingStream<TownEvent, any Error> {
    let url = address + path
    return AsyncThrowingStream { continuation in
      let task = Task {
        do {
          var request = HTTPClientRequest(url: url)
          request.headers.add(name: "Authorization", value: "Bearer \(token)")
          if let id { request.headers.add(name: "Last-Event-ID", value: id) }
          let response = try await Self.client.execute(request, timeout: .minutes(5))
          guard response.status == .ok else { throw Problem(.internal, "status \(response.status.code)") }
          var parser = TownEventParser()
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

/// Takes a stream of server-sent events apart (WHATWG HTML §9.2.6), as far as tests need it.
private struct TownEventParser {
  private var pending: [UInt8] = []
  private var id: String?
  private var event: String?
  private var data: [String] = []

  mutating func take(_ bytes: some Sequence<UInt8>) -> [TownEvent] {
    pending += bytes
    var events: [TownEvent] = []
    while let end = pending.firstIndex(of: 0x0A) {
      let line = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeSubrange(...end)
      if line.isEmpty {
        if !data.isEmpty { events.append(TownEvent(id: id, event: event, data: data.joined(separator: "\n"))) }
        data = []
        event = nil
        continue
      }
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      switch parts[0] {
      case "id": id = value
      case "event": event = value
      case "data": data.append(value)
      default: break
      }
    }
    return events
  }
}
