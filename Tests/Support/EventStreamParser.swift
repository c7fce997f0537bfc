// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A server-sent event.
public struct StreamedEvent: Sendable, Hashable {
  public var id: String?
  public var event: String?
  public var data: String
  public var json: JSON { (try? JSON(parsing: data)) ?? .null }
}

/// Takes a stream of server-sent events apart (WHATWG HTML §9.2.6), as far as tests need it.
public struct EventStreamParser {
  private var pending: [UInt8] = []
  private var id: String?
  private var event: String?
  private var data: [String] = []

  public init() {}

  public mutating func take(_ bytes: some Sequence<UInt8>) -> [StreamedEvent] {
    pending += bytes
    var events: [StreamedEvent] = []
    while let end = pending.firstIndex(of: 0x0A) {
      let line = String(decoding: pending[..<end].filter { $0 != 0x0D }, as: UTF8.self)
      pending.removeSubrange(...end)
      if line.isEmpty {
        if !data.isEmpty { events.append(StreamedEvent(id: id, event: event, data: data.joined(separator: "\n"))) }
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
