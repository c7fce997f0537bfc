// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds bytes in bytes.
enum ByteSearch {
  /// The first place of `pattern` at or after `from`.
  static func first(_ pattern: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from: Int = 0) -> Int? {
    guard let base = bytes.baseAddress, let head = pattern.first else { return nil }
    return pattern.withUnsafeBufferPointer { pattern -> Int? in
      var position = from
      let last = bytes.count - pattern.count
      while position <= last {
        guard let found = memchr(base + position, Int32(head), last - position + 1) else { return nil }
        let index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        if memcmp(found, pattern.baseAddress!, pattern.count) == 0 { return index }
        position = index + 1
      }
      return nil
    }
  }
}
