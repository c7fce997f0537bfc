// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Numbers of equal width, one after the other without gaps; the lowest bit comes first.
enum BitPacking {
  /// Wider numbers than this are written in two parts, so that each part is within the eight bytes read at once.
  private static let widestPart = 56

  static func byteCount(_ count: Int, width: Int) -> Int { (count * width + 7) >> 3 }

  static func pack(_ values: UnsafeBufferPointer<UInt64>, width: Int, into output: inout [UInt8]) {
    guard width > 0, !values.isEmpty else { return }
    let start = output.count
    let size = byteCount(values.count, width: width)
    // Eight bytes are written at once: the last ones are cut off again.
    output.append(contentsOf: repeatElement(0, count: size + 8))
    output.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var target = base + start
      var pending: UInt64 = 0
      var used = 0
      @inline(__always) func put(_ value: UInt64, _ bits: Int) {
        pending |= value &<< UInt64(truncatingIfNeeded: used)
        used &+= bits
        (target).storeBytes(of: pending.littleEndian, as: UInt64.self)
        let whole = used &>> 3
        target += whole
        pending = whole == 8 ? 0 : pending &>> UInt64(truncatingIfNeeded: whole &* 8)
        used &= 7
      }
      if width <= widestPart {
        for value in values { put(value, width) }
      } else {
        for value in values {
          put(value & 0xFFFF_FFFF, 32)
          put(value &>> 32, width &- 32)
        }
      }
    }
    output.removeLast(8)
  }

  /// - Parameters:
  ///   - source: where the first number begins; eight bytes must be readable past the last.
  static func unpack(_ source: UnsafeRawPointer, width: Int, count: Int, into values: UnsafeMutablePointer<UInt64>) {
    if width == 0 {
      values.update(repeating: 0, count: count)
      return
    }
    var bit = 0
    @inline(__always) func take(_ width: Int, _ mask: UInt64) -> UInt64 {
      let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
      defer { bit &+= width }
      return word &>> UInt64(truncatingIfNeeded: bit & 7) & mask
    }
    if width <= widestPart {
      let mask = (UInt64(1) &<< UInt64(truncatingIfNeeded: width)) &- 1
      for index in 0..<count { values[index] = take(width, mask) }
    } else {
      let mask = (UInt64(1) &<< UInt64(truncatingIfNeeded: width &- 32)) &- 1
      for index in 0..<count {
        let low = take(32, 0xFFFF_FFFF)
        values[index] = low | take(width &- 32, mask) &<< 32
      }
    }
  }
}
