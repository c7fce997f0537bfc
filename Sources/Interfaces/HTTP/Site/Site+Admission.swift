// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Vocabulary

/// A request that may be answered by an endpoint.
struct Admission: Sendable {
  let compiled: CompiledEndpoint
  let principal: Principal
  let identity: Identity?
  let values: [JSON?]
  let content: CompiledContent?
  /// The media type of the body, lower case, without parameters; and the header as it came.
  let mediaType: String
  let contentType: String
  /// The secret that the form must carry, where the header did not.
  let pendingToken: String?
}

/// A problem with headers of its own.
struct Refusal: Error {
  var problem: Problem
  var headers: [(name: String, value: String)] = []
}

extension Site {
  /// Everything that can be decided without reading the body.
  func admit(_ head: RequestHead, _ compiled: CompiledEndpoint, captures: [String], reader: BodyReader) async throws
    -> Admission
  {
    let endpoint = compiled.endpoint
    if let limiter = compiled.limiter { try pass(limiter, head) }
    let identity = try await identity(of: head, endpoint.access)
    let principal = identity?.principal ?? .anonymous(authenticator.tenant(of: head))
    if case .roles(let roles) = endpoint.access, !roles.contains(where: { principal.holds($0) }) {
      let names = roles.sorted().map(\.rawValue).joined(separator: ", ")
      let what = endpoint.isPage ? "This page" : endpoint.operationId
      throw Problem(
        .forbidden, "\(what) needs \(roles.count == 1 ? "the role" : "one of the roles") \(names).",
        "\(endpoint.isPage ? "此页面" : "此操作")需要角色：\(roles.sorted().map { $0.name.text(in: "zh-Hans") }.joined(separator: "、"))。"
      )
    }
    let values = try compiled.values(captures: captures, head: head)
    let contentType = head.fields.first(.contentType) ?? ""
    let end = contentType.utf8.firstIndex(of: UInt8(ascii: ";")) ?? contentType.endIndex
    let mediaType =
      end == contentType.endIndex ? contentType.lowercased() : HeaderValue.trimmed(contentType[..<end]).lowercased()
    let content = try content(of: compiled, mediaType, reader)
    let token = try pendingToken(head, endpoint, identity, content)
    return Admission(
      compiled: compiled, principal: principal, identity: identity, values: values, content: content,
      mediaType: mediaType, contentType: contentType, pendingToken: token)
  }

  func pass(_ limiter: RateLimiter, _ head: RequestHead) throws(Problem) {
    guard let seconds = limiter.wait(for: head.clientAddress, at: AnswerClock.nanoseconds) else { return }
    siteMetrics.limited.add()
    throw Problem(
      .tooManyRequests, "Too many requests from this address; try again in \(seconds) s.", "该地址请求过多，请在\(seconds)秒后重试。",
      retryAfter: seconds)
  }

  private func identity(of head: RequestHead, _ access: Endpoint.Access) async throws -> Identity? {
    guard access != .public else { return nil }
    do {
      if let identity = try await authenticator.identity(of: head) { return identity }
    } catch let problem as Problem where problem.code == .unauthenticated {
      // A browser sends an outdated cookie by itself; that is no reason to refuse what is open to everybody.
      if access == .optional, head.bearerToken == nil { return nil }
      throw Refusal(
        problem: problem, headers: [("WWW-Authenticate", "Bearer realm=\"citywide\", error=\"invalid_token\"")])
    }
    if access == .optional { return nil }
    throw Refusal(
      problem: Problem(
        .unauthenticated, "This needs an API token in Authorization: Bearer …, or a session.",
        "请先登录，或使用 API 令牌（Authorization: Bearer …）。"),
      headers: [("WWW-Authenticate", "Bearer realm=\"citywide\"")])
  }

  /// The media type under which the body is taken; `nil` where there is none.
  private func content(
    of compiled: CompiledEndpoint, _ mediaType: String, _ reader: BodyReader
  ) throws(Problem) -> CompiledContent? {
    guard let specification = compiled.endpoint.requestBody else { return nil }
    if mediaType.isEmpty, !reader.isAnnounced {
      guard specification.isRequired else { return nil }
      throw Problem(
        .badRequest, "A body is needed: \(Self.list(compiled.contents)).", "缺少请求内容：\(Self.list(compiled.contents))。")
    }
    guard let content = compiled.contents.first(where: { $0.accepts(mediaType) }) else {
      let given = mediaType.isEmpty ? "Content-Type is missing" : "\(mediaType) is not accepted here"
      throw Problem(
        .unsupportedMedia, "\(given); send \(Self.list(compiled.contents)).",
        "不支持该内容类型，请发送 \(Self.list(compiled.contents))。")
    }
    try reader.checkDeclared(limit: specification.limit)
    return content
  }

  private static func list(_ contents: [CompiledContent]) -> String {
    contents.map(\.content.mediaType).joined(separator: ", ")
  }

  /// - Returns: the secret that is still to be found in the form.
  private func pendingToken(
    _ head: RequestHead, _ endpoint: Endpoint, _ identity: Identity?, _ content: CompiledContent?
  ) throws(Problem) -> String? {
    guard !endpoint.method.isSafe else { return nil }
    guard case .session(let token) = identity?.means else {
      // Signing in by a foreign page would make somebody work under a foreign name.
      if endpoint.isPage, identity == nil, RequestForgery.isFromElsewhere(head) { throw RequestForgery.elsewhere }
      return nil
    }
    guard !RequestForgery.isFromElsewhere(head) else { throw RequestForgery.elsewhere }
    if let given = head.header("X-CSRF-Token") {
      guard RequestForgery.matches(given, token) else { throw .sessionTokenMissing }
      return nil
    }
    switch content?.content.form {
    case .form, .multipart: return token
    default: throw .sessionTokenMissing
    }
  }
}
