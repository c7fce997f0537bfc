// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Makes of HTTP/1.0 what stands behind this, which knows versions no more, can answer.
///
/// A request of it need not name a host (RFC 9112 §3.2), its connection ends with the answer (§9.3), and it cannot ask to be told
/// to go on (RFC 9110 §10.1.1). Its answers have no chunks (RFC 9112 §6.1): one without a length ends with the connection.
final class OlderVersionHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// Whether they are of the older version: of the requests that are not answered yet, in their order.
  private var unanswered = CircularBuffer<Bool>()

  /// Takes its place behind the decoder of a connection; a stream of HTTP/2 has no older version.
  static func install(in channel: any Channel) throws {
    guard channel.parent?.parent == nil else { return }
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(OlderVersionHandler(), position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = Self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    let isOlder = head.version == .http1_0
    unanswered.append(isOlder)
    guard isOlder else { return context.fireChannelRead(data) }
    if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: "") }
    head.headers.remove(name: "Expect")
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    context.fireChannelRead(Self.wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch Self.unwrapOutboundIn(data) {
    case .head(var head) where unanswered.first == true && !head.headers.contains(name: "Content-Length"):
      // The encoder makes chunks of what has no length, but for answers of this version.
      head.version = .http1_0
      return context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    case .end: _ = unanswered.popFirst()
    default: break
    }
    context.write(data, promise: promise)
  }
}
