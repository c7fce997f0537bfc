// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A connection without any client in between, for requests that no client would send.
enum RawConnection {
  /// What the closure may do.
  struct Talk {
    var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// Reads until that text has come, or the end.
    mutating func read(until text: String? = nil) async throws -> String {
      var all = ""
      while text.map({ !all.contains($0) }) ?? true, let next = try await inbound.next() {
        all += String(buffer: next)
      }
      return all
    }

    /// One piece, as it comes.
    mutating func readSome() async throws -> String? { try await inbound.next().map { String(buffer: $0) } }
  }

  /// - Parameter receiveBuffer: bytes that the system may keep for us, for readers that are slow on purpose.
  static func with<Result: Sendable>(
    port: Int, receiveBuffer: Int? = nil, _ body: @Sendable (inout Talk) async throws -> Result
  ) async throws -> Result {
    var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    if let receiveBuffer {
      bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1024))
    }
    let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
          wrappingChannelSynchronously: channel,
          configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2)))
      }
    }
    return try await channel.executeThenClose { inbound, outbound in
      var talk = Talk(inbound: inbound.makeAsyncIterator(), outbound: outbound)
      return try await body(&talk)
    }
  }

  /// Sends that text and returns all that comes back until the other end closes.
  static func exchange(port: Int, _ text: String) async throws -> String {
    try await with(port: port) { talk in
      try await talk.send(text)
      return try await talk.read()
    }
  }
}
