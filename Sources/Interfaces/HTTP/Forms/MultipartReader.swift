// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The parts of a `multipart/form-data` body, read one after the other while they arrive.
///
/// To be used by one task at a time.
public final class MultipartReader: @unchecked Sendable {
  private let stream: BodyStream
  private var iterator: BodyStream.AsyncIterator
  private var parser: MultipartParser
  /// A part whose headers were read ahead.
  private var ahead: MultipartPart?
  private var isInPart = false

  init(_ stream: BodyStream, boundary: String, limits: MultipartLimits = MultipartLimits()) {
    self.stream = stream
    iterator = stream.makeAsyncIterator()
    parser = MultipartParser(boundary: boundary, limits: limits)
  }

  /// The next part; what was not read of the one before is skipped. `nil` after the last.
  ///
  /// - Throws: `Problem` of code `badRequest` where the body is no multipart, `tooLarge` beyond the endpoint's limit.
  public func nextPart() async throws -> MultipartPart? {
    if let part = ahead {
      ahead = nil
      return part
    }
    while isInPart { _ = try await nextData() }
    while let event = try await nextEvent() {
      switch event {
      case .part(let part):
        isInPart = true
        return part
      case .end: return nil
      case .data, .partEnd: break
      }
    }
    return nil
  }

  /// The next piece of the current part; `nil` at its end.
  public func nextData() async throws -> [UInt8]? {
    guard isInPart else { return nil }
    while let event = try await nextEvent() {
      switch event {
      case .data(let bytes): return bytes
      case .partEnd, .end:
        isInPart = false
        return nil
      case .part: break
      }
    }
    isInPart = false
    return nil
  }

  /// The current part whole.
  ///
  /// - Throws: `Problem` of code `tooLarge` where it is longer than that.
  public func data(limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try await nextData() {
      guard bytes.count + piece.count <= limit else {
        throw Problem(.tooLarge, "A part of the body is larger than \(limit) bytes.", "其中一部分超过\(limit)字节。")
      }
      bytes += piece
    }
    return bytes
  }

  /// The current part as text of at most 64 KiB.
  public func text() async throws -> String {
    guard let text = String(validating: try await data(limit: 65536), as: UTF8.self) else {
      throw Problem(.badRequest, "A part of the body is not in UTF-8.", "其中一部分不是 UTF-8 编码。")
    }
    return text
  }

  /// Reads the first part and returns it if it has that name, else leaves it to be read.
  func leadingField(named name: String) async throws -> String? {
    guard let part = try await nextPart() else { return nil }
    guard part.name == name, part.filename == nil else {
      ahead = part
      return nil
    }
    return try await text()
  }

  private func nextEvent() async throws -> MultipartParser.Event? {
    while true {
      if let event = try parser.next() { return event }
      guard let piece = try await iterator.next() else {
        try parser.finish()
        return nil
      }
      parser.feed(piece)
    }
  }
}
