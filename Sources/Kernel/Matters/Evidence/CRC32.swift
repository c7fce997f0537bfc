// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The checksum of PNG's chunks (ISO 3309).
enum CRC32 {
  static func of(_ parts: ArraySlice<UInt8>...) -> UInt32 {
    var sum = UInt32.max
    for part in parts {
      part.withUnsafeBufferPointer { bytes in
        table.withUnsafeBufferPointer { table in
          for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
        }
      }
    }
    return ~sum
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
  }
}
