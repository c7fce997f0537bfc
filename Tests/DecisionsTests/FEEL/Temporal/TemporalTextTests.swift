// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport
import Testing

/// The lexical forms of XML Schema Part 2 and what the standard adds to them (DMN 1.5, 10.3.4.1).
@Suite struct TemporalTextTests {
  @Test(arguments: [
    ("2012-12-25", "2012-12-25"), ("-0044-03-15", "-0044-03-15"), ("12026-01-01", "12026-01-01"),
    ("999999999-12-31", "999999999-12-31"), ("-999999999-01-01", "-999999999-01-01"), ("2000-02-29", "2000-02-29"),
    ("0000-02-29", "0000-02-29"),
  ])
  func readsDates(text: String, written: String) { #expect(FEELDate(text)?.description == written) }

  /// What a terminal prints of a value is the value when it is read again, and `string()` has no marks.
  @Test(arguments: [
    "@\"2021-01-01\"", "@\"10:20:00@Asia/Shanghai\"", "@\"-2021-01-01T10:20:30.5+01:00\"", "@\"P1DT2H\"", "@\"-P14M\"",
    "[@\"2021-01-01\", \"2021-01-01\", {a b: @\"PT1S\"}]", "[@\"2021-01-01\"..@\"2021-02-01\")", "< @\"10:00:00\"",
    "-1.50", "null",
  ])
  func valuesAreWrittenAsExpressions(text: String) throws {
    let value = try FEELExpression(text).evaluate(in: FEELEvaluation())
    let again = try FEELExpression(value.expression).evaluate(in: FEELEvaluation())
    #expect(again.isSame(as: value) && again.expression == value.expression, "\(value.expression)")
    #expect(!value.literal.contains("@\""), "\(value.literal)")
  }

  @Test(arguments: [
    "", "2012", "2012-12", "2012-12-25Z", "2012-12-25T", "12-12-25", "998-12-31", "01211-12-31", "+2012-12-25",
    "2012-13-01", "2012-00-01", "2012-01-00", "2012-01-32", "2001-02-29", "1900-02-29", "2012-1-1", "2012-012-25",
    "1000000000-01-01", "99999999999999999999-01-01", " 2012-12-25", "2012-12-25 ", "2012/12/25", "２０12-12-25",
    "--2012-12-25",
  ])
  func refusesDates(text: String) { #expect(FEELDate(text) == nil) }

  @Test(arguments: [
    ("08:30:00", "08:30:00"), ("00:00:00", "00:00:00"), ("23:59:59.999999999", "23:59:59.999999999"),
    ("11:22:33.4440", "11:22:33.444"), ("11:22:33.0", "11:22:33"), ("11:22:33.1234567899", "11:22:33.123456789"),
    ("13:20:00Z", "13:20:00Z"), ("13:20:00z", "13:20:00Z"), ("13:20:00+00:00", "13:20:00Z"),
    ("13:20:00-00:00", "13:20:00Z"),
    ("13:20:00+02:00", "13:20:00+02:00"), ("13:20:00-14:00", "13:20:00-14:00"), ("24:00:00", "00:00:00"),
    ("24:00:00.0Z", "00:00:00Z"), ("00:01:00@Etc/UTC", "00:01:00@Etc/UTC"),
    ("00:01:00.5@Europe/Paris", "00:01:00.5@Europe/Paris"),
    ("10:20:00@America/Argentina/Buenos_Aires", "10:20:00@America/Argentina/Buenos_Aires"),
    ("10:20:00@Asia/Shanghai", "10:20:00@Asia/Shanghai"), ("10:20:00@UTC", "10:20:00@UTC"),
  ])
  func readsTimes(text: String, written: String) { #expect(FEELTime(text)?.description == written) }

  @Test(arguments: [
    "", "7:00:00", "07:1:00", "07:01:2", "07:20", "23:59:60", "24:00:01", "24:01:00", "24:00:00.1", "25:00:00",
    "00:60:00", "11:30:00T", "T11:30:00", "11:30:00.", "11:30:00,5", "13:20:00+19:00", "13:20:00+14:01",
    "13:20:00+5:00", "13:20:00+05", "13:20:00+05:60", "13:20:00+0500", "13:20:00@xyz/abc", "13:20:00@",
    "13:20:00@europe/paris", "13:20:00@GMT+3", "13:20:00@GMT+0300", "13:20:00@PST", "13:20:00@SystemV/PST8",
    "13:20:00+02:00@Europe/Paris", "13:20:00ZZ", "13:20:00 Z",
    "13:20:00@../../etc/passwd", "2012T-12-2511:00:00Z",
  ])
  func refusesTimes(text: String) { #expect(FEELTime(text) == nil) }

  @Test(arguments: [
    ("2012-12-24", "2012-12-24T00:00:00"), ("2017-12-31T11:22:33", "2017-12-31T11:22:33"),
    ("-2017-12-31T11:22:33.456+01:35", "-2017-12-31T11:22:33.456+01:35"),
    ("2017-12-31T24:00:00", "2018-01-01T00:00:00"), ("2017-12-31T24:00:00Z", "2018-01-01T00:00:00Z"),
    ("999999999-12-31T23:59:59.999999999@Europe/Paris", "999999999-12-31T23:59:59.999999999@Europe/Paris"),
  ])
  func readsDatesAndTimes(text: String, written: String) { #expect(FEELDateAndTime(text)?.description == written) }

  @Test(arguments: [
    "", "11:00:00", "2011-12-0310:15:30", "2011-12-03 10:15:30", "2011-12-03t10:15:30", "2017-12-31T7:20",
    "2017-12-31T24:00:01", "2017-12-31TZ", "2017-12-31T", "999999999-12-31T24:00:00", "2017-12-31Z",
  ])
  func refusesDatesAndTimes(text: String) { #expect(FEELDateAndTime(text) == nil) }

  @Test(arguments: [
    ("P1D", "P1D"), ("PT2H", "PT2H"), ("PT0.999S", "PT0.999S"), ("P1DT2H3M4.123456789S", "P1DT2H3M4.123456789S"),
    ("PT0S", "PT0S"), ("PT0.S", "PT0S"), ("-P0D", "PT0S"), ("-PT1H2M", "-PT1H2M"), ("PT1000M", "PT16H40M"),
    ("PT24H", "P1D"), ("PT3600S", "PT1H"), ("P2DT274M", "P2DT4H34M"), ("PT1M0.5S", "PT1M0.5S"),
    ("P10000000000000000D", "P10000000000000000D"),
  ])
  func readsDaysAndTimes(text: String, written: String) { #expect(DaysAndTimeDuration(text)?.description == written) }

  @Test(arguments: [
    ("P1Y2M", "P1Y2M"), ("P0Y", "P0M"), ("-P1Y", "-P1Y"), ("P26M", "P2Y2M"), ("P1Y27M", "P3Y3M"), ("-P100M", "-P8Y4M"),
    ("P99999999Y", "P99999999Y"), ("P0Y0M", "P0M"), ("-P999999999M", "-P83333333Y3M"),
  ])
  func readsYearsAndMonths(text: String, written: String) {
    #expect(YearsAndMonthsDuration(text)?.description == written)
    #expect(DaysAndTimeDuration(text) == nil)
  }

  @Test(arguments: [
    "", "P", "P0", "PT", "1Y", "1D", "P1H", "P1S", "P1DT", "PT1D", "PT1S1M", "PT1M1H", "PT1H1H", "P1D2H", "+P1D",
    "P+1D",
    "P-1D", "P1.5D", "PT1.5M", "PT.5S", "PT1,5S", "P1Y1D", "P1M1Y", "P1Y2", "P1W", "p1d", "P1d", "P 1D", "P1D ",
    "--P1D",
    "P9223372036854775807D", "P99999999999999999999D", "P99999999999999999999Y", "P1Y2M3DT4H",
  ])
  func refusesDurations(text: String) {
    #expect(DaysAndTimeDuration(text) == nil)
    #expect(YearsAndMonthsDuration(text) == nil)
  }

  @Test func takesAnyTextWithoutHarm() {
    var random = SeededGenerator(seed: 3)
    let pieces = [
      "P", "T", "-", "+", ":", ".", "Z", "z", "@", "Y", "M", "D", "H", "S", "0", "00", "1", "12", "24", "59", "60",
      "2024",
      "02", "29", "999999999", "99999999999999999999", "Europe/Paris", "Etc/UTC", "é", " ", "\u{0}",
    ]
    for _ in 0..<FuzzSize.count(20_000) {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      if let value = FEELDate(text) { #expect(value.description == text || text.hasPrefix("-0000")) }
      if let value = FEELTime(text) { #expect(FEELTime(value.description) == value) }
      if let value = FEELDateAndTime(text) { #expect(FEELDateAndTime(value.description) == value) }
      if let value = DaysAndTimeDuration(text) { #expect(DaysAndTimeDuration(value.description) == value) }
      if let value = YearsAndMonthsDuration(text) { #expect(YearsAndMonthsDuration(value.description) == value) }
    }
  }
}
