// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One block of a segment: how the readings of its series are written, and what is known without decoding them.
struct Block: Sendable {
  var series: Int64
  var kind: Series.Kind
  var count: Int
  /// Instant of the first reading.
  var start: Int64
  /// Instant of the last reading; only where the segment is summarized.
  var end: Int64
  /// Of numbers, where the segment is summarized.
  var summary: BlockSummary?
  fileprivate(set) var times = TimeLayout()
  fileprivate(set) var values = IntegerLayout()
  fileprivate(set) var scale = NumberScale.decimals(0)
  fileprivate var flags: UInt8 = 0
  fileprivate var timesAt = 0
  fileprivate var lowsAt = 0
  fileprivate var highsAt = 0
  fileprivate var marksAt = 0
  fileprivate var textsAt = 0
  fileprivate var textCount = 0
  fileprivate var textBytes = 0

  fileprivate var markBytes: Int {
    (flags & SegmentFormat.hasQuality == 0 ? 0 : count) + (flags & SegmentFormat.hasDecimals == 0 ? 0 : count)
  }
}

/// Reads one segment; serves one thread at a time. Sections are decompressed when they are first needed.
final class SegmentReader {
  let blocks: [Block]
  let isSummarized: Bool
  private let data: [UInt8]
  private let layout: Layout
  private var sections: [[UInt8]?]
  private let codec: SectionCodec
  private let packed = Scratch<UInt64>()
  private let integers = Scratch<Int64>()

  /// Where the sections are.
  private struct Layout {
    var flags: UInt8 = 0
    var raw = [Int](repeating: 0, count: Section.allCases.count)
    var stored = [Range<Int>](repeating: 0..<0, count: Section.allCases.count)
  }

  /// - Parameter isChecked: compare the checksum; the directory is checked in any case.
  /// - Throws: `SegmentError` when the bytes are no segment, or a damaged one.
  init(_ data: [UInt8], codec: SectionCodec, isChecked: Bool = true) throws(SegmentError) {
    self.data = data
    self.codec = codec
    layout = try Self.layout(data, isChecked: isChecked)
    sections = [[UInt8]?](repeating: nil, count: Section.allCases.count)
    let directory = try Self.section(.directory, data, layout, codec)
    isSummarized = layout.flags & SegmentFormat.summarized != 0
    blocks = try Self.blocks(directory, layout, isSummarized: isSummarized)
  }

  /// The block of a series.
  func block(of series: Int64) -> Block? { index(of: series).map { blocks[$0] } }

  /// Where among the blocks that of a series is.
  func index(of series: Int64) -> Int? {
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].series < series { low = middle + 1 } else { high = middle }
    }
    return low < blocks.count && blocks[low].series == series ? low : nil
  }

  private static func layout(_ data: [UInt8], isChecked: Bool) throws(SegmentError) -> Layout {
    let result = data.withUnsafeBytes { bytes -> Result<Layout, SegmentError> in
      Result { () throws(SegmentError) in try layout(bytes, isChecked: isChecked) }
    }
    return try result.get()
  }

  private static func layout(_ bytes: UnsafeRawBufferPointer, isChecked: Bool) throws(SegmentError) -> Layout {
    guard bytes.count > SegmentFormat.checksumBytes + 2 else { throw SegmentError("it has only \(bytes.count) bytes") }
    guard bytes[0] == SegmentFormat.version else {
      throw SegmentError("it has format \(bytes[0]), this program knows \(SegmentFormat.version)")
    }
    let end = bytes.count - SegmentFormat.checksumBytes
    let body = UnsafeRawBufferPointer(rebasing: bytes[..<end])
    if isChecked {
      let sum = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))
      guard sum == XXHash64.hash(body) else { throw SegmentError("its checksum is wrong") }
    }
    var reader = ByteReader(body)
    _ = try reader.byte()
    var layout = Layout()
    layout.flags = try reader.byte()
    var lengths: [Int] = []
    for section in Section.allCases {
      let raw = try reader.count(upTo: SegmentFormat.mostBytes)
      let stored = raw == 0 ? 0 : try reader.count(upTo: raw - 1)
      guard stored == 0 || section != .bits else { throw SegmentError("packed bits are compressed") }
      layout.raw[section.rawValue] = raw
      lengths.append(stored == 0 ? raw : stored)
    }
    for section in Section.allCases { layout.stored[section.rawValue] = try reader.take(lengths[section.rawValue]) }
    guard reader.remaining == 0 else { throw SegmentError("\(reader.remaining) bytes follow its end") }
    return layout
  }

  private static func section(
    _ section: Section, _ data: [UInt8], _ layout: Layout, _ codec: SectionCodec
  ) throws(SegmentError) -> [UInt8] {
    let range = layout.stored[section.rawValue]
    let count = layout.raw[section.rawValue]
    if range.count == count { return Array(data[range]) }
    let result = data.withUnsafeBytes { bytes -> Result<[UInt8], SegmentError> in
      Result { () throws(SegmentError) in
        try codec.decompress(UnsafeRawBufferPointer(rebasing: bytes[range]), count: count)
      }
    }
    return try result.get()
  }

  private func section(_ section: Section) throws(SegmentError) -> [UInt8] {
    if let known = sections[section.rawValue] { return known }
    let bytes = try Self.section(section, data, layout, codec)
    sections[section.rawValue] = bytes
    return bytes
  }

  // MARK: - Directory

  private static func blocks(
    _ directory: [UInt8], _ layout: Layout, isSummarized: Bool
  ) throws(SegmentError) -> [Block] {
    let result = directory.withUnsafeBytes { bytes -> Result<[Block], SegmentError> in
      Result { () throws(SegmentError) in try blocks(ByteReader(bytes), layout, isSummarized: isSummarized) }
    }
    return try result.get()
  }

  private static func blocks(
    _ reader: ByteReader, _ layout: Layout, isSummarized: Bool
  ) throws(SegmentError) -> [Block] {
    var reader = reader
    // A block takes three bytes at least.
    let count = try reader.count(upTo: reader.remaining / 3 + 1)
    let origin = try reader.signed()
    var blocks: [Block] = []
    blocks.reserveCapacity(count)
    var used = [Int](repeating: 0, count: Section.allCases.count)
    var readings = 0
    var series: Int64 = 0
    for index in 0..<count {
      let step = try reader.varint()
      guard index == 0 || step > 0 else { throw SegmentError("series \(series) is there twice") }
      let next = series &+ Int64(bitPattern: step)
      guard index == 0 || next > series else { throw SegmentError("its series are not in order") }
      series = next
      var block = try block(series, origin: origin, &reader, isSummarized: isSummarized)
      readings += block.count
      guard readings <= SegmentFormat.mostReadings else { throw SegmentError("it claims too many readings") }
      place(&block, &used)
      blocks.append(block)
    }
    guard reader.remaining == 0 else { throw SegmentError("its directory is too long") }
    for section in Section.allCases where section != .directory {
      guard used[section.rawValue] == layout.raw[section.rawValue] else {
        throw SegmentError(
          "its section \(section) has \(layout.raw[section.rawValue]) bytes, its blocks take \(used[section.rawValue])")
      }
    }
    return blocks
  }

  private static func block(
    _ series: Int64, origin: Int64, _ reader: inout ByteReader, isSummarized: Bool
  ) throws(SegmentError) -> Block {
    let form = try reader.byte()
    guard let kind = Series.Kind(number: form & 0x0F) else { throw SegmentError("readings of an unknown kind \(form)") }
    let count = try reader.count(upTo: SegmentFormat.mostReadings)
    guard count > 0 else { throw SegmentError("series \(series) has no reading") }
    let start = origin &+ (try reader.signed())
    var block = Block(series: series, kind: kind, count: count, start: start, end: start)
    block.flags = form & 0xF0
    if count > 1 {
      block.times = try TimeLayout(&reader, count: count)
      if isSummarized { block.end = start &+ block.times.period &* Int64(count - 1) &+ (try reader.signed()) }
    }
    if kind == .number {
      let scale = try reader.byte()
      guard scale == SegmentFormat.patternScale || Int(scale) < NumberScale.powers.count else {
        throw SegmentError("numbers of \(scale) decimals")
      }
      block.scale = scale == SegmentFormat.patternScale ? .pattern : .decimals(scale)
    }
    if kind == .text || kind == .json {
      block.textCount = try reader.count(upTo: count)
      block.textBytes = try reader.count(upTo: SegmentFormat.mostBytes)
    }
    block.values = try IntegerLayout(&reader, base: 0, count: count)
    if isSummarized, kind == .number { block.summary = try summary(&reader, block) }
    return block
  }

  private static func summary(_ reader: inout ByteReader, _ block: Block) throws(SegmentError) -> BlockSummary {
    let base = block.values.base
    let lowest = base &+ (try reader.signed())
    let highest = base &+ (try reader.signed())
    let first = base &+ (try reader.signed())
    let last = base &+ (try reader.signed())
    let sum: Double
    if try reader.byte() == 0 {
      sum = block.scale.number(base &* Int64(block.count) &+ (try reader.signed()))
    } else {
      sum = Double(bitPattern: try reader.word())
    }
    let scale = block.scale
    return BlockSummary(
      min: scale.number(lowest), max: scale.number(highest), sum: sum, first: scale.number(first),
      last: scale.number(last))
  }

  private static func place(_ block: inout Block, _ used: inout [Int]) {
    func take(_ section: Section, _ count: Int) -> Int {
      defer { used[section.rawValue] += count }
      return used[section.rawValue]
    }
    block.timesAt = take(.bits, block.times.packedBytes(block.count))
    block.lowsAt = take(.bits, block.values.lowBytes(block.count))
    if !block.values.isConstant { block.highsAt = take(block.values.section, block.values.highBytes) }
    block.marksAt = take(.marks, block.markBytes)
    block.textsAt = take(.texts, block.textBytes)
  }

  // MARK: - Blocks

  /// Writes the instants of a block's readings.
  func instants(of block: Block, into instants: UnsafeMutablePointer<Int64>) {
    let packed = self.packed.room(block.count)
    let bits = layout.stored[Section.bits.rawValue].lowerBound
    data.withUnsafeBytes { bytes in
      // Past the packed bits there is at least the checksum.
      guard let base = bytes.baseAddress else { return }
      block.times.decode(
        base + bits + block.timesAt, first: block.start, count: block.count, scratch: packed, into: instants)
    }
  }

  /// Writes the integers of a block: its numbers in its scale, its booleans, or the places of its texts.
  func integers(of block: Block, into integers: UnsafeMutablePointer<Int64>) throws(SegmentError) {
    let packed = self.packed.room(block.count)
    let bits = layout.stored[Section.bits.rawValue].lowerBound
    let highs = block.values.isConstant ? [] : try section(block.values.section)
    let result = data.withUnsafeBytes { bytes -> Result<Void, SegmentError> in
      highs.withUnsafeBytes { highs -> Result<Void, SegmentError> in
        Result { () throws(SegmentError) in
          guard let base = bytes.baseAddress else { return }
          let slice = block.highsAt..<block.highsAt + (block.values.isConstant ? 0 : block.values.highBytes)
          try block.values.decode(
            highs: UnsafeRawBufferPointer(rebasing: highs[slice]), lows: base + bits + block.lowsAt,
            count: block.count, scratch: packed, into: integers)
        }
      }
    }
    try result.get()
  }

  /// Appends a block as a run.
  func append(_ block: Block, to runs: inout ReadingRuns) throws(SegmentError) {
    let start = runs.count
    let count = block.count
    runs.instants.append(contentsOf: repeatElement(0, count: count))
    runs.instants.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { instants(of: block, into: base + start) }
    }
    let integers = self.integers.room(count)
    try self.integers(of: block, into: integers)
    runs.values.append(contentsOf: repeatElement(0, count: count))
    switch block.kind {
    case .number:
      runs.values.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { block.scale.decode(integers, count: count, into: base + start) }
      }
    case .boolean:
      for index in 0..<count { runs.values[start + index] = integers[index] == 0 ? 0 : 1 }
    case .text, .json:
      let first = runs.texts.count
      runs.texts += try texts(of: block)
      for index in 0..<count {
        guard (0..<Int64(block.textCount)).contains(integers[index]) else { throw SegmentError("a text is missing") }
        runs.values[start + index] = UInt64(first + Int(integers[index]))
      }
    }
    try appendMarks(of: block, integers, start, to: &runs)
    runs.runs.append(ReadingRuns.Run(series: block.series, kind: block.kind, range: start..<start + count))
  }

  /// All blocks.
  func runs() throws(SegmentError) -> ReadingRuns {
    var runs = ReadingRuns()
    let count = blocks.reduce(0) { $0 + $1.count }
    runs.instants.reserveCapacity(count)
    runs.values.reserveCapacity(count)
    for block in blocks { try append(block, to: &runs) }
    return runs
  }

  private func texts(of block: Block) throws(SegmentError) -> [String] {
    let bytes = try section(.texts)
    var texts: [String] = []
    let range = block.textsAt..<block.textsAt + block.textBytes
    let result = bytes.withUnsafeBytes { bytes -> Result<[String], SegmentError> in
      Result { () throws(SegmentError) in
        let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
        var reader = ByteReader(slice)
        for _ in 0..<block.textCount {
          let length = try reader.count(upTo: slice.count)
          let text = try reader.take(length)
          texts.append(String(decoding: slice[text], as: UTF8.self))
        }
        return texts
      }
    }
    return try result.get()
  }

  private func appendMarks(
    of block: Block, _ integers: UnsafeMutablePointer<Int64>, _ start: Int, to runs: inout ReadingRuns
  ) throws(SegmentError) {
    let count = block.count
    var at = block.marksAt
    func column(_ flag: UInt8) throws(SegmentError) -> ArraySlice<UInt8>? {
      guard block.flags & flag != 0 else { return nil }
      defer { at += count }
      return try section(.marks)[at..<at + count]
    }
    func add(_ marks: some Sequence<UInt8>, to target: inout [UInt8]) {
      if target.count < start { target.append(contentsOf: repeatElement(0, count: start - target.count)) }
      target.append(contentsOf: marks)
    }
    // The encoder writes the decimals with the numbers, the quality after them.
    let decimals = try column(SegmentFormat.hasDecimals)
    if let quality = try column(SegmentFormat.hasQuality) {
      add(quality, to: &runs.quality)
    } else if !runs.quality.isEmpty {
      add(repeatElement(0, count: count), to: &runs.quality)
    }
    if let decimals {
      add(decimals, to: &runs.decimals)
    } else if block.flags & SegmentFormat.fixedDecimals != 0, case .decimals(let digits) = block.scale {
      add((0..<count).lazy.map { integers[$0] % 10 == 0 ? digits + 1 : 0 }, to: &runs.decimals)
    } else if block.flags & SegmentFormat.wholeDecimals != 0, case .decimals(let digits) = block.scale {
      let unit = NumberScale.unit(digits)
      add((0..<count).lazy.map { integers[$0] % unit == 0 ? 2 : 0 }, to: &runs.decimals)
    } else if !runs.decimals.isEmpty {
      add(repeatElement(0, count: count), to: &runs.decimals)
    }
  }
}
