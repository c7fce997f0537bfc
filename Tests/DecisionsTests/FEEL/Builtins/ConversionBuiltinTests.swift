// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// DMN 1.5, 10.3.4.1, 10.3.4.8 and 10.3.4.11: examples, boundaries, wrong arguments.
@Suite struct ConversionBuiltinTests {
  @Test func makesDatesAndTimes() throws {
    try BuiltinCase.check(
      """
      date("2012-12-25") - date("2012-12-24") = duration("P1D") => true
      date(date and time("2012-12-25T11:00:00Z")) => 2012-12-25
      date(date("2012-12-25")) => 2012-12-25
      date(2012, 12, 25) => 2012-12-25
      date(2012, 2, 30) => null
      date(2012, 13, 1) => null
      date(2012.5, 12, 1) => null
      date(1000000000, 1, 1) => null
      date(year: 2012, month: 12, day: 25) => 2012-12-25
      date(from: "2012-12-25") => 2012-12-25
      date("2012-12-25T11:00:00") => null
      date(null) => null
      date() => null
      date(2012, 12) => null
      date(["2012-12-25"]) => 2012-12-25
      date and time(date("2012-12-24"), time("23:59:00")) => 2012-12-24T23:59:00
      date and time(date and time("2012-12-24T01:00:00Z"), time("23:59:00+02:00")) => 2012-12-24T23:59:00+02:00
      date and time("2012-12-24") => 2012-12-24T00:00:00
      date and time(date: date("2012-12-24"), time: time("23:59:00")) => 2012-12-24T23:59:00
      date and time(date("2012-12-24"), null) => null
      date and time(2012) => null
      time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC") => true
      time(date and time("2012-12-25T11:00:00Z")) => 11:00:00Z
      time(time("11:00:00")) => 11:00:00
      time(date("2017-08-10")) => 00:00:00Z
      time(23, 59, 0, duration("PT0H")) => 23:59:00Z
      time(12, 0, 0) => 12:00:00
      time(12, 0, 0, null) => 12:00:00
      time(11, 59, 45, duration("-PT2H45M55S")) => 11:59:45-02:45:55
      time(11, 59, 45.25, null) => 11:59:45.25
      time(24, 0, 0, null) => null
      time(-1, 0, 0, null) => null
      time(12, 0, 60, null) => null
      time(12.5, 0, 0, null) => null
      time(12, 0, 0, duration("PT15H")) => null
      time(12, 0, 0, duration("P1Y")) => null
      time(12, 0, 0, "PT1H") => null
      time(hour: 11, minute: 59, second: 0, offset: duration("-PT2H")) => 11:59:00-02:00
      time(null) => null
      """)
  }

  @Test func makesDurationsNumbersAndStrings() throws {
    try BuiltinCase.check(
      """
      duration("P26M") => P2Y2M
      duration("PT24H") => P1D
      duration("P1Y1D") => null
      duration(from: "P1Y") => P1Y
      duration(1) => null
      years and months duration(date("2011-12-22"), date("2013-08-24")) => P1Y8M
      years and months duration(date("2013-08-24"), date and time("2017-12-15T00:59:59")) => P4Y3M
      years and months duration(from: date("2016-01-21"), to: date("2015-01-21")) => -P1Y
      years and months duration("2011-12-22", date("2013-08-24")) => null
      years and months duration(date("2011-12-22")) => null
      number("1 000,0", " ", ",") => 1000.0
      number("1,000.0", ",", ".") => 1000.0
      number("1.000.000,01", ".", ",") => 1000000.01
      number("1000", null, null) => 1000
      number("-.5", null, ".") => -0.5
      number("1e3", null, null) => null
      number("1", "x", null) => null
      number("1", ",", ",") => null
      number("1", null, " ") => null
      number("", null, null) => null
      number("1,000", ".", null) => null
      number(from: "1.000,5", decimal separator: ",", grouping separator: ".") => 1000.5
      string(1.1) => 1.1
      string(null) => null
      string(true) => true
      string("a") => a
      string(from: date("2012-12-25")) => 2012-12-25
      string(.50) => 0.50
      range("[18..21)") = [18..21) => true
      range(" [ 1.5 .. 2.5 ] ") = [1.5..2.5] => true
      range("]18..21[") = (18..21) => true
      range("[@\\"2020-01-01\\"..date(\\"2021-01-01\\")]") = [date("2020-01-01")..date("2021-01-01")] => true
      range("[duration(\\"P1D\\")..@\\"P2D\\"]") = [@"P1D"..@"P2D"] => true
      range("[\\"a\\"..\\"c\\"]") = ["a".."c"] => true
      range("[2..1]") => null
      range("[1..\\"a\\"]") => null
      range("(..2)") = (..2) => true
      range("]..2]") = (..2] => true
      range("[2..)") = [2..) => true
      range(" ( 2 .. [ ") = (2..) => true
      range("(..@\\"2020-01-01\\"]") = (..@"2020-01-01"] => true
      range("(..)") => null
      range("[..2]") => null
      range("[..2)") => null
      range("(2..]") => null
      range("[1..]") => null
      range("[1..2") => null
      range(">1") => null
      range("[1+1..3]") => null
      range("[1...3]") => null
      range("") => null
      range(null) => null
      """)
  }

  @Test func tellsAboutDates() throws {
    try BuiltinCase.check(
      """
      day of year(date(2019, 9, 17)) => 260
      day of week(date(2019, 9, 17)) => Tuesday
      month of year(date(2019, 9, 17)) => September
      week of year(date(2019, 9, 17)) => 38
      week of year(date(2003, 12, 29)) => 1
      week of year(date(2004, 1, 4)) => 1
      week of year(date(2005, 1, 1)) => 53
      week of year(date(2005, 1, 3)) => 1
      week of year(date(2005, 1, 9)) => 1
      day of week(date: @"2019-09-17T10:10:10") => Tuesday
      day of week("2019-09-17") => null
      day of week(null) => null
      day of year(value: @"2019-09-17") => null
      month of year(@"10:10:10") => null
      now() => 2026-11-24T08:30:00+08:00
      today() => 2026-11-24
      now(1) => null
      """)
  }
}
