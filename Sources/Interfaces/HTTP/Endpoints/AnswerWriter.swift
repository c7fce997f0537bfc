// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import NIOCore

/// Takes the body of an answer piece by piece. Each piece waits until the connection can take it.
public struct AnswerWriter {
  private var writer: any ResponseBodyWriter
  /// How many bytes were written.
  public private(set) var count = 0

  init(_ writer: any ResponseBodyWriter) { self.writer = writer }

  public mutating func write(_ bytes: [UInt8]) async throws {
    try await write(ByteBuffer(bytes: bytes))
  }

  public mutating func write(_ bytes: ArraySlice<UInt8>) async throws {
    try await write(ByteBuffer(bytes: bytes))
  }

  public mutating func write(_ text: String) async throws {
    try await write(ByteBuffer(string: text))
  }

  mutating func write(_ buffer: ByteBuffer) async throws {
    guard buffer.readableBytes > 0 else { return }
    count += buffer.readableBytes
    try await writer.write(buffer)
  }

  consuming func finish() async throws { try await writer.finish(nil) }
}
