// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What a handler answers.
public struct Answer: Sendable {
  enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Written piece by piece; the length in bytes where it is known.
    case stream(length: Int?, @Sendable (inout AnswerWriter) async throws -> Void)
    case events(EventSource)
  }

  public var status: Int
  /// Names and values; a name may occur more than once. Line breaks in values become spaces.
  public var headers: [(name: String, value: String)]
  public var mediaType: String?
  /// Whether it is a page with a library, such as one of maps, that makes its workers of blobs: the content
  /// security policy of other pages forbids that.
  public var runsWorkersOfBlobs = false
  var body: Body

  init(status: Int, mediaType: String?, headers: [(name: String, value: String)] = [], body: Body) {
    self.status = status
    self.mediaType = mediaType
    self.headers = headers
    self.body = body
  }

  /// The same with one more header.
  public func with(_ name: String, _ value: String) -> Answer {
    var answer = self
    answer.headers.append((name, value))
    return answer
  }

  /// The same with an `ETag` (RFC 9110 §8.8.3).
  public func with(_ tag: EntityTag) -> Answer { with("ETag", tag.text) }
}

extension Answer {
  /// A JSON tree.
  public static func json(_ value: JSON, status: Int = 200) -> Answer { json(bytes: value.bytes, status: status) }

  /// JSON text that is written already.
  public static func json(bytes: [UInt8], status: Int = 200) -> Answer {
    Answer(status: status, mediaType: "application/json", body: .bytes(bytes))
  }

  /// JSON text, written by the closure.
  public static func json(status: Int = 200, capacity: Int = 512, _ write: (inout JSONWriter) -> Void) -> Answer {
    var writer = JSONWriter(capacity: capacity)
    write(&writer)
    return json(bytes: writer.bytes, status: status)
  }

  /// Any bytes.
  public static func bytes(_ bytes: [UInt8], mediaType: String, status: Int = 200) -> Answer {
    Answer(status: status, mediaType: mediaType, body: .bytes(bytes))
  }

  /// A page.
  public static func html(_ text: String, status: Int = 200) -> Answer {
    bytes(Array(text.utf8), mediaType: "text/html; charset=utf-8", status: status)
  }

  /// Plain text.
  public static func text(_ text: String, status: Int = 200) -> Answer {
    bytes(Array(text.utf8), mediaType: "text/plain; charset=utf-8", status: status)
  }

  /// 204, nothing to say.
  public static let noContent = Answer(status: 204, mediaType: nil, body: .none)

  /// 304, the caller has it already.
  public static func notModified(_ tag: EntityTag) -> Answer {
    Answer(status: 304, mediaType: nil, body: .none).with(tag)
  }

  /// 303, go on there with GET: the answer to a form that was accepted.
  public static func seeOther(_ location: String) -> Answer {
    Answer(status: 303, mediaType: nil, body: .bytes([])).with("Location", location)
  }

  /// 201 with the address of what was made.
  public static func created(_ location: String, _ value: JSON) -> Answer {
    json(value, status: 201).with("Location", location)
  }

  /// A body that is written while it is sent.
  ///
  /// - Parameter length: in bytes, where it is known; exactly that many must be written.
  public static func stream(
    mediaType: String, length: Int? = nil, status: Int = 200,
    _ write: @escaping @Sendable (inout AnswerWriter) async throws -> Void
  ) -> Answer {
    Answer(status: status, mediaType: mediaType, body: .stream(length: length, write))
  }

  /// Makes browsers save the body under that name (RFC 6266).
  public func attachment(named name: String) -> Answer {
    with("Content-Disposition", "attachment; filename*=UTF-8''\(PercentCoding.encoded(name))")
  }
}
