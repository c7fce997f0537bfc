// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How the instants of a block are written: as what is left of them on a grid of the series' period.
///
/// A sensor that speaks every ten seconds, give or take two, costs twelve bits a reading: the place within those two
/// seconds, and nothing else. A grid point that nobody spoke at is skipped. A series without a period is written as the
/// distances between its readings.
struct TimeLayout: Equatable {
  /// Milliseconds between two grid points; 0 where each instant is written as the distance from the one before.
  var period: Int64 = 0
  /// The smallest residual, in milliseconds.
  var lowest: Int64 = 0
  /// What all residuals above the smallest are a multiple of, at least 1.
  var unit: UInt64 = 1
  /// Bits of a residual.
  var width = 0
  /// Grid points that were skipped: before which reading, and how many.
  var skips: [(index: Int, count: Int64)] = []

  static func == (left: Self, right: Self) -> Bool {
    left.period == right.period && left.lowest == right.lowest && left.unit == right.unit && left.width == right.width
      && left.skips.elementsEqual(right.skips, by: ==)
  }

  /// The first instant stands elsewhere.
  func packedBytes(_ count: Int) -> Int { BitPacking.byteCount(max(0, count - 1), width: width) }

  func write(to output: inout [UInt8]) {
    output.appendVarint(UInt64(bitPattern: period))
    output.append(UInt8(width))
    output.appendSigned(lowest)
    output.appendVarint(unit)
    output.appendVarint(UInt64(skips.count))
    var last = 0
    for skip in skips {
      output.appendVarint(UInt64(skip.index - last))
      output.appendSigned(skip.count)
      last = skip.index
    }
  }

  init() {}

  init(_ reader: inout ByteReader, count: Int) throws(SegmentError) {
    period = Int64(bitPattern: try reader.varint())
    width = Int(try reader.byte())
    guard width <= 64 else { throw SegmentError("an instant of \(width) bits") }
    lowest = try reader.signed()
    unit = try reader.varint()
    var index = 0
    for _ in 0..<(try reader.count(upTo: count)) {
      index += try reader.count(upTo: count)
      guard index < count else { throw SegmentError("a skip after the last reading") }
      skips.append((index, try reader.signed()))
    }
  }

  /// - Parameter source: eight bytes must be readable past the packed ones.
  func decode(
    _ source: UnsafeRawPointer, first: Int64, count: Int, scratch: UnsafeMutablePointer<UInt64>,
    into instants: UnsafeMutablePointer<Int64>
  ) {
    guard count > 0 else { return }
    instants[0] = first
    BitPacking.unpack(source, width: width, count: count - 1, into: scratch)
    let unit = self.unit
    let lowest = self.lowest
    if period == 0 {
      var last = first
      for index in 1..<max(1, count) {
        last = last &+ lowest &+ Int64(bitPattern: scratch[index &- 1] &* unit)
        instants[index] = last
      }
      return
    }
    var grid = first &+ lowest
    var start = 1
    for skip in skips + [(count, 0)] {
      for index in start..<max(start, skip.index) {
        grid = grid &+ period
        instants[index] = grid &+ Int64(bitPattern: scratch[index &- 1] &* unit)
      }
      grid = grid &+ period &* skip.count
      start = max(start, skip.index)
    }
  }
}

/// Finds the shortest layout of instants and writes their residuals.
final class TimeCoder {
  private let residuals = Scratch<Int64>()
  private let best = Scratch<Int64>()
  private let packed = Scratch<UInt64>()

  /// - Parameter instants: in order, at least one.
  func encode(_ instants: UnsafeBufferPointer<Int64>, bits: inout [UInt8]) -> TimeLayout {
    let count = instants.count - 1
    guard count > 0 else { return TimeLayout() }
    let best = self.best.room(count)
    for index in 0..<count { best[index] = instants[index + 1] &- instants[index] }
    var layout = Self.measured(best, count, TimeLayout())
    var cost = layout.width * count
    if cost > 0, let mean = Self.usualStep(best, count) {
      var tried: Int64 = 0
      for rounding: Int64 in [1000, 100, 1] {
        let period = (mean + rounding / 2) / rounding * rounding
        guard period > 0, period != tried else { continue }
        tried = period
        let residuals = self.residuals.room(count)
        var candidate = TimeLayout()
        candidate.period = period
        guard Self.lay(instants, on: &candidate, into: residuals) else { continue }
        candidate = Self.measured(residuals, count, candidate)
        let its = candidate.width * count + candidate.skips.count * 24
        if its < cost {
          cost = its
          layout = candidate
          best.update(from: residuals, count: count)
        }
        // Finer grids follow a drift; where there is none to speak of, they only look for it in vain.
        if candidate.width <= 1 { break }
      }
    }
    let packed = self.packed.room(count)
    let lowest = layout.lowest
    if layout.unit == 1 {
      for index in 0..<count { packed[index] = UInt64(bitPattern: best[index] &- lowest) }
    } else {
      for index in 0..<count { packed[index] = UInt64(bitPattern: best[index] &- lowest) / layout.unit }
    }
    BitPacking.pack(UnsafeBufferPointer(start: packed, count: count), width: layout.width, into: &bits)
    return layout
  }

  /// The mean of the steps, those left out where readings are missing.
  private static func usualStep(_ steps: UnsafeMutablePointer<Int64>, _ count: Int) -> Int64? {
    var sample: [Int64] = []
    for index in stride(from: 0, to: count, by: max(1, count / 15)) { sample.append(steps[index]) }
    sample.sort()
    let median = sample[sample.count / 2]
    guard median > 0, median < 1 << 40 else { return nil }
    var sum: Int64 = 0
    var usual: Int64 = 0
    for index in 0..<count where steps[index] < 2 &* median {
      sum &+= steps[index]
      usual &+= 1
    }
    return usual > 0 ? (sum + usual / 2) / usual : nil
  }

  /// `false` when too many grid points are skipped for a grid to be worth it.
  private static func lay(
    _ instants: UnsafeBufferPointer<Int64>, on layout: inout TimeLayout, into residuals: UnsafeMutablePointer<Int64>
  ) -> Bool {
    let period = layout.period
    let half = period / 2
    var grid = instants[0]
    for index in 1..<instants.count {
      grid = grid &+ period
      var residual = instants[index] &- grid
      if residual > half || residual < -half {
        // Where the series as a whole has moved off the grid by less than a period, it stays there.
        let skipped = (residual &+ (residual < 0 ? -half : half)) / period
        if skipped != 0 {
          guard layout.skips.count < 4 + instants.count / 16 else { return false }
          layout.skips.append((index, skipped))
          grid = grid &+ skipped &* period
          residual = instants[index] &- grid
        }
      }
      residuals[index &- 1] = residual
    }
    return true
  }

  private static func measured(
    _ residuals: UnsafeMutablePointer<Int64>, _ count: Int, _ layout: TimeLayout
  ) -> TimeLayout {
    var layout = layout
    var lowest = residuals[0]
    var highest = residuals[0]
    for index in 1..<max(1, count) {
      lowest = min(lowest, residuals[index])
      highest = max(highest, residuals[index])
    }
    layout.lowest = lowest
    let range = UInt64(bitPattern: highest &- lowest)
    // Seconds written as milliseconds are still seconds.
    var unit = range
    var index = 0
    while unit > 1, index < count {
      unit = divisor(unit, UInt64(bitPattern: residuals[index] &- lowest))
      index &+= 1
    }
    layout.unit = max(1, unit)
    layout.width = bitLength(range / layout.unit)
    return layout
  }

  private static func divisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}
