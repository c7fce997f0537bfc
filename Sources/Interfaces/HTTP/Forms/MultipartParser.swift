// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// The limits of a multipart body besides its size.
public struct MultipartLimits: Hashable, Sendable {
  public var parts: Int
  /// In bytes, of all headers of one part.
  public var headers: Int

  public init(parts: Int = 100, headers: Int = 8192) {
    self.parts = parts
    self.headers = headers
  }
}

/// Takes `multipart/form-data` (RFC 7578, RFC 2046 §5.1) apart as its bytes arrive; keeps no more of them than a
/// boundary and the headers of one part.
///
/// Feed bytes with `feed(_:)` and take events with `next()` until it gives `nil`; say `finish()` when there are no more.
public struct MultipartParser: Sendable {
  public enum Event: Equatable, Sendable {
    case part(MultipartPart)
    /// Some of the content of the part.
    case data([UInt8])
    case partEnd
    /// The closing boundary; what follows is ignored.
    case end
  }

  private enum State { case preamble, afterBoundary, headers, content, done }

  private let delimiter: [UInt8]
  private let limits: MultipartLimits
  private var state = State.preamble
  private var buffer: [UInt8]
  private var start = 0
  /// How many bytes at `start` belong to the headers, when it is not known yet whether they also begin a boundary.
  private var lead = 0
  private var count = 0

  /// - Parameter boundary: 1 to 70 characters, as in the `Content-Type`.
  public init(boundary: String, limits: MultipartLimits = MultipartLimits()) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.limits = limits
    // The first boundary may stand at the very beginning, without the line break that is part of the others.
    buffer = [0x0D, 0x0A]
  }

  public mutating func feed(_ bytes: some Collection<UInt8>) {
    guard state != .done else { return }
    if start > 0 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// - Throws: `Problem` of code `badRequest` where the body is no multipart or exceeds a limit.
  public mutating func next() throws(Problem) -> Event? {
    while true {
      switch state {
      case .done: return nil
      case .preamble:
        guard let position = find(delimiter) else {
          keepTail()
          return nil
        }
        start = position + delimiter.count
        state = .afterBoundary
      case .afterBoundary:
        guard try boundaryLine() else { return nil }
        if state == .done { return .end }
      case .headers:
        guard let part = try headers() else { return nil }
        state = .content
        return .part(part)
      case .content: return content()
      }
    }
  }

  /// - Throws: `Problem` of code `badRequest` where the closing boundary has not come.
  public func finish() throws(Problem) {
    guard state == .done else { throw Self.problem("it ends before its closing boundary") }
  }

  /// What follows a boundary: `--` closes the body, a line break begins a part. `false` when more is needed.
  private mutating func boundaryLine() throws(Problem) -> Bool {
    var position = start
    if buffer.count - start >= 2, buffer[start] == UInt8(ascii: "-"), buffer[start + 1] == UInt8(ascii: "-") {
      state = .done
      buffer = []
      start = 0
      return true
    }
    while position < buffer.count, buffer[position] == 0x20 || buffer[position] == 0x09 { position += 1 }
    guard position - start <= limits.headers else { throw Self.problem("a boundary is followed by too much space") }
    guard buffer.count - position >= 2 else { return false }
    guard buffer[position] == 0x0D, buffer[position + 1] == 0x0A else {
      throw Self.problem("a boundary is followed by something else than a line break")
    }
    guard count < limits.parts else { throw Self.problem("it has more than \(limits.parts) parts") }
    count += 1
    // The line break stays: together with the one that follows it closes an empty block of headers.
    start = position
    state = .headers
    return true
  }

  private mutating func headers() throws(Problem) -> MultipartPart? {
    let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    guard let position = find(end) else {
      guard buffer.count - start <= limits.headers else { throw Self.tooManyHeaders(limits) }
      return nil
    }
    guard position - start <= limits.headers else { throw Self.tooManyHeaders(limits) }
    let part = try MultipartPart(headers: buffer[start..<position])
    // A part may have no content at all: then the line break that closes its headers is that of its boundary.
    start = position + 2
    lead = 2
    return part
  }

  private mutating func content() -> Event? {
    let from = start + lead
    if let position = find(delimiter) {
      lead = 0
      if position > from {
        let data = Array(buffer[from..<position])
        start = position
        return .data(data)
      }
      start = position + delimiter.count
      state = .afterBoundary
      return .partEnd
    }
    // What may be the beginning of a boundary waits for more.
    let to = buffer.count - delimiter.count + 1
    guard to > from else { return nil }
    let data = Array(buffer[from..<to])
    lead = 0
    start = to
    return .data(data)
  }

  private mutating func keepTail() {
    start = max(start, buffer.count - delimiter.count + 1)
  }

  private func find(_ pattern: [UInt8]) -> Int? {
    buffer.withUnsafeBufferPointer { ByteSearch.first(pattern, in: $0, from: start) }
  }

  private static func tooManyHeaders(_ limits: MultipartLimits) -> Problem {
    problem("the headers of a part are longer than \(limits.headers) bytes")
  }

  static func problem(_ what: String) -> Problem {
    Problem(.badRequest, "The body is no valid multipart/form-data: \(what).", "请求内容不是有效的 multipart/form-data。")
  }
}
