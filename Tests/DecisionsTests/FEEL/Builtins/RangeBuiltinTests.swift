// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// DMN 1.5, table 78: every example of it, and what it says of other arguments.
@Suite struct RangeBuiltinTests {
  @Test func followsTheExamplesOfTheTable() throws {
    try BuiltinCase.check(
      """
      before(1, 10) => true
      before(10, 1) => false
      before(1, [1..10]) => false
      before(1, (1..10]) => true
      before(1, [5..10]) => true
      before([1..10], 10) => false
      before([1..10), 10) => true
      before([1..10], 15) => true
      before([1..10], [15..20]) => true
      before([1..10], [10..20]) => false
      before([1..10), [10..20]) => true
      before([1..10], (10..20]) => true
      after(10, 5) => true
      after(5, 10) => false
      after(12, [1..10]) => true
      after(10, [1..10)) => true
      after(10, [1..10]) => false
      after([11..20], 12) => false
      after([11..20], 10) => true
      after((11..20], 11) => true
      after([11..20], 11) => false
      after([11..20], [1..10]) => true
      after([1..10], [11..20]) => false
      after([11..20], [1..11)) => true
      after((11..20], [1..11]) => true
      meets([1..5], [5..10]) => true
      meets([1..5), [5..10]) => false
      meets([1..5], (5..10]) => false
      meets([1..5], [6..10]) => false
      met by([5..10], [1..5]) => true
      met by([5..10], [1..5)) => false
      met by((5..10], [1..5]) => false
      met by([6..10], [1..5]) => false
      overlaps([1..5], [3..8]) => true
      overlaps([3..8], [1..5]) => true
      overlaps([1..8], [3..5]) => true
      overlaps([3..5], [1..8]) => true
      overlaps([1..5], [6..8]) => false
      overlaps([6..8], [1..5]) => false
      overlaps([1..5], [5..8]) => true
      overlaps([1..5], (5..8]) => false
      overlaps([1..5), [5..8]) => false
      overlaps([1..5), (5..8]) => false
      overlaps([5..8], [1..5]) => true
      overlaps((5..8], [1..5]) => false
      overlaps([5..8], [1..5)) => false
      overlaps((5..8], [1..5)) => false
      overlaps before([1..5], [3..8]) => true
      overlaps before([1..5], [6..8]) => false
      overlaps before([1..5], [5..8]) => true
      overlaps before([1..5], (5..8]) => false
      overlaps before([1..5), [5..8]) => false
      overlaps before([1..5), (1..5]) => true
      overlaps before([1..5], (1..5]) => true
      overlaps before([1..5), [1..5]) => false
      overlaps before([1..5], [1..5]) => false
      overlaps after([3..8], [1..5]) => true
      overlaps after([6..8], [1..5]) => false
      overlaps after([5..8], [1..5]) => true
      overlaps after((5..8], [1..5]) => false
      overlaps after([5..8], [1..5)) => false
      overlaps after((1..5], [1..5)) => true
      overlaps after((1..5], [1..5]) => true
      overlaps after([1..5], [1..5)) => false
      overlaps after([1..5], [1..5]) => false
      finishes(10, [1..10]) => true
      finishes(10, [1..10)) => false
      finishes([5..10], [1..10]) => true
      finishes([5..10), [1..10]) => false
      finishes([5..10), [1..10)) => true
      finishes([1..10], [1..10]) => true
      finishes((1..10], [1..10]) => true
      finished by([1..10], 10) => true
      finished by([1..10), 10) => false
      finished by([1..10], [5..10]) => true
      finished by([1..10], [5..10)) => false
      finished by([1..10), [5..10)) => true
      finished by([1..10], [1..10]) => true
      finished by([1..10], (1..10]) => true
      includes([1..10], 5) => true
      includes([1..10], 12) => false
      includes([1..10], 1) => true
      includes([1..10], 10) => true
      includes((1..10], 1) => false
      includes([1..10), 10) => false
      includes([1..10], [4..6]) => true
      includes([1..10], [1..5]) => true
      includes((1..10], (1..5]) => true
      includes([1..10], (1..10)) => true
      includes([1..10), [5..10)) => true
      includes([1..10], [1..10)) => true
      includes([1..10], (1..10]) => true
      includes([1..10], [1..10]) => true
      during(5, [1..10]) => true
      during(12, [1..10]) => false
      during(1, [1..10]) => true
      during(10, [1..10]) => true
      during(1, (1..10]) => false
      during(10, [1..10)) => false
      during([4..6], [1..10]) => true
      during([1..5], [1..10]) => true
      during((1..5], (1..10]) => true
      during((1..10), [1..10]) => true
      during([5..10), [1..10)) => true
      during([1..10), [1..10]) => true
      during((1..10], [1..10]) => true
      during([1..10], [1..10]) => true
      starts(1, [1..10]) => true
      starts(1, (1..10]) => false
      starts(2, [1..10]) => false
      starts([1..5], [1..10]) => true
      starts((1..5], (1..10]) => true
      starts((1..5], [1..10]) => false
      starts([1..5], (1..10]) => false
      starts([1..10], [1..10]) => true
      starts([1..10), [1..10]) => true
      starts((1..10), (1..10)) => true
      started by([1..10], 1) => true
      started by((1..10], 1) => false
      started by([1..10], 2) => false
      started by([1..10], [1..5]) => true
      started by((1..10], (1..5]) => true
      started by([1..10], (1..5]) => false
      started by((1..10], [1..5]) => false
      started by([1..10], [1..10]) => true
      started by([1..10], [1..10)) => true
      started by((1..10), (1..10)) => true
      coincides(5, 5) => true
      coincides(3, 4) => false
      coincides([1..5], [1..5]) => true
      coincides((1..5), [1..5]) => false
      coincides([1..5], [2..6]) => false
      """)
  }

  @Test func takesRangesOfEveryKind() throws {
    try BuiltinCase.check(
      """
      before("a", ["b".."c"]) => true
      before(@"2020-01-01", [@"2020-01-02"..@"2020-02-01"]) => true
      during(@"P1D", [@"PT1H"..@"P2D"]) => true
      includes([@"08:00:00"..@"18:00:00"], @"12:00:00") => true
      before(1, (>5)) => true
      after(1, (<=0)) => true
      includes((>5), 10) => true
      includes((>5), 5) => false
      overlaps((<10), (>5)) => true
      meets((<=10), (>=10)) => true
      before(1, "a") => null
      before(1, ["a".."b"]) => null
      before(1, null) => null
      before(null, null) => null
      before(true, false) => null
      before(1) => null
      before(1, 2, 3) => null
      meets(1, [1..2]) => null
      includes(1, [1..2]) => null
      coincides(1, [1..1]) => null
      coincides("a", "a") => true
      coincides(1, "a") => null
      before(point1: 1, point2: 2) => true
      before(point: 1, range: [5..6]) => true
      before(range: [5..6], point: 7) => true
      before(range1: [1..2], range2: [3..4]) => true
      before(range1: [1..2], point: 4) => null
      started by(range: [1..10], point: 1) => true
      """)
  }
}
