// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Vocabulary

/// Ends a connection after an answer.
struct ConnectionEnd: Error {
  /// Waits until the answer has left, for as long as it may take: closing drops what waits to be written. A stream of
  /// HTTP/2 has no half of its own that could be closed; it ends with its last frame.
  static func afterAnswer(_ channel: any Channel, within limit: TimeAmount) async -> ConnectionEnd {
    guard channel.parent?.parent == nil else { return ConnectionEnd() }
    let timeout = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    try? await channel.close(mode: .output)
    timeout.cancel()
    return ConnectionEnd()
  }
}

extension Site {
  /// Bytes of an unread body that are read and dropped so that the connection can be used again.
  private static let cheapRest = 65536
  /// Most bytes of a form that is read although nobody is signed in.
  private static let refusedForm = 16384

  /// Answers one request.
  ///
  /// - Throws: `ConnectionEnd` where the connection must not be used again; errors of writing.
  func respond(
    to request: Request, isEncrypted: Bool, writer: consuming ResponseWriter, channel: any Channel
  ) async throws {
    let started = AnswerClock.nanoseconds
    siteMetrics.inFlight.add(1)
    defer { siteMetrics.inFlight.add(-1) }
    let head = head(of: request.head, channel, isEncrypted: isEncrypted)
    let reader = BodyReader(request.body, fields: head.fields)
    var compiled: CompiledEndpoint?
    var answer: Answer
    var wasContinued = false
    do {
      if let limiter { try pass(limiter, head) }
      try HostRule.check(request.head, isStream: channel.parent?.parent != nil)
      switch try table.match(head.method, head.path) {
      case .nothing:
        throw Problem(.notFound, "There is nothing at this path.", "此地址没有内容。")
      case .wrongMethod(let allowed) where crossOrigin.isPreflight(head):
        answer = crossOrigin.preflight(allowed)
      case .wrongMethod(let allowed):
        throw Self.wrongMethod(head, allowed)
      case .found(let found, let captures):
        compiled = found
        let admission = try await admit(head, found, captures: captures, reader: reader)
        if admission.content != nil, head.expectsContinue {
          try await writer.writeInformationalHead(HTTPResponse(status: .continue))
          wasContinued = true
        }
        answer = try await call(admission, head, reader)
      }
    } catch {
      let endpoint = compiled?.endpoint
      answer = await self.answer(to: error, await withRefusedForm(head, error, endpoint, reader), endpoint)
    }
    let mustEnd = !canGoOn(reader, head, wasContinued: wasContinued)
    let sent = Sent(site: self, head: head, compiled: compiled, started: started, channel: channel)
    if case .events(let source) = answer.body, head.method != .head {
      return try await sent.events(source, answer, request: request, writer: writer)
    }
    try await sent.send(answer, isLast: mustEnd || isDraining, writer: writer)
    if mustEnd {
      let end = await ConnectionEnd.afterAnswer(channel, within: .seconds(2))
      await linger(reader, channel)
      throw end
    }
  }

  /// The head with the form that came with it, where somebody typed it and is not signed in any more: they shall not have to type
  /// it again.
  private func withRefusedForm(
    _ head: RequestHead, _ error: any Error, _ endpoint: Endpoint?, _ reader: BodyReader
  ) async -> RequestHead {
    guard (error as? Refusal)?.problem.code == .unauthenticated, endpoint?.isPage == true, !head.expectsContinue,
      let declared = reader.declared, (1...Self.refusedForm).contains(declared),
      head.header("Content-Type")?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true,
      let bytes = try? await reader.collect(limit: Self.refusedForm)
    else { return head }
    var head = head
    head.refusedForm = try? URLEncodedForm(parsing: Array(bytes.readableBytesView))
    return head
  }

  private func call(_ admission: Admission, _ head: RequestHead, _ reader: BodyReader) async throws -> Answer {
    let call = Call(
      principal: admission.principal, identity: admission.identity, head: head, compiled: admission.compiled,
      values: admission.values, body: try await body(admission, reader))
    let endpoint = admission.compiled.endpoint
    guard endpoint.isHeavy else { return try await endpoint.handler(call) }
    return try await heavyWork.run { try await endpoint.handler(call) }
  }

  private func head(of request: HTTPRequest, _ channel: any Channel, isEncrypted: Bool) -> RequestHead {
    var requestId: String?
    var isSecure = isEncrypted
    if !proxies.isEmpty, let peer = channel.remoteAddress?.ipAddress, proxies.contain(peer) {
      requestId = request.headerFields.first(.xRequestId).flatMap { RequestIdentifiers.isAcceptable($0) ? $0 : nil }
      if let scheme = request.headerFields.first(ClientSource.forwardedProtocol) { isSecure = scheme == "https" }
    }
    return RequestHead(
      request, requestId: requestId ?? identifiers.next(), source: .peer(channel.remoteAddress, proxies),
      isSecure: isSecure)
  }

  private static func wrongMethod(_ head: RequestHead, _ allowed: [Method]) -> Refusal {
    let names = allowed.map(\.name).joined(separator: ", ")
    return Refusal(
      problem: Problem(
        .methodNotAllowed, "\(head.methodName) is not possible here; possible are \(names).",
        "此处不支持 \(head.methodName)，可用：\(names)。",
        members: ["allowed": .array(allowed.map { .string($0.name) })]))
  }

  /// Whether what is left of the body is little enough to be read for the sake of the connection.
  private func canGoOn(_ reader: BodyReader, _ head: RequestHead, wasContinued: Bool) -> Bool {
    if reader.isBroken { return false }
    if reader.isFinished { return true }
    // A caller that was not told to go on may or may not send its body: the connection cannot tell what comes next.
    guard let declared = reader.declared, !head.expectsContinue || wasContinued else { return false }
    return declared - reader.consumed <= Self.cheapRest
  }

  /// Closing a connection on which bytes wait unread makes the other end lose the answer (RFC 9112 §9.6): some of them
  /// are read, for a short time.
  private func linger(_ reader: BodyReader, _ channel: any Channel) async {
    let timeout = channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    defer { timeout.cancel() }
    let most = reader.consumed + (1 << 22)
    while reader.consumed < most, let piece = try? await reader.next() { _ = piece }
  }
}

extension HTTPField.Name {
  static let xRequestId = Self("X-Request-Id")!
  static let host = Self("Host")!
}
