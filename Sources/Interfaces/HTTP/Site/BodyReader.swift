// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import NIOCore
import Vocabulary

/// Reads the body of one request, counting. To be used by one task at a time.
final class BodyReader: @unchecked Sendable {
  private let body: RequestBody
  private var iterator: RequestBody.AsyncIterator?
  /// What `Content-Length` says.
  let declared: Int?
  private(set) var consumed = 0
  private(set) var isFinished: Bool
  /// Whether reading failed, so that nothing more can come.
  private(set) var isBroken = false

  init(_ body: RequestBody, fields: HTTPFields) {
    self.body = body
    declared = fields.first(.contentLength).flatMap { Int($0) }
    isFinished = declared == 0 || (declared == nil && !fields.contains(.transferEncoding))
  }

  /// Whether a body comes, as far as the head tells. One over HTTP/2 need not be announced.
  var isAnnounced: Bool { declared.map { $0 > 0 } ?? !isFinished }

  /// The next bytes; `nil` at the end.
  func next() async throws -> ByteBuffer? {
    guard !isBroken, iterator != nil || !isFinished || declared == nil else { return nil }
    do {
      var iterator = iterator ?? body.makeAsyncIterator()
      let piece = try await iterator.next()
      self.iterator = iterator
      guard let piece else {
        isFinished = true
        guard declared == nil || declared == consumed else { throw Self.truncated }
        return nil
      }
      consumed += piece.readableBytes
      return piece
    } catch {
      isBroken = true
      throw Self.truncated
    }
  }

  /// The whole body.
  ///
  /// - Throws: `Problem` of code `tooLarge`, before anything is read where the length is declared.
  func collect(limit: Int) async throws -> ByteBuffer {
    try checkDeclared(limit: limit)
    guard var whole = try await next() else { return ByteBuffer() }
    guard whole.readableBytes <= limit else { throw Self.tooLarge(limit) }
    while let piece = try await next() {
      guard consumed <= limit else { throw Self.tooLarge(limit) }
      whole.writeImmutableBuffer(piece)
    }
    return whole
  }

  func checkDeclared(limit: Int) throws(Problem) {
    if let declared, declared > limit {
      throw Problem(
        .tooLarge, "The body has \(declared) bytes; at most \(limit) are accepted here.",
        "内容有\(declared)字节，此处上限为\(limit)字节。")
    }
  }

  static func tooLarge(_ limit: Int) -> Problem {
    Problem(.tooLarge, "The body is larger than the \(limit) bytes that are accepted here.", "内容超过此处上限\(limit)字节。")
  }

  private static let truncated = Problem(
    .badRequest, "The body broke off before its end, or is no valid HTTP.", "请求内容未传完就中断了。")
}

/// A body that is read piece by piece; once, by one task.
public struct BodyStream: AsyncSequence, Sendable {
  public typealias Element = [UInt8]

  let reader: BodyReader
  let limit: Int

  public struct AsyncIterator: AsyncIteratorProtocol {
    let reader: BodyReader
    let limit: Int

    /// - Throws: `Problem` of code `tooLarge` beyond the endpoint's limit, `badRequest` where the body breaks off.
    public mutating func next() async throws -> [UInt8]? {
      guard let piece = try await reader.next() else { return nil }
      guard reader.consumed <= limit else { throw BodyReader.tooLarge(limit) }
      return Array(piece.readableBytesView)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader, limit: limit) }
}
