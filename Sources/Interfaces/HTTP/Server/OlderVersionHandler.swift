// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Writes into a request of HTTP/1.0 what its version means without saying so, since nothing behind this knows versions apart:
/// it need not name a host (RFC 9112 §3.2), and its connection ends with the answer (§9.3).
final class OlderVersionHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  /// Takes its place behind the decoder of a connection; a stream of HTTP/2 has no older version.
  static func install(in channel: any Channel) throws {
    guard channel.parent?.parent == nil else { return }
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(OlderVersionHandler(), position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = Self.unwrapInboundIn(data), head.version == .http1_0 else {
      return context.fireChannelRead(data)
    }
    if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: "") }
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    context.fireChannelRead(Self.wrapInboundOut(.head(head)))
  }
}
