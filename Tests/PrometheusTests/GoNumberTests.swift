// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Prometheus

@Suite struct GoNumberTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-2.5, "-2.5"), (1e21, "1000000000000000000000"), (1.5e22, "15000000000000000000000"),
    (0.00001, "0.00001"), (-1.25e-7, "-0.000000125"), (123456789.125, "123456789.125"), (.infinity, "+Inf"),
    (-.infinity, "-Inf"), (.nan, "NaN"), (9007199254740993, "9007199254740992"), (0.1 + 0.2, "0.30000000000000004"),
  ]) func writesNoExponent(value: Double, text: String) {
    #expect(GoNumber.text(value) == text)
    if value.isFinite { #expect(Double(GoNumber.text(value)) == value) }
  }

  @Test(arguments: [
    (0 as Int64, "0"), (1, "0.001"), (1500, "1.5"), (-1, "-0.001"), (1_795_507_200_010, "1795507200.01"),
  ])
  func writesSeconds(milliseconds: Int64, text: String) { #expect(GoNumber.seconds(milliseconds) == text) }
}
