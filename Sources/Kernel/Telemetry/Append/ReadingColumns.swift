// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A series as this process calls it: what doors remember of a series instead of its code. Valid for the `Telemetry`
/// that gave it, as long as the process lives.
public struct SeriesHandle: Hashable, Sendable {
  let slot: Int32
}

/// Readings in columns, as doors fill them: a million readings cost a million of each number and nothing else.
public struct ReadingColumns: Sendable {
  private(set) var slots: [Int32] = []
  private(set) var instants: [Int64] = []
  private(set) var values: [UInt64] = []
  private(set) var texts: [String] = []
  /// Empty where all are numbers.
  private(set) var kinds: [UInt8] = []
  /// The numbers that were written with more decimals than they need, in order: few are, so that the others cost nothing.
  private(set) var decimals: [WrittenNumber] = []

  struct WrittenNumber: Sendable {
    var index: Int32
    /// As in `ReadingRuns`.
    var mark: UInt8
  }

  /// As in `ReadingRuns`.
  private(set) var quality: [UInt8] = []

  public init() {}

  public var count: Int { instants.count }
  public var isEmpty: Bool { instants.isEmpty }

  public mutating func reserveCapacity(_ count: Int) {
    slots.reserveCapacity(count)
    instants.reserveCapacity(count)
    values.reserveCapacity(count)
  }

  public mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    instants.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    texts = []
    kinds = []
    decimals = []
    quality = []
  }

  /// - Parameters:
  ///   - milliseconds: since 1970-01-01T00:00:00Z.
  ///   - written: decimals with which the number was written, 0 to 12, where that was with trailing zeros.
  @inline(__always)
  public mutating func append(
    _ series: SeriesHandle, milliseconds: Int64, number: Double, decimals written: Int? = nil
  ) {
    append(series.slot, milliseconds, number.bitPattern, .number)
    if let written { mark(DecimalMark.of(number, written: written)) }
  }

  public mutating func append(
    _ series: SeriesHandle, at: Instant, value: ReadingValue, decimals: Int? = nil, quality: Quality = []
  ) {
    append(slot: series.slot, at: at, value: value, decimals: decimals, quality: quality)
  }

  mutating func append(slot: Int32, at: Instant, value: ReadingValue, decimals: Int?, quality: Quality) {
    defer { if !quality.isEmpty { mark(quality) } }
    switch value {
    case .number(let number):
      append(slot, at.milliseconds, number.bitPattern, .number)
      if let decimals { mark(DecimalMark.of(number, written: decimals)) }
    case .bool(let flag): append(slot, at.milliseconds, flag ? 1 : 0, .boolean)
    case .text(let text), .document(let text):
      append(slot, at.milliseconds, UInt64(texts.count), value.kind)
      texts.append(text)
    }
  }

  @inline(__always)
  private mutating func append(_ slot: Int32, _ instant: Int64, _ value: UInt64, _ kind: Series.Kind) {
    if !kinds.isEmpty || kind != .number {
      if kinds.isEmpty { kinds = [UInt8](repeating: Series.Kind.number.number, count: instants.count) }
      kinds.append(kind.number)
    }
    if !quality.isEmpty { quality.append(0) }
    slots.append(slot)
    instants.append(instant)
    values.append(value)
  }

  private mutating func mark(_ decimals: UInt8) {
    guard decimals != 0 else { return }
    self.decimals.append(WrittenNumber(index: Int32(count - 1), mark: decimals))
  }

  private mutating func mark(_ quality: Quality) {
    if self.quality.isEmpty { self.quality = [UInt8](repeating: 0, count: count) }
    self.quality[count - 1] = quality.rawValue
  }

  /// The same without some readings.
  public func without(_ indices: Set<Int>) -> ReadingColumns {
    var kept = ReadingColumns()
    kept.reserveCapacity(count)
    for index in 0..<count where !indices.contains(index) {
      kept.append(
        slot: slots[index], at: Instant(milliseconds: instants[index]), value: value(index),
        decimals: decimals(of: index), quality: quality.isEmpty ? [] : Quality(rawValue: quality[index]))
    }
    return kept
  }

  /// Adds all readings of others.
  mutating func append(_ other: ReadingColumns) {
    if !kinds.isEmpty || !other.kinds.isEmpty {
      let numbers = Series.Kind.number.number
      if kinds.isEmpty { kinds = [UInt8](repeating: numbers, count: count) }
      kinds += other.kinds.isEmpty ? [UInt8](repeating: numbers, count: other.count) : other.kinds
    }
    let before = Int32(count)
    decimals += other.decimals.map { WrittenNumber(index: $0.index + before, mark: $0.mark) }
    if !quality.isEmpty || !other.quality.isEmpty {
      if quality.isEmpty { quality = [UInt8](repeating: 0, count: count) }
      quality += other.quality.isEmpty ? [UInt8](repeating: 0, count: other.count) : other.quality
    }
    if texts.isEmpty || other.kinds.isEmpty {
      values += other.values
    } else {
      let first = UInt64(texts.count)
      for (value, kind) in zip(other.values, other.kinds) {
        let isText = kind == Series.Kind.text.number || kind == Series.Kind.json.number
        values.append(isText ? value + first : value)
      }
    }
    texts += other.texts
    slots += other.slots
    instants += other.instants
  }

  /// The decimals with which a number was written, where that was with more than it needs.
  public func decimals(of index: Int) -> Int? {
    var low = 0
    var high = decimals.count
    while low < high {
      let middle = (low + high) / 2
      if decimals[middle].index < Int32(index) { low = middle + 1 } else { high = middle }
    }
    return low < decimals.count && decimals[low].index == Int32(index) ? Int(decimals[low].mark) - 1 : nil
  }

  /// When a reading was.
  public func instant(_ index: Int) -> Instant { Instant(milliseconds: instants[index]) }

  /// What a reading says.
  public func value(_ index: Int) -> ReadingValue {
    switch kinds.isEmpty ? .number : Series.Kind(number: kinds[index]) ?? .number {
    case .number: .number(Double(bitPattern: values[index]))
    case .boolean: .bool(values[index] != 0)
    case .text: .text(texts[Int(values[index])])
    case .json: .document(texts[Int(values[index])])
    }
  }
}

/// The decimals of a number as they are kept.
enum DecimalMark {
  /// One more than `written`, 0 when the number needs as many anyway, or is no decimal number of so many.
  static func of(_ number: Double, written: Int) -> UInt8 {
    guard (1..<NumberScale.powers.count).contains(written) else { return 0 }
    let power = NumberScale.powers[written - 1]
    let scaled = (number * power).rounded()
    return abs(scaled) < 9e15 && scaled / power == number ? UInt8(written + 1) : 0
  }
}
