// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DemoCity

@Suite struct PunctualityTests {
  private static let departments = ["city-management", "roads", "water", "parks", "gas", "planning"]

  private func shares(seed: UInt64, areas: [String] = ["990101", "990101001"], month: Int = 1) -> [Double] {
    let punctuality = Punctuality(seed: seed, departments: Self.departments)
    return Self.departments.map { punctuality.lateShare(department: $0, areas: areas, month: month, pace: 1) }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func departmentsAreSpread(_ seed: UInt64) throws {
    let shares = shares(seed: seed).sorted()
    let (best, worst) = try (#require(shares.first), #require(shares.last))
    #expect(best < 0.03 && worst > 0.08 && worst <= 0.4, "\(shares)")
    #expect(worst > 10 * best, "\(shares)")
  }

  @Test func placesMonthsAndPeopleDiffer() {
    #expect(shares(seed: 1) == shares(seed: 1))
    #expect(shares(seed: 1) != shares(seed: 2))
    #expect(shares(seed: 1) != shares(seed: 1, areas: ["990101", "990101002"]))
    #expect(zip(shares(seed: 1, month: 4), shares(seed: 1, month: 7)).allSatisfy { $0 < $1 })
    let punctuality = Punctuality(seed: 1, departments: Self.departments)
    let (quick, slow) = (0.6, 1.5)
    #expect(
      punctuality.lateShare(department: "roads", areas: [], month: 5, pace: quick)
        < punctuality.lateShare(department: "roads", areas: [], month: 5, pace: slow))
  }
}
