// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CZlib
import Vocabulary

/// Unpacks gzip (RFC 1952) piece by piece, no further than a limit.
final class Gunzip {
  private var stream = z_stream()
  private let limit: Int
  private var isAtEnd = false
  private(set) var output: [UInt8] = []

  /// - Parameter limit: most bytes of output.
  init(limit: Int) {
    self.limit = limit
    // 16 over the largest window asks for gzip.
    inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit { inflateEnd(&stream) }

  /// - Throws: `Problem` of code `tooLarge` beyond the limit, `badRequest` where it is no gzip.
  func take(_ input: [UInt8]) throws(Problem) {
    var offset = 0
    while offset < input.count {
      if isAtEnd {
        // Several members may follow each other (RFC 1952 §2.2).
        inflateReset(&stream)
        isAtEnd = false
      }
      var status = Z_OK
      var written = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
        input.withUnsafeBufferPointer { input in
          stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + offset)
          stream.avail_in = UInt32(input.count - offset)
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          status = inflate(&stream, Z_NO_FLUSH)
          offset = input.count - Int(stream.avail_in)
          written = buffer.count - Int(stream.avail_out)
          count = written
        }
      }
      guard status == Z_OK || status == Z_STREAM_END || (status == Z_BUF_ERROR && written > 0) else {
        throw Problem(.badRequest, "The body is no valid gzip.", "请求体不是有效的 gzip 数据。")
      }
      guard output.count + written <= limit else {
        throw Problem(
          .tooLarge, "The unpacked body is larger than the \(limit) bytes that are accepted here.",
          "解压后的请求体超过了此处接受的 \(limit) 字节。")
      }
      output += piece
      isAtEnd = status == Z_STREAM_END
    }
  }

  /// - Throws: `Problem` of code `badRequest` where the end is missing.
  func finish() throws(Problem) {
    guard isAtEnd else { throw Problem(.badRequest, "The gzip body broke off before its end.", "gzip 请求体不完整，中途截断。") }
  }
}
