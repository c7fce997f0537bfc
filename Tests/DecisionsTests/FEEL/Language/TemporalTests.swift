// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Dates, times and durations (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8, tables 56 to 60).
@Suite("Dates and times of FEEL") struct TemporalTests {
  @Test func whatIsNone() throws {
    try BuiltinCase.check(
      #"""
      date("2017-02-29") => null
      date("2017-13-01") => null
      date(2017, 2, 29) => null
      date("017-01-01") => null
      date("02017-01-01") => null
      time("24:00:01") => null
      time("23:59:60") => null
      time("10:00:00+15:00") => null
      time("10:00:00@Europe/Nowhere") => null
      date and time("2017-01-01T25:00:00") => null
      duration("P1Y1D") => null
      duration("P") => null
      duration("PT") => null
      """#)
  }

  /// Years have at least four digits, may have nine and may be negative.
  @Test func years() throws {
    try BuiltinCase.check(
      #"""
      date("12026-01-01") => 12026-01-01
      date("-0044-03-15") => -0044-03-15
      date("999999999-12-31") => 999999999-12-31
      date("999999999-12-31") + @"P1D" => null
      date("-2021-01-01").year => -2021
      date("9999-12-31") + @"P1D" => 10000-01-01
      """#)
  }

  @Test func parts() throws {
    try BuiltinCase.check(
      #"""
      @"2026-11-27".weekday => 5
      @"2021-01-01T10:20:30.5+01:00".time offset => PT1H
      @"10:20:30.5".second => 30.5
      @"2026-07-01T10:00:00@Europe/Paris".timezone => Europe/Paris
      @"2026-07-01T10:00:00@Europe/Paris".time offset => PT2H
      @"P1DT2H3M4.5S".hours => 2
      @"P1DT2H3M4.5S".seconds => 4.5
      @"-P14M".years => -1
      @"-P14M".months => -2
      @"P14M".days => null
      """#)
  }

  @Test func arithmetic() throws {
    try BuiltinCase.check(
      #"""
      @"2024-01-31" + @"P1M" => 2024-02-29
      @"2024-02-29" + @"P1Y" => 2025-02-28
      @"2024-03-31" - @"P1M" => 2024-02-29
      @"2024-01-01" + @"PT25H" => 2024-01-02
      @"2026-03-29T01:30:00@Europe/Paris" + @"PT1H" => 2026-03-29T03:30:00@Europe/Paris
      @"23:00:00" + @"PT2H" => 01:00:00
      @"2026-01-01" - @"2025-01-01" => P365D
      @"2026-01-01T00:00:00Z" - @"2026-01-01T01:00:00+01:00" => PT0S
      @"2026-01-01T00:00:00" - @"2026-01-01T00:00:00Z" => null
      @"P1D" + @"P1Y" => null
      @"P1D" * 1.5 => P1DT12H
      @"P1Y" / 5 => P2M
      @"P1D" / @"PT6H" => 4
      @"P1Y" / @"P2M" => 6
      @"P1D" / 0 => null
      2 * @"P1M" => P2M
      -@"P1D" => -P1D
      @"2026-01-01" + @"2026-01-01" => null
      @"2026-01-01" + 1 => null
      years and months duration(@"2011-12-22", @"2013-08-24") => P1Y8M
      years and months duration(@"2013-08-24", @"2011-12-22") => -P1Y8M
      years and months duration(@"2024-01-31", @"2024-02-29") => P0M
      """#)
  }

  @Test func calendar() throws {
    try BuiltinCase.check(
      #"""
      day of week(@"2019-09-17") => Tuesday
      day of year(@"2019-09-17") => 260
      month of year(@"2019-09-17") => September
      week of year(@"2019-09-17") => 38
      week of year(@"2003-12-29") => 1
      week of year(@"2004-01-04") => 1
      week of year(@"2005-01-01") => 53
      week of year(@"2005-01-03") => 1
      week of year(@"2005-01-09") => 1
      day of week(@"2026-11-27T10:00:00") => Friday
      """#)
  }

  @Test func making() throws {
    try BuiltinCase.check(
      #"""
      date(@"2026-01-02T10:00:00Z") => 2026-01-02
      time(@"2026-01-02T10:00:00Z") => 10:00:00Z
      time(10, 20, 30) => 10:20:30
      time(10, 20, 30, @"PT1H") => 10:20:30+01:00
      time(10, 20, 30, null) => 10:20:30
      time(25, 0, 0) => null
      date and time(@"2026-01-02", @"10:00:00") => 2026-01-02T10:00:00
      date and time("2026-01-02T24:00:00") => 2026-01-03T00:00:00
      date(from: "2026-01-02") => 2026-01-02
      date(year: 2026, month: 1, day: 2) => 2026-01-02
      date(day: 2, month: 1, year: 2026) => 2026-01-02
      """#)
  }
}
