// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Vocabulary

/// Answers what is no request, or has a head too large to be read, in the shape that all problems have. The connection ends:
/// nobody can tell where the next request would begin.
final class UnreadableRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let site: Site
  private let isEncrypted: Bool
  /// Requests that were read and not yet answered whole; their answers come first.
  private var unanswered = 0

  init(site: Site, isEncrypted: Bool) {
    self.site = site
    self.isEncrypted = isEncrypted
  }

  func handlerAdded(context: ChannelHandlerContext) {
    do { try OlderVersionHandler.install(in: context.channel) } catch { context.fireErrorCaught(error) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = Self.unwrapInboundIn(data) { unanswered += 1 }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = Self.unwrapOutboundIn(data) { unanswered -= 1 }
    context.write(data, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError, unanswered == 0 else { return context.fireErrorCaught(error) }
    let (head, body) = answer(to: error)
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.value.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
      context.value.close(mode: .output, promise: nil)
    }
  }

  private func answer(to error: HTTPParserError) -> (head: HTTPResponse, body: [UInt8]) {
    let problem =
      switch error {
      case .headerOverflow:
        Problem(
          .headTooLarge,
          "The path with its query, or a header, is longer than this server reads. Send long content in the body.",
          "路径、查询或请求头过长，请将长内容放在请求正文中。")
      default:
        Problem(.badRequest, "This cannot be read as a request of HTTP/1.1 (\(error)).", "无法识别为 HTTP/1.1 请求（\(error)）。")
      }
    let requestId = site.identifiers.next()
    let body = Site.json(of: problem, requestId: requestId).bytes
    var fields = site.securityHeaders.fields(isPage: false, isSecure: isEncrypted)
    fields.append(HTTPField(name: .date, value: site.dateHeader.text))
    fields.append(HTTPField(name: .xRequestId, value: requestId))
    fields.append(HTTPField(name: .contentType, value: Site.problemType))
    fields.append(HTTPField(name: .contentLength, value: String(body.count)))
    fields.append(HTTPField(name: .cacheControl, value: "no-store"))
    fields.append(HTTPField(name: .connection, value: "close"))
    site.siteMetrics.unmatched.record(status: problem.code.status, nanoseconds: 0)
    return (HTTPResponse(status: .init(code: problem.code.status), headerFields: fields), body)
  }
}
