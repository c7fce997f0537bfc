// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Where the parts of a block that entropy coding shortens are gathered: alike with alike, over all blocks of a
/// segment, so that a short block profits from the statistics of its neighbours.
enum Section: Int, CaseIterable {
  case directory, quads, pairs, bytes3, bytes4, bytes5, bytes, highs, texts, marks
  /// Numbers packed bit by bit, which no coder shortens.
  case bits
}

/// How the integers of a block are written.
///
/// Each is the difference from the one before, or from the middle of all, whichever are smaller. Its lowest bits, which
/// are noise, are packed as they are; what stands above them goes through the entropy coder: four or two to a byte
/// where they are that small, else in seven-bit groups.
struct IntegerLayout: Equatable {
  /// All integers are `base`.
  var isConstant = false
  /// Differences from the one before, not from `base`.
  var isDelta = false
  /// The first integer, or the middle of all.
  var base: Int64 = 0
  /// Bits of each integer that are packed as they are.
  var lowBits = 0
  /// Where the upper bits are.
  var section = Section.quads
  /// How many bytes the upper bits take there.
  var highBytes = 0

  init() {}

  func lowBytes(_ count: Int) -> Int { BitPacking.byteCount(written(count), width: lowBits) }

  /// How many integers are written for a block of `count`: the first of a chain of differences is the base.
  func written(_ count: Int) -> Int { isConstant ? 0 : isDelta ? count - 1 : count }

  func write(to output: inout [UInt8], base origin: Int64, count: Int) {
    output.append(isConstant ? 0x80 : UInt8(section.rawValue << 1) | (isDelta ? 1 : 0))
    output.appendSigned(base &- origin)
    if isConstant { return }
    output.append(UInt8(lowBits))
    if section != .quads, section != .pairs { output.appendVarint(UInt64(highBytes - written(count))) }
  }

  init(_ reader: inout ByteReader, base origin: Int64, count: Int) throws(SegmentError) {
    let form = try reader.byte()
    base = origin &+ (try reader.signed())
    if form == 0x80 {
      isConstant = true
      return
    }
    isDelta = form & 1 == 1
    guard let section = Section(rawValue: Int(form >> 1)), (Section.quads...Section.highs).contains(section) else {
      throw SegmentError("integers of an unknown form \(form)")
    }
    self.section = section
    lowBits = Int(try reader.byte())
    guard lowBits < 64 else { throw SegmentError("integers of \(lowBits) low bits") }
    let written = written(count)
    switch section {
    case .quads: highBytes = (written + 3) / 4
    case .pairs: highBytes = (written + 1) / 2
    default: highBytes = written + (try reader.count(upTo: 9 * count))
    }
  }

  /// - Parameters:
  ///   - highs: the bytes of the section, from this block's on.
  ///   - lows: where its packed bits begin; eight bytes must be readable past them.
  func decode(
    highs: UnsafeRawBufferPointer, lows: UnsafeRawPointer, count: Int, scratch: UnsafeMutablePointer<UInt64>,
    into integers: UnsafeMutablePointer<Int64>
  ) throws(SegmentError) {
    if isConstant {
      integers.update(repeating: base, count: count)
      return
    }
    let written = written(count)
    BitPacking.unpack(lows, width: lowBits, count: written, into: scratch)
    let shift = UInt64(lowBits)
    switch section {
    case .quads:
      for index in 0..<written {
        scratch[index] |= UInt64(highs[index &>> 2] &>> UInt8(truncatingIfNeeded: (index & 3) &* 2) & 3) &<< shift
      }
    case .pairs:
      for index in 0..<written {
        scratch[index] |= UInt64(highs[index &>> 1] &>> UInt8(truncatingIfNeeded: (index & 1) &* 4) & 15) &<< shift
      }
    default:
      if highBytes == written {
        for index in 0..<written { scratch[index] |= UInt64(highs[index]) &<< shift }
      } else {
        var reader = ByteReader(highs)
        for index in 0..<written { scratch[index] |= try reader.varint() &<< shift }
      }
    }
    if isDelta {
      var last = base
      integers[0] = base
      for index in 0..<written {
        last = last &+ unzigzag(scratch[index])
        integers[index &+ 1] = last
      }
    } else {
      for index in 0..<written { integers[index] = base &+ unzigzag(scratch[index]) }
    }
  }
}

extension Section: Comparable {
  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Finds the shortest layout of integers and writes them.
final class IntegerCoder {
  private let deltas = Scratch<UInt64>()
  private let offsets = Scratch<UInt64>()
  private let lows = Scratch<UInt64>()

  /// - Parameter integers: at least one.
  func encode(_ integers: UnsafeBufferPointer<Int64>, into sections: inout [[UInt8]]) -> IntegerLayout {
    var layout = IntegerLayout()
    let count = integers.count
    let middle = Self.middle(integers)
    let deltas = self.deltas.room(count)
    let offsets = self.offsets.room(count)
    var deltaBits = 0
    var offsetBits = 0
    var different: UInt64 = 0
    var last = integers[0]
    for index in 0..<count {
      let integer = integers[index]
      let delta = zigzag(integer &- last)
      let offset = zigzag(integer &- middle)
      last = integer
      deltas[index] = delta
      offsets[index] = offset
      different |= delta
      deltaBits &+= bitLength(delta)
      offsetBits &+= bitLength(offset)
    }
    guard different != 0 else {
      layout.isConstant = true
      layout.base = integers[0]
      return layout
    }
    layout.isDelta = deltaBits < offsetBits
    layout.base = layout.isDelta ? integers[0] : middle
    let values = UnsafeBufferPointer(
      start: layout.isDelta ? deltas + 1 : offsets, count: layout.isDelta ? count - 1 : count)
    write(values, bits: layout.isDelta ? deltaBits : offsetBits, &layout, into: &sections)
    return layout
  }

  private func write(
    _ values: UnsafeBufferPointer<UInt64>, bits: Int, _ layout: inout IntegerLayout, into sections: inout [[UInt8]]
  ) {
    var all: UInt64 = 0
    for value in values { all |= value }
    // What stands five bits below the usual length is noise.
    let usual = (bits + values.count / 2) / values.count
    let low = all < 128 ? 0 : max(0, usual - 5)
    layout.lowBits = low
    if low > 0 {
      let mask = (UInt64(1) &<< UInt64(low)) &- 1
      let lows = self.lows.room(values.count)
      for index in 0..<values.count { lows[index] = values[index] & mask }
      BitPacking.pack(
        UnsafeBufferPointer(start: lows, count: values.count), width: low, into: &sections[Section.bits.rawValue])
    }
    let highest = all >> UInt64(low)
    layout.section = Self.section(highest: highest, usual: usual, low: low)
    let before = sections[layout.section.rawValue].count
    Self.writeHighs(
      values, shift: UInt64(low), highest: highest, layout.section, into: &sections[layout.section.rawValue])
    layout.highBytes = sections[layout.section.rawValue].count - before
  }

  private static func section(highest: UInt64, usual: Int, low: Int) -> Section {
    if highest < 4 { return .quads }
    if highest < 16 { return .pairs }
    if low > 0 { return .highs }
    return usual <= 3 ? .bytes3 : usual == 4 ? .bytes4 : usual == 5 ? .bytes5 : .bytes
  }

  private static func writeHighs(
    _ values: UnsafeBufferPointer<UInt64>, shift: UInt64, highest: UInt64, _ section: Section,
    into output: inout [UInt8]
  ) {
    switch section {
    case .quads: writeShared(values, shift, each: 2, into: &output)
    case .pairs: writeShared(values, shift, each: 4, into: &output)
    default:
      if highest < 128 {
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: values.count))
        output.withUnsafeMutableBufferPointer { bytes in
          for index in 0..<values.count {
            bytes[start &+ index] = UInt8(truncatingIfNeeded: values[index] &>> shift)
          }
        }
      } else {
        for value in values { output.appendVarint(value &>> shift) }
      }
    }
  }

  private static func writeShared(
    _ values: UnsafeBufferPointer<UInt64>, _ shift: UInt64, each bits: Int, into output: inout [UInt8]
  ) {
    let perByte = 8 / bits
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: (values.count + perByte - 1) / perByte))
    output.withUnsafeMutableBufferPointer { bytes in
      var target = start
      var place = 0
      for value in values {
        bytes[target] |= UInt8(truncatingIfNeeded: value &>> shift) &<< UInt8(truncatingIfNeeded: place)
        place &+= bits
        if place == 8 {
          place = 0
          target &+= 1
        }
      }
    }
  }

  /// About the mean; any number would do, this one makes the differences small.
  private static func middle(_ integers: UnsafeBufferPointer<Int64>) -> Int64 {
    let first = integers[0]
    var sum = 0.0
    for integer in integers { sum += Double(integer) - Double(first) }
    let mean = sum / Double(integers.count)
    guard abs(mean) < 9e18 else { return first }
    return first &+ Int64(mean)
  }
}
