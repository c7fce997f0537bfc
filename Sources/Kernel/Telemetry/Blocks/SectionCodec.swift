// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CZstandard

/// Compresses and restores sections; one object serves one thread at a time.
final class SectionCodec {
  private let compressor = ZSTD_createCCtx()
  private let decompressor = ZSTD_createDCtx()
  private let level: Int32

  init(level: Int32 = 1) { self.level = level }

  deinit {
    ZSTD_freeCCtx(compressor)
    ZSTD_freeDCtx(decompressor)
  }

  /// Appends the bytes as a Zstandard frame (RFC 8878). `false`, and nothing appended, when that would not be shorter.
  func compress(_ bytes: [UInt8], into output: inout [UInt8]) -> Bool {
    // A frame has a header of some ten bytes, and a table of codes beside it.
    guard bytes.count >= 24 else { return false }
    let start = output.count
    let bound = ZSTD_compressBound(bytes.count)
    output.append(contentsOf: repeatElement(0, count: bound))
    let size = output.withUnsafeMutableBytes { target in
      bytes.withUnsafeBytes { source in
        ZSTD_compressCCtx(
          compressor, target.baseAddress?.advanced(by: start), bound, source.baseAddress, source.count, level)
      }
    }
    guard ZSTD_isError(size) == 0, size < bytes.count else {
      output.removeLast(bound)
      return false
    }
    output.removeLast(bound - size)
    return true
  }

  /// Restores exactly `count` bytes.
  func decompress(_ bytes: UnsafeRawBufferPointer, count: Int) throws(SegmentError) -> [UInt8] {
    var size = 0
    let restored = [UInt8](unsafeUninitializedCapacity: count) { target, used in
      size = ZSTD_decompressDCtx(decompressor, target.baseAddress, count, bytes.baseAddress, bytes.count)
      used = size == count ? count : 0
    }
    if ZSTD_isError(size) != 0 { throw SegmentError(String(cString: ZSTD_getErrorName(size))) }
    guard size == count else { throw SegmentError("a section has \(size) bytes, not \(count)") }
    return restored
  }
}
