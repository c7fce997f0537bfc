// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A number that only grows.
public final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  init() {}

  public var value: UInt64 { count.load(ordering: .relaxed) }
  public func add(_ amount: UInt64 = 1) { count.wrappingAdd(amount, ordering: .relaxed) }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
  private let bits = Atomic<UInt64>(0)

  init() {}

  public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
  public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  public func add(_ amount: Double) {
    var seen = bits.load(ordering: .relaxed)
    while true {
      let sum = (Double(bitPattern: seen) + amount).bitPattern
      let (exchanged, original) = bits.compareExchange(expected: seen, desired: sum, ordering: .relaxed)
      if exchanged { return }
      seen = original
    }
  }
}

/// How often values of which size occurred, in fixed buckets.
public final class Histogram: @unchecked Sendable {
  /// Upper ends of the buckets in units of `scale`, ascending; one more bucket takes what is above.
  let bounds: [UInt64]
  /// What one unit is in exported numbers: 1e-9 where nanoseconds are observed and seconds exported.
  let scale: Double
  // Atomics cannot be elements of an array; the memory lives as long as the histogram.
  private let buckets: UnsafeMutablePointer<Atomic<UInt64>>
  private let sum = Atomic<UInt64>(0)

  init(bounds: [UInt64], scale: Double) {
    self.bounds = bounds
    self.scale = scale
    buckets = .allocate(capacity: bounds.count + 1)
    for index in 0...bounds.count { (buckets + index).initialize(to: Atomic(0)) }
  }

  deinit {
    for index in 0...bounds.count { (buckets + index).deinitialize(count: 1) }
    buckets.deallocate()
  }

  /// - Parameter value: in the unit that was chosen at registration.
  public func observe(_ value: UInt64) {
    var index = 0
    while index < bounds.count, value > bounds[index] { index += 1 }
    buckets[index].wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(value, ordering: .relaxed)
  }

  /// Of a histogram of durations.
  public func observe(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    observe(UInt64(max(0, seconds)) &* 1_000_000_000 &+ UInt64(max(0, attoseconds)) / 1_000_000_000)
  }

  /// The counts per bucket, not cumulated, and the sum of the observed values.
  var snapshot: (counts: [UInt64], sum: UInt64) {
    ((0...bounds.count).map { buckets[$0].load(ordering: .relaxed) }, sum.load(ordering: .relaxed))
  }
}
