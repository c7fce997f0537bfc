// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Telemetry

@Suite struct DecimalsTests {
  @Test(
    arguments: [
      (0, 0, "0"), (0, 2, "0.00"), (-0.0, 2, "-0.00"), (2, 2, "2.00"), (20.5, 2, "20.50"), (-20.5, 2, "-20.50"),
      (0.05, 2, "0.05"), (-0.05, 3, "-0.050"), (100, 0, "100"), (-7, 0, "-7"), (1e12, 1, "1000000000000.0"),
      (0.000000000001, 12, "0.000000000001"), (0.004, 2, "0.00"), (-0.004, 2, "-0.00"), (2.675, 2, "2.67"),
      (1e22, 1, "10000000000000000000000.0"), (.infinity, 1, "inf"),
    ] as [(Double, Int, String)])
  func writesSoManyDecimals(_ number: Double, _ decimals: Int, _ text: String) {
    #expect(number.text(decimals: decimals) == text)
  }

  @Test func writesWhatAFormatWrites() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let decimals = Int.random(in: 0...12, using: &random)
      let written = Double(
        Int64.random(in: -(1 << 52)...(1 << 52), using: &random) >> Int64.random(in: 0..<52, using: &random))
      let number = Bool.random(using: &random) ? written / pow(10, Double(decimals)) : written * 0.001_234_567
      let text = number.text(decimals: decimals)
      #expect(text == String(format: "%.\(decimals)f", number))
    }
  }
}
