// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The checksum of a frame (HJ 212-2017 annex A). It shifts before the byte is mixed in, which sets it apart from the CRC-16
/// of Modbus.
enum Checksum {
  static func of(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var register: UInt16 = 0xFFFF
    for byte in bytes {
      register = register >> 8 ^ UInt16(byte)
      for _ in 0..<8 {
        let carries = register & 1 == 1
        register >>= 1
        if carries { register ^= 0xA001 }
      }
    }
    return register
  }

  /// Four hexadecimal digits, upper case.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    let digits = String(of(bytes), radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
