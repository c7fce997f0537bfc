// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Telemetry
import TestSupport
import Testing

/// Makes runs of every shape that could trouble a coder.
struct RunMaker {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func runs(series count: Int, longest: Int) -> ReadingRuns {
    var runs = ReadingRuns()
    var series = Int64.random(in: -3...3, using: &random)
    for _ in 0..<count {
      series += Int64.random(in: 1...(1 << Int64.random(in: 0...40, using: &random)), using: &random)
      let kind = Series.Kind.allCases.randomElement(using: &random) ?? .number
      let length = Int.random(in: 1...longest, using: &random)
      runs.begin(series, kind)
      runs.add(0..<length, of: run(kind, length))
    }
    return runs
  }

  private mutating func run(_ kind: Series.Kind, _ length: Int) -> ReadingRuns {
    var run = ReadingRuns()
    run.instants = instants(length)
    switch kind {
    case .number: run.values = numbers(length).map(\.bitPattern)
    case .boolean: run.values = (0..<length).map { _ in UInt64.random(in: 0...1, using: &random) }
    case .text, .json:
      run.values = (0..<length).map { UInt64($0) }
      run.texts = (0..<length).map { _ in
        String(
          repeating: ["", "运行", "running", "{\"a\":[1,2.00]}"].randomElement(using: &random) ?? "",
          count: Int.random(in: 0...2, using: &random))
      }
    }
    if Bool.random(using: &random) {
      run.quality = (0..<length).map { _ in UInt8.random(in: 0...3, using: &random) == 3 ? 5 : 0 }
      if run.quality.allSatisfy({ $0 == 0 }) { run.quality = [] }
    }
    if kind == .number, Bool.random(using: &random) {
      run.decimals = (0..<length).map { _ in UInt8.random(in: 0...3, using: &random) }
      if run.decimals.allSatisfy({ $0 == 0 }) { run.decimals = [] }
    }
    return run
  }

  private mutating func instants(_ count: Int) -> [Int64] {
    let start = [0, 1_793_491_200_000, -62_135_596_800_000, 253_402_300_799_999].randomElement(using: &random) ?? 0
    var instants = [Int64(start)]
    let shape = Int.random(in: 0..<7, using: &random)
    while instants.count < count {
      let last = instants[instants.count - 1]
      let step: Int64 =
        switch shape {
        case 0: 0
        case 1: 10_000
        case 2: 10_000 + Int64.random(in: -4000...4000, using: &random)
        case 3: Int64.random(in: 0...3, using: &random) == 0 ? 3_600_000 : 60_000
        case 4: Int64.random(in: 0...1_000_000_000, using: &random)
        case 5: Int64.random(in: 0...99, using: &random) * 1000
        default: Int64.random(in: 0...20, using: &random) == 0 ? 86_400_007 : 900_000
        }
      instants.append(last + step)
    }
    return instants
  }

  private mutating func numbers(_ count: Int) -> [Double] {
    let shape = Int.random(in: 0..<11, using: &random)
    var walk = 20.0
    return (0..<count).map { _ in
      switch shape {
      case 0: return 7
      case 1: return (Double.random(in: -50...50, using: &random) * 10).rounded() / 10
      case 2:
        walk += Double.random(in: -0.5...0.5, using: &random)
        return (walk * 100).rounded() / 100
      case 3: return Double.random(in: -1...1, using: &random)
      case 4: return Double(Int.random(in: 0...3, using: &random))
      case 5: return [0, -0.0, 1, 0.1 + 0.2].randomElement(using: &random) ?? 0
      case 6:
        return [
          .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude, 0, 1,
        ]
        .randomElement(using: &random) ?? 0
      case 7: return Double(sign: .plus, exponent: Int.random(in: -1000...1000, using: &random), significand: 1.5)
      case 8: return Double(Int64.random(in: -9_007_199_254_740_993...9_007_199_254_740_993, using: &random))
      case 9: return Double.random(in: 0...20, using: &random) < 1 ? 1e12 : 3.25
      default: return 123_456_789.012345678 + Double(Int.random(in: 0...2, using: &random)) / 1e7
      }
    }
  }
}

/// The readings of all runs, whatever the texts are numbered.
private func content(_ runs: ReadingRuns) -> [[Reading]] {
  runs.runs.map { runs.readings(of: $0) }
}

private func patterns(_ runs: ReadingRuns) -> [[UInt64]] {
  runs.runs.filter { $0.kind == .number }.map { Array(runs.values[$0.range]) }
}

@Suite struct SegmentTests {
  private let codec = SectionCodec()

  @Test(arguments: 0..<60) func givesBackWhatWasWritten(seed: Int) throws {
    var maker = RunMaker(seed: UInt64(seed))
    let encoder = SegmentEncoder()
    for (count, longest) in [(1, 1), (1, 3), (3, 10), (40, 7), (12, 300)] {
      let runs = maker.runs(series: count, longest: longest)
      for summarized in [true, false] {
        let reader = try SegmentReader(encoder.encode(runs, summarized: summarized), codec: codec)
        let read = try reader.runs()
        #expect(content(read) == content(runs))
        // -0 equals 0: the bits must be the same too.
        #expect(patterns(read) == patterns(runs))
        guard summarized else { continue }
        for (block, run) in zip(reader.blocks, runs.runs) {
          #expect(reader.block(of: run.series)?.count == run.range.count)
          #expect(block.start == runs.instants[run.range.lowerBound])
          #expect(block.end == runs.instants[run.range.upperBound - 1])
          guard run.kind == .number, let summary = block.summary else { continue }
          let numbers = runs.values[run.range].map { Double(bitPattern: $0) }
          #expect(summary.min == numbers.min() && summary.max == numbers.max())
          #expect(summary.first == numbers.first && summary.last == numbers.last)
          let sum = numbers.reduce(0, +)
          let size = numbers.reduce(0) { $0 + abs($1) }
          #expect(abs(summary.sum - sum) <= size * 1e-12 || !sum.isFinite)
        }
      }
    }
  }

  /// Ten seconds, give or take two, are twelve bits: a byte and a half for each reading but the first.
  @Test func writesAJitteringPeriodInTwelveBits() {
    var random = SeededGenerator(seed: 7)
    let instants = (0..<1001).map { Int64($0) * 10_000 + Int64.random(in: -2000...2000, using: &random) }
    var bits: [UInt8] = []
    let layout = instants.withUnsafeBufferPointer { TimeCoder().encode($0, bits: &bits) }
    #expect(layout.period == 10_000 && layout.width == 12 && layout.skips.isEmpty)
    #expect(bits.count == 1500)
  }

  @Test func writesAnExactPeriodInNothing() {
    var bits: [UInt8] = []
    // A quarter of an hour; two readings are missing after the third.
    let instants = ([0, 1, 2] + Array(5..<40)).map { Int64($0) * 900_000 }
    let layout = instants.withUnsafeBufferPointer { TimeCoder().encode($0, bits: &bits) }
    #expect(bits.isEmpty && layout.period == 900_000 && layout.skips.map(\.index) == [3])
    #expect(layout.skips.map(\.count) == [2])
  }

  /// Numbers that were all written with two decimals, or with `.0` where they are whole, take no byte more than others.
  @Test(arguments: [2, 1, 0]) func writesDecimalsByARule(decimals: Int) throws {
    let unit = NumberScale.powers[decimals]
    let units = (0..<500).map { $0 * 7 % 300 }
    let numbers = units.map { Double($0) / unit }
    let fixed: [UInt8] = units.map { decimals > 0 && $0 % 10 == 0 ? UInt8(decimals + 1) : 0 }
    let whole: [UInt8] = numbers.map { $0 == $0.rounded() ? 2 : 0 }
    var sizes: [Int] = []
    for marks in [[], fixed, whole] {
      var runs = ReadingRuns()
      runs.begin(1, .number)
      runs.instants = (0..<500).map { $0 * 1000 }
      runs.values = numbers.map(\.bitPattern)
      if marks.contains(where: { $0 != 0 }) { runs.decimals = marks }
      runs.runs[0].range = 0..<500
      let bytes = SegmentEncoder().encode(runs, summarized: true)
      #expect(content(try SegmentReader(bytes, codec: codec).runs()) == content(runs))
      sizes.append(bytes.count)
    }
    #expect(Set(sizes).count == 1, "\(sizes)")
  }

  /// 21.3, 21.4, 21.3 are 213, 214, 213.
  @Test func findsTheFewestDecimals() {
    func scale(_ numbers: [Double]) -> (NumberScale, [Int64]) {
      var integers = [Int64](repeating: 0, count: numbers.count)
      let scale = numbers.map(\.bitPattern).withUnsafeBufferPointer { source in
        integers.withUnsafeMutableBufferPointer { target in
          target.baseAddress.map { NumberScale.encode(source, into: $0) } ?? .pattern
        }
      }
      return (scale, integers)
    }
    #expect(scale([21.3, 21.4, 21.3]) == (.decimals(1), [213, 214, 213]))
    #expect(scale([5, 0, -3]) == (.decimals(0), [5, 0, -3]))
    #expect(scale([1, 0.25]) == (.decimals(2), [100, 25]))
    #expect(scale([0.1 + 0.2]).0 == .pattern, "0.30000000000000004 has seventeen decimals")
    #expect(scale([1.5, -0.0]).0 == .pattern, "no integer is -0")
    #expect(scale([.infinity]).0 == .pattern && scale([.nan]).0 == .pattern)
    let long = (0..<100).map { Double($0) } + [0.5]
    #expect(scale(long).0 == .decimals(1) && scale(long).1[99] == 990)
  }

  /// The test vectors of the algorithm's authors.
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func sumsAsTheSpecificationSays(text: String, sum: UInt64) {
    #expect(Array(text.utf8).withUnsafeBytes(XXHash64.hash) == sum)
  }

  @Test func namesWhatIsDamaged() throws {
    var maker = RunMaker(seed: 1)
    let bytes = SegmentEncoder().encode(maker.runs(series: 5, longest: 50), summarized: true)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      #expect(throws: SegmentError.self) { try SegmentReader(damaged, codec: codec) }
    }
    let error = #expect(throws: SegmentError.self) { try SegmentReader([9] + bytes.dropFirst(), codec: codec) }
    #expect(error?.description == "it has format 9, this program knows 1")
  }

  /// Whatever the bytes, and though their checksum is not looked at: an error or readings, in bounded time and memory.
  @Test func survivesAnyBytes() throws {
    var random = SeededGenerator(seed: 2026)
    var maker = RunMaker(seed: 3)
    let encoder = SegmentEncoder()
    var readable = 0
    for _ in 0..<40 {
      let bytes = encoder.encode(maker.runs(series: 4, longest: 30), summarized: Bool.random(using: &random))
      for _ in 0..<500 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          switch Int.random(in: 0..<4, using: &random) {
          case 0: damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
          case 1:
            damaged[Int.random(in: damaged.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
          case 2: damaged.removeLast(Int.random(in: 0..<min(9, damaged.count), using: &random))
          default: damaged[Int.random(in: 0..<min(40, damaged.count), using: &random)] = 0xFF
          }
          if damaged.count < 2 { break }
        }
        guard let reader = try? SegmentReader(damaged, codec: codec, isChecked: false) else { continue }
        if (try? reader.runs()) != nil { readable += 1 }
      }
    }
    #expect(readable > 0, "some damage is only a wrong number")
  }
}
