// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds frames in a stream of bytes: `##`, four digits of length, the data segment, four of checksum, CR LF.
///
/// After bytes that are no frame it goes on at the next one that may be.
struct FrameReader {
  enum Event: Hashable {
    /// A data segment whose checksum is right.
    case segment([UInt8])
    /// Something that is no frame, and what may be its data segment.
    case fault(ReturnCode, String, segment: [UInt8])
  }

  /// Longest data segment in bytes; the standard's own limit is 1024.
  let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  /// Bytes between frames, since the last frame.
  private var noise = 0

  private static let noiseLimit = 4096
  private static let mark = UInt8(ascii: "#")
  private static let overhead = 12

  init(limit: Int) { self.limit = limit }

  mutating func take(_ bytes: some Sequence<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// The next frame or fault; `nil` where more bytes are needed.
  mutating func next() -> Event? {
    if findMark() { return .fault(.unknown, "no frame among \(Self.noiseLimit) bytes", segment: []) }
    guard buffer.count - start >= 6 else { return nil }
    var length = 0
    for byte in buffer[(start + 2)..<(start + 6)] {
      guard byte >= 48, byte <= 57 else {
        start += 2
        return .fault(.unknown, "after ## come four digits of length", segment: [])
      }
      length = length * 10 + Int(byte & 15)
    }
    // A data segment has no line end, so the first one shows where the frame really ends.
    let body = start + 6
    let end = body + length
    let lineEnd = lineEnd(from: body, to: min(buffer.count, end + 6))
    if length > limit {
      guard lineEnd != nil || buffer.count - body > limit + 6 else { return nil }
      return cut(to: lineEnd ?? body, "the length \(length) is beyond the limit of \(limit) bytes")
    }
    if let lineEnd, lineEnd != end + 4 { return cut(to: lineEnd, "the length \(length) is not that of the frame") }
    guard buffer.count >= start + length + Self.overhead else { return nil }
    guard lineEnd == end + 4 else { return cut(to: body, "the length \(length) is not that of the frame") }
    let segment = Array(buffer[body..<end])
    let given = String(decoding: buffer[end..<end + 4], as: UTF8.self)
    start = end + 6
    noise = 0
    let expected = Checksum.text(of: segment)
    guard given.uppercased() == expected else {
      return .fault(.checksum, "the checksum is \(expected), not \(given)", segment: segment)
    }
    return .segment(segment)
  }

  /// Moves to the last two marks of the next `##`; what stands at the end may be a part of them. `true` where only noise
  /// comes.
  private mutating func findMark() -> Bool {
    while start < buffer.count {
      if buffer[start] == Self.mark {
        if start + 2 >= buffer.count { return false }
        if buffer[start + 1] == Self.mark, buffer[start + 2] != Self.mark { return false }
      }
      start += 1
      noise += 1
      if noise >= Self.noiseLimit {
        noise = 0
        return true
      }
    }
    return false
  }

  private func lineEnd(from first: Int, to end: Int) -> Int? {
    guard end - first >= 2 else { return nil }
    return (first..<end - 1).first { buffer[$0] == 13 && buffer[$0 + 1] == 10 }
  }

  private mutating func cut(to lineEnd: Int, _ reason: String) -> Event {
    let body = start + 6
    let segment = Array(buffer[body..<max(body, min(lineEnd - 4, buffer.count))])
    start = max(body, lineEnd)
    return .fault(.unknown, reason, segment: segment)
  }
}
