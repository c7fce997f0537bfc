// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes segments; one object serves one thread at a time.
final class SegmentEncoder {
  private let times = TimeCoder()
  private let integers = IntegerCoder()
  private let codec: SectionCodec
  private let scaled = Scratch<Int64>()
  private var sections = [[UInt8]](repeating: [], count: Section.allCases.count)

  init(level: Int32 = 1) { codec = SectionCodec(level: level) }

  /// - Parameters:
  ///   - runs: each with a reading at least.
  ///   - summarized: write the summary of each block, which costs some ten bytes a block.
  func encode(_ runs: ReadingRuns, _ wanted: Range<Int>? = nil, summarized: Bool) -> [UInt8] {
    let wanted = wanted ?? 0..<runs.runs.count
    for index in sections.indices { sections[index].removeAll(keepingCapacity: true) }
    var directory: [UInt8] = []
    directory.reserveCapacity(wanted.count * 40)
    directory.appendVarint(UInt64(wanted.count))
    let origin = wanted.isEmpty ? 0 : runs.instants[runs.runs[wanted.lowerBound].range.lowerBound]
    directory.appendSigned(origin)
    var previous: Int64 = 0
    for run in runs.runs[wanted] {
      directory.appendVarint(UInt64(bitPattern: run.series &- previous))
      previous = run.series
      write(run, of: runs, origin: origin, summarized: summarized, into: &directory)
    }
    sections[Section.directory.rawValue] = directory
    return assembled(flags: summarized ? SegmentFormat.summarized : 0)
  }

  private func assembled(flags: UInt8) -> [UInt8] {
    var output: [UInt8] = [SegmentFormat.version, flags]
    var bodies: [UInt8] = []
    bodies.reserveCapacity(sections.reduce(0) { $0 + $1.count })
    for section in Section.allCases {
      let bytes = sections[section.rawValue]
      let before = bodies.count
      if section == .bits || !codec.compress(bytes, into: &bodies) { bodies += bytes }
      output.appendVarint(UInt64(bytes.count))
      // 0 for a section that is kept as it is.
      if !bytes.isEmpty {
        output.appendVarint(bodies.count - before == bytes.count ? 0 : UInt64(bodies.count - before))
      }
    }
    output += bodies
    output.appendWord(output.withUnsafeBytes(XXHash64.hash))
    return output
  }

  private func write(
    _ run: ReadingRuns.Run, of runs: ReadingRuns, origin: Int64, summarized: Bool, into directory: inout [UInt8]
  ) {
    let range = run.range
    let count = range.count
    let place = directory.count
    directory.append(run.kind.number)
    directory.appendVarint(UInt64(count))
    directory.appendSigned(runs.instants[range.lowerBound] &- origin)
    if count > 1 {
      let layout = runs.instants.withUnsafeBufferPointer {
        times.encode(UnsafeBufferPointer(rebasing: $0[range]), bits: &sections[Section.bits.rawValue])
      }
      layout.write(to: &directory)
      if summarized {
        let steady = layout.period &* Int64(count - 1)
        directory.appendSigned(runs.instants[range.upperBound - 1] &- runs.instants[range.lowerBound] &- steady)
      }
    }
    let scaled = self.scaled.room(count)
    switch run.kind {
    case .number: directory[place] |= writeNumbers(run, of: runs, scaled, summarized, into: &directory)
    case .boolean:
      for index in 0..<count { scaled[index] = Int64(runs.values[range.lowerBound + index]) }
      let layout = integers.encode(UnsafeBufferPointer(start: scaled, count: count), into: &sections)
      layout.write(to: &directory, base: 0, count: count)
    case .text, .json: writeTexts(run, of: runs, scaled, into: &directory)
    }
    if !runs.quality.isEmpty, runs.quality[range].contains(where: { $0 != 0 }) {
      directory[place] |= SegmentFormat.hasQuality
      sections[Section.marks.rawValue] += runs.quality[range]
    }
  }

  /// Returns what is to be said of their decimals.
  private func writeNumbers(
    _ run: ReadingRuns.Run, of runs: ReadingRuns, _ scaled: UnsafeMutablePointer<Int64>, _ summarized: Bool,
    into directory: inout [UInt8]
  ) -> UInt8 {
    let range = run.range
    let count = range.count
    let scale = runs.values.withUnsafeBufferPointer {
      NumberScale.encode(UnsafeBufferPointer(rebasing: $0[range]), into: scaled)
    }
    let numbers = UnsafeBufferPointer(start: scaled, count: count)
    let layout = integers.encode(numbers, into: &sections)
    if case .decimals(let decimals) = scale {
      directory.append(decimals)
    } else {
      directory.append(SegmentFormat.patternScale)
    }
    layout.write(to: &directory, base: 0, count: count)
    if summarized { summarize(numbers, scale, layout, into: &directory) }
    guard !runs.decimals.isEmpty, runs.decimals[range].contains(where: { $0 != 0 }) else { return 0 }
    if let rule = runs.decimals.withUnsafeBufferPointer({
      Self.rule(UnsafeBufferPointer(rebasing: $0[range]), numbers, scale)
    }) {
      return rule
    }
    sections[Section.marks.rawValue] += runs.decimals[range]
    return SegmentFormat.hasDecimals
  }

  /// What says of each number how it was written, where one rule does.
  private static func rule(
    _ marks: UnsafeBufferPointer<UInt8>, _ numbers: UnsafeBufferPointer<Int64>, _ scale: NumberScale
  ) -> UInt8? {
    guard case .decimals(let decimals) = scale else { return nil }
    if decimals > 0, holds(marks, numbers, multiplesOf: 10, decimals + 1) { return SegmentFormat.fixedDecimals }
    return holds(marks, numbers, multiplesOf: NumberScale.unit(decimals), 2) ? SegmentFormat.wholeDecimals : nil
  }

  /// Whether these multiples are marked so, and nothing else is marked.
  @inline(__always) private static func holds(
    _ marks: UnsafeBufferPointer<UInt8>, _ numbers: UnsafeBufferPointer<Int64>, multiplesOf unit: Int64, _ mark: UInt8
  ) -> Bool {
    for index in numbers.indices where marks[index] != (numbers[index] % unit == 0 ? mark : 0) { return false }
    return true
  }

  private func summarize(
    _ numbers: UnsafeBufferPointer<Int64>, _ scale: NumberScale, _ layout: IntegerLayout,
    into directory: inout [UInt8]
  ) {
    var lowest = numbers[0]
    var highest = numbers[0]
    for number in numbers {
      lowest = min(lowest, number)
      highest = max(highest, number)
    }
    directory.appendSigned(lowest &- layout.base)
    directory.appendSigned(highest &- layout.base)
    directory.appendSigned(numbers[0] &- layout.base)
    directory.appendSigned(numbers[numbers.count - 1] &- layout.base)
    // Decimals are summed without loss; only a very long block of huge numbers overflows.
    var sum: Int64? = scale == .pattern ? nil : 0
    for number in numbers { sum = sum.flatMap { Self.sum($0, number) } }
    if let sum {
      directory.append(0)
      directory.appendSigned(sum &- layout.base &* Int64(numbers.count))
    } else {
      directory.append(1)
      directory.appendWord(numbers.reduce(0.0) { $0 + scale.number($1) }.bitPattern)
    }
  }

  @inline(__always) private static func sum(_ left: Int64, _ right: Int64) -> Int64? {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? nil : sum
  }

  private func writeTexts(
    _ run: ReadingRuns.Run, of runs: ReadingRuns, _ scaled: UnsafeMutablePointer<Int64>, into directory: inout [UInt8]
  ) {
    var numbers: [String: Int64] = [:]
    let before = sections[Section.texts.rawValue].count
    for (index, value) in runs.values[run.range].enumerated() {
      let text = runs.texts[Int(value)]
      if let number = numbers[text] {
        scaled[index] = number
      } else {
        scaled[index] = Int64(numbers.count)
        numbers[text] = scaled[index]
        sections[Section.texts.rawValue].appendVarint(UInt64(text.utf8.count))
        sections[Section.texts.rawValue] += Array(text.utf8)
      }
    }
    directory.appendVarint(UInt64(numbers.count))
    directory.appendVarint(UInt64(sections[Section.texts.rawValue].count - before))
    let layout = integers.encode(UnsafeBufferPointer(start: scaled, count: run.range.count), into: &sections)
    layout.write(to: &directory, base: 0, count: run.range.count)
  }
}
