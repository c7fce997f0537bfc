// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Vocabulary

/// Sends the answer to one request, then counts and logs it.
struct Sent: Sendable {
  let site: Site
  let head: RequestHead
  let compiled: CompiledEndpoint?
  let started: UInt64
  let channel: any Channel

  /// - Parameter isLast: whether the connection ends afterwards.
  func send(_ answer: Answer, isLast: Bool, writer: consuming ResponseWriter) async throws {
    let isHead = head.method == .head
    // Without a length the encoder ends the body that is not there; what follows could not be told from it.
    let isEndless = isHead && answer.hasUnknownLength
    var fields = fields(answer, isLast: isLast || isEndless)
    switch answer.body {
    case .none:
      defer { record(answer.status, bytes: 0) }
      try await writer.writeResponse(HTTPResponse(status: .init(code: answer.status), headerFields: fields))
    case .bytes(let bytes):
      defer { record(answer.status, bytes: bytes.count) }
      fields.append(HTTPField(name: .contentLength, value: String(bytes.count)))
      let response = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
      if isHead { return try await writer.writeResponse(response) }
      try await writer.write(response: response, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    case .stream(let length, let write):
      if let length { fields.append(HTTPField(name: .contentLength, value: String(length))) }
      let response = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
      if isHead {
        defer { record(answer.status, bytes: 0) }
        try await writer.writeResponse(response)
        if isEndless { throw await ConnectionEnd.afterAnswer(channel, within: .seconds(2)) }
        return
      }
      var body = AnswerWriter(try await writer.writeHead(response))
      defer { record(answer.status, bytes: body.count) }
      do {
        try await write(&body)
      } catch {
        site.logger.error(
          "an answer broke off", metadata: ["request": "\(head.requestId)", "error": "\(String(describing: error))"])
        throw error
      }
      try await body.finish()
    case .events:
      defer { record(answer.status, bytes: 0) }
      try await writer.writeResponse(HTTPResponse(status: .init(code: answer.status), headerFields: fields))
      throw await ConnectionEnd.afterAnswer(channel, within: .seconds(2))
    }
  }

  /// The headers of an answer, as far as they do not tell of its body.
  func fields(_ answer: Answer, isLast: Bool) -> HTTPFields {
    let isPage = compiled?.endpoint.isPage ?? false || answer.mediaType?.hasPrefix("text/html") ?? false
    var fields = site.securityHeaders.fields(
      isPage: isPage, hasBlobWorkers: answer.runsWorkersOfBlobs, isSecure: head.isSecure)
    fields.append(HTTPField(name: .date, value: site.dateHeader.text))
    fields.append(HTTPField(name: .xRequestId, value: head.requestId))
    if let mediaType = answer.mediaType { fields.append(HTTPField(name: .contentType, value: mediaType)) }
    var namesCaching = false
    for (name, value) in answer.headers {
      guard let name = HTTPField.Name(name) else { continue }
      if name == .cacheControl { namesCaching = true }
      fields.append(HTTPField(name: name, value: value))
    }
    if !namesCaching { fields.append(HTTPField(name: .cacheControl, value: "no-store")) }
    if !site.crossOrigin.isOff { site.crossOrigin.add(to: &fields, for: head) }
    // HTTP/2 has no such header (RFC 9113 §8.2.2); there the connection is the channel above that of the request.
    if isLast, channel.parent?.parent == nil { fields.append(HTTPField(name: .connection, value: "close")) }
    return fields
  }

  func record(_ status: Int, bytes: Int) {
    let nanoseconds = AnswerClock.nanoseconds &- started
    (compiled?.metrics ?? site.siteMetrics.unmatched).record(status: status, nanoseconds: nanoseconds)
    switch site.settings.accessLog {
    case .off: return
    case .problems where status < 400 && nanoseconds < 1_000_000_000: return
    default: break
    }
    guard site.logger.logLevel <= .info else { return }
    site.logger.info(
      "\(head.methodName) \(loggedPath) \(status)",
      metadata: [
        "request": "\(head.requestId)", "operation": "\(compiled?.endpoint.operationId ?? "none")",
        "address": "\(head.clientAddress)", "ms": "\(Double(nanoseconds / 1000) / 1000)", "bytes": "\(bytes)",
      ])
  }

  /// The path as far as it may be logged: without the query, and as the table has it where it carries a secret.
  private var loggedPath: String {
    if let compiled, compiled.hasSecretPath { return compiled.endpoint.path }
    guard head.path.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else { return head.path }
    return PercentCoding.encoded(head.path)
  }
}

extension Answer {
  fileprivate var hasUnknownLength: Bool {
    switch body {
    case .stream(length: nil, _), .events: true
    default: false
    }
  }
}
