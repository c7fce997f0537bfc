// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Decodes blocks into memory that is used again and again.
final class BlockDecoder {
  let codec = SectionCodec()
  private let instants = Scratch<Int64>()
  private let integers = Scratch<Int64>()
  private let numbers = Scratch<Double>()
  private let mergedInstants = Scratch<Int64>()
  private let mergedNumbers = Scratch<Double>()
  private let restInstants = Scratch<Int64>()
  private let restNumbers = Scratch<Double>()
  private var mergedCount = 0

  typealias Body = (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Int64>) -> Void

  /// The readings of a block with `from` ≤ instant < `to`.
  func decode(
    _ block: Block, _ reader: SegmentReader, from: Int64, to: Int64,
    _ body: Body
  ) throws(SegmentError) {
    let instants = self.instants.room(block.count)
    let integers = self.integers.room(block.count)
    let numbers = self.numbers.room(block.count)
    reader.instants(of: block, into: instants)
    try reader.integers(of: block, into: integers)
    block.scale.decode(integers, count: block.count, into: numbers)
    var first = 0
    var end = block.count
    if block.start < from { while first < end, instants[first] < from { first += 1 } }
    if block.end >= to { while end > first, instants[end - 1] >= to { end -= 1 } }
    body(
      UnsafeBufferPointer(start: numbers + first, count: end - first),
      UnsafeBufferPointer(start: instants + first, count: end - first))
  }

  func decode(
    _ part: RunMerge.Part, _ kind: Series.Kind,
    _ body: Body
  ) {
    let count = part.range.count
    let numbers = self.numbers.room(count)
    for (index, place) in part.range.enumerated() {
      let value = part.source.values[place]
      numbers[index] = kind == .boolean ? Double(value) : Double(bitPattern: value)
    }
    part.source.instants.withUnsafeBufferPointer { instants in
      body(
        UnsafeBufferPointer(start: numbers, count: count), UnsafeBufferPointer(rebasing: instants[part.range]))
    }
  }

  // MARK: - Several blocks of the same time

  /// Puts readings that came later among those merged before.
  ///
  /// - Parameters:
  ///   - isFirst: forget what was merged before.
  ///   - policy: what counts of two readings of one instant; not `keepAll`.
  func merge(
    _ numbers: UnsafeBufferPointer<Double>, _ instants: UnsafeBufferPointer<Int64>, isFirst: Bool,
    _ policy: Series.Policy
  ) {
    if isFirst { mergedCount = 0 }
    guard let earliest = instants.first, let times = instants.baseAddress, let values = numbers.baseAddress else {
      return
    }
    let known = mergedInstants.room(mergedCount + instants.count, keeping: mergedCount)
    let knownNumbers = mergedNumbers.room(mergedCount + instants.count, keeping: mergedCount)
    // Most of what is known lies before: only the rest is moved.
    var kept = mergedCount
    while kept > 0, known[kept - 1] >= earliest { kept -= 1 }
    let rest = mergedCount - kept
    let restInstants = self.restInstants.room(rest)
    let restNumbers = self.restNumbers.room(rest)
    restInstants.update(from: known + kept, count: rest)
    restNumbers.update(from: knownNumbers + kept, count: rest)
    var left = 0
    var right = 0
    while left < rest || right < instants.count {
      if right == instants.count || left < rest && restInstants[left] < times[right] {
        known[kept] = restInstants[left]
        knownNumbers[kept] = restNumbers[left]
        left &+= 1
      } else {
        let isKnown = left < rest && restInstants[left] == times[right]
        known[kept] = times[right]
        knownNumbers[kept] = isKnown && policy == .firstWins ? restNumbers[left] : values[right]
        if isKnown { left &+= 1 }
        right &+= 1
      }
      kept &+= 1
    }
    mergedCount = kept
  }

  /// What was merged.
  func merged(_ body: Body) {
    body(
      UnsafeBufferPointer(start: mergedNumbers.base, count: mergedCount),
      UnsafeBufferPointer(start: mergedInstants.base, count: mergedCount))
  }
}
