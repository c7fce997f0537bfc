// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@Suite struct PeriodTests {
  @Test(
    arguments: [
      ("P7D", 604_800_000, true), ("P2W", 1_209_600_000, true), ("PT4H30M", 16_200_000, false), ("PT0S", 0, false),
      ("P1DT12H", 129_600_000, true), ("PT0.25S", 250, false), ("PT1.005S", 1005, false), ("PT90M", 5_400_000, false),
      ("P0D", 0, true), ("PT1H1S", 3_601_000, false), ("P365243D", 31_556_995_200_000, true),
    ] as [(String, Int64, Bool)])
  func reads(_ text: String, _ milliseconds: Int64, _ hasDays: Bool) {
    #expect(Period(text)?.milliseconds == milliseconds)
    #expect(Period(text)?.hasDays == hasDays)
  }

  @Test(arguments: [
    "", "P", "PT", "P1DT", "1D", "P1", "PD", "P1Y", "P1M", "PT1D", "P1H", "PT1M1H", "PT1H1H", "P1W1D", "P1DT1W",
    "PT1.5H",
    "PT1.S", "PT.5S", "PT1.0005S", "PT1,5S", "P-1D", "-P1D", "p1d", "PT1S ", "P99999999999D", "P9999999999W",
    "P365244D",
    "PTT1S", "P１D",
  ])
  func refuses(_ text: String) {
    #expect(Period(text) == nil)
  }

  @Test func theTextReadsBack() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<5000 {
      let shift = Int64.random(in: 0...40, using: &generator)
      let amount = Int64.random(in: 0...31_556_995_200_000, using: &generator) >> shift
      for days in [true, false] {
        let text = Period.text(amount, days: days)
        if Period(text)?.milliseconds != amount || (!days && text.contains("D")) { Issue.record("\(amount): \(text)") }
      }
    }
  }
}
