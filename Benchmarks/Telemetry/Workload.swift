// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Telemetry

/// Sensors of five kinds that speak every ten seconds, give or take two.
///
/// Kind is the number of the sensor modulo 5: a temperature that walks (one decimal), a humidity that walks (two),
/// PM2.5 that scatters (two), counts, and a voltage of full precision.
struct Workload {
  static let start: Int64 = 1_793_491_200_000
  static let step: Int64 = 10_000

  let sensors: Int
  private var random: SplitMix
  private var walks: [Double]
  private let bases: [Double]

  init(sensors: Int, seed: UInt64 = 7) {
    self.sensors = sensors
    var random = SplitMix(state: seed)
    bases = (0..<sensors).map { _ in 5 + 55 * random.unit() }
    walks = (0..<sensors).map { $0 % 5 == 0 ? 15 + 5 * random.normal() : 30 + 60 * random.unit() }
    self.random = random
  }

  static func code(_ sensor: Int) -> String {
    let digits = String(sensor)
    return "s" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// Adds the readings of some ticks: all sensors of the first, then all of the next.
  mutating func fill(_ columns: inout ReadingColumns, _ handles: [SeriesHandle], ticks: Range<Int>) {
    for tick in ticks {
      for sensor in 0..<sensors {
        let jitter = Int64(random.next() % 4001) - 2000
        columns.append(
          handles[sensor], milliseconds: Self.start + Int64(tick) * Self.step + jitter, number: value(of: sensor))
      }
    }
  }

  private mutating func value(of sensor: Int) -> Double {
    switch sensor % 5 {
    case 0:
      walks[sensor] += 0.05 * random.normal()
      return (walks[sensor] * 10).rounded() / 10
    case 1:
      walks[sensor] += 0.08 * random.normal()
      return (walks[sensor] * 100).rounded() / 100
    case 2: return (bases[sensor] * exp(0.25 * random.normal()) * 100).rounded() / 100
    case 3: return random.poisson(bases[sensor] / 4)
    default: return 220 + 1.5 * random.normal()
    }
  }
}

/// Random numbers that are the same in every run.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func normal() -> Double { sqrt(-2 * log(1 - unit())) * cos(2 * .pi * unit()) }

  mutating func poisson(_ mean: Double) -> Double {
    let limit = exp(-mean)
    var product = unit()
    var count = 0.0
    while product > limit {
      product *= unit()
      count += 1
    }
    return count
  }
}
