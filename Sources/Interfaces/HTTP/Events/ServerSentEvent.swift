// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One event of a stream (WHATWG HTML §9.2), encoded once for however many readers.
public struct ServerSentEvent: Hashable, Sendable {
  let bytes: [UInt8]

  /// - Parameters:
  ///   - id: what a reader that comes back sends as `Last-Event-ID`. Without line breaks and U+0000.
  ///   - event: the kind of event; `message` for readers where it is not given.
  ///   - data: any text; each of its lines becomes a line of the stream.
  ///   - retry: how long readers shall wait before they come back.
  public init(id: String? = nil, event: String? = nil, data: String, retry: Duration? = nil) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.utf8.count + 64)
    if let retry { bytes += "retry: \(Self.milliseconds(retry))\n".utf8 }
    if let id { bytes += "id: \(Self.oneLine(id))\n".utf8 }
    if let event { bytes += "event: \(Self.oneLine(event))\n".utf8 }
    Self.append(data, field: "data: ", to: &bytes)
    bytes.append(0x0A)
    self.bytes = bytes
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Text that readers ignore: keeps a connection open, or tells people who look at it why it ends.
  static func comment(_ text: String) -> ServerSentEvent {
    var bytes: [UInt8] = []
    append(text, field: ": ", to: &bytes)
    bytes.append(0x0A)
    return ServerSentEvent(bytes: bytes)
  }

  /// Only the time after which to come back.
  static func retry(_ duration: Duration) -> ServerSentEvent {
    ServerSentEvent(bytes: Array("retry: \(milliseconds(duration))\n\n".utf8))
  }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
  }

  private static func oneLine(_ text: String) -> String {
    let kept = text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0.value != 0 }
    return String(String.UnicodeScalarView(kept))
  }

  /// CR, LF and CR LF all end a line of a stream, so that none may get into one.
  private static func append(_ text: String, field: String, to bytes: inout [UInt8]) {
    bytes += field.utf8
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0A && previous == 0x0D {
        // The second half of a line break.
      } else if byte == 0x0A || byte == 0x0D {
        bytes.append(0x0A)
        bytes += field.utf8
      } else {
        bytes.append(byte)
      }
      previous = byte
    }
    bytes.append(0x0A)
  }
}
