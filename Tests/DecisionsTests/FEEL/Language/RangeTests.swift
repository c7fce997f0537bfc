// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Ranges as values and as tests (DMN 1.5, 10.3.2.7 and table 55).
@Suite("Ranges of FEEL") struct RangeTests {
  @Test func membership() throws {
    try BuiltinCase.check(
      #"""
      5 in [1..5] => true
      5 in [1..5) => false
      5 in [1..5[ => false
      1 in (1..5] => false
      1 in ]1..5] => false
      5 in (> 3) => true
      5 in > 3 => true
      5 in (<= 4, >= 5) => true
      5 in (1, 2, 5) => true
      5 in [1, 2, 5] => true
      5 in ([1..2], [4..6]) => true
      "b" in ["a".."c"] => true
      @"2026-06-01" in [@"2026-01-01"..@"2026-12-31"] => true
      @"PT5H" in [@"PT1H"..@"P1D"] => true
      null in [1..5] => null
      0 in [1..null] => false
      9 in (null..5] => false
      5 in [1..null] => null
      5 in [null..9] => null
      0 in ([1..null], 0) => true
      0 in ([1..null], 2) => false
      5 in ([1..null], 2) => null
      "a" in [1..5] => null
      5 in [5..1] => false
      5 in (!= 4) => true
      """#)
  }

  /// A comparison without left side is a range without that end.
  @Test func onesidedRangesAreValues() throws {
    try BuiltinCase.check(
      #"""
      (> 5).start => 5
      (> 5).end => null
      (> 5).start included => false
      (>= 5).start included => true
      (< 5).end => 5
      (<= 5).end included => true
      (> 5) = (> 5) => true
      (> 5) = (>= 5) => false
      {r: < 10, ok: 3 in r}.ok => true
      [(> 5), (< 2)][3 in item] => []
      (> 5) instance of range<number> => true
      """#)
  }

  @Test func properties() throws {
    try BuiltinCase.check(
      #"""
      [1..5].start => 1
      [1..5).end included => false
      (1..5].start included => false
      ["a".."b"].end => b
      """#)
  }

  @Test func relationsOfEnds() throws {
    try BuiltinCase.check(
      #"""
      before([1..5), [5..9]) => true
      before([1..5], [5..9]) => false
      before(1, (1..5]) => true
      after([5..9], [1..5)) => true
      meets([1..5], [5..9]) => true
      meets([1..5], (5..9]) => false
      met by([5..9], [1..5]) => true
      overlaps([1..5], [5..9]) => true
      overlaps([1..5), [5..9]) => false
      overlaps before([1..5], [3..9]) => true
      overlaps before([1..5], [1..9]) => false
      overlaps after([3..9], [1..5]) => true
      finishes(5, [1..5]) => true
      finishes(5, [1..5)) => false
      finished by([1..5], [3..5]) => true
      includes([1..5], 5) => true
      includes([1..5), 5) => false
      includes((1..5), (1..5)) => true
      during([2..3], [1..5]) => true
      starts(1, (1..5]) => false
      starts([1..3], [1..5]) => true
      started by([1..5], 1) => true
      coincides([1..5], [1..5]) => true
      coincides((1..5], [1..5]) => false
      coincides(1, 1) => true
      before("a", "b") => true
      before(1, "b") => null
      """#)
  }

  /// Ranges of whole numbers and of dates are gone through, ends that are not included left out.
  @Test func iterationOfRanges() throws {
    try BuiltinCase.check(
      #"""
      for i in [1..3] return i => [1, 2, 3]
      for i in (1..4) return i => [2, 3]
      for i in 3..1 return i => [3, 2, 1]
      for i in -1..1 return i => [-1, 0, 1]
      for d in @"2024-02-28"..@"2024-03-01" return d.day => [28, 29, 1]
      for i in [1.5..3] return i => null
      for i in (> 1) return i => null
      """#)
  }
}
