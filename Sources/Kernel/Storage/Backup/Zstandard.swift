// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CZstandard

/// Compresses a stream into one Zstandard frame (RFC 8878) that ends with a checksum of its own.
final class ZstandardCompressor {
  private let context = ZSTD_createCCtx()
  private var buffer = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())

  init() {
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 3)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Compresses `bytes` and hands what comes out to `output`; with `end`, all of it.
  func write(_ bytes: [UInt8], end: Bool = false, output: (ArraySlice<UInt8>) throws -> Void) throws {
    try bytes.withUnsafeBytes { source in
      var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
      while true {
        let (remaining, count) = buffer.withUnsafeMutableBytes { target in
          var out = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          return (ZSTD_compressStream2(context, &out, &input, end ? ZSTD_e_end : ZSTD_e_continue), out.pos)
        }
        guard ZSTD_isError(remaining) == 0 else {
          throw StorageError.unavailable("compressing failed: \(String(cString: ZSTD_getErrorName(remaining)))")
        }
        if count > 0 { try output(buffer[..<count]) }
        if end ? remaining == 0 : input.pos == input.size { return }
      }
    }
  }
}

/// Reads one Zstandard frame.
final class ZstandardDecompressor {
  private let context = ZSTD_createDCtx()
  private(set) var isFinished = false

  deinit { ZSTD_freeDCtx(context) }

  /// Decompresses from the front of `input`, which loses what was used, to the end of `output`.
  /// - Returns: why it cannot be, or `nil`.
  func read(_ input: inout ArraySlice<UInt8>, into output: inout [UInt8]) -> String? {
    guard !isFinished else { return input.isEmpty ? nil : "something follows its end" }
    let old = output.count
    let size = ZSTD_DStreamOutSize()
    output.append(contentsOf: repeatElement(0, count: size))
    let (hint, used, made) = input.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target in
        var inBuffer = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var outBuffer = ZSTD_outBuffer(dst: target.baseAddress?.advanced(by: old), size: size, pos: 0)
        return (ZSTD_decompressStream(context, &outBuffer, &inBuffer), inBuffer.pos, outBuffer.pos)
      }
    }
    output.removeLast(size - made)
    input = input.dropFirst(used)
    if ZSTD_isError(hint) != 0 { return String(cString: ZSTD_getErrorName(hint)) }
    isFinished = hint == 0
    return nil
  }
}
