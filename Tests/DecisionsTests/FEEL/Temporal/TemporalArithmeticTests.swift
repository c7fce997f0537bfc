// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport
import Testing
import Vocabulary

/// Arithmetic, comparison and properties worked out by hand (DMN 1.5, tables 53, 54, 57, 59, 66, 79).
@Suite struct TemporalArithmeticTests {
  static func date(_ text: String) throws -> FEELDate { try #require(FEELDate(text)) }
  static func time(_ text: String) throws -> FEELTime { try #require(FEELTime(text)) }
  static func moment(_ text: String) throws -> FEELDateAndTime { try #require(FEELDateAndTime(text)) }
  static func days(_ text: String) throws -> DaysAndTimeDuration { try #require(DaysAndTimeDuration(text)) }
  static func months(_ text: String) throws -> YearsAndMonthsDuration { try #require(YearsAndMonthsDuration(text)) }

  @Test(arguments: [
    ("2021-01-01", "P1Y", "2022-01-01"), ("2021-01-31", "P1M", "2021-02-28"), ("2020-02-29", "P1Y", "2021-02-28"),
    ("2021-03-31", "-P1M", "2021-02-28"), ("2021-01-01", "-P13M", "2019-12-01"), ("0001-01-01", "-P1M", "0000-12-01"),
    ("-2021-01-01", "-P1M", "-2022-12-01"),
  ])
  func addsMonthsToDates(date: String, duration: String, sum: String) throws {
    #expect(try Self.date(date).adding(Self.months(duration))?.description == sum)
    #expect(
      try Self.moment(date + "T10:10:10+11:00").adding(Self.months(duration))?.description == sum + "T10:10:10+11:00")
  }

  @Test(arguments: [
    ("2021-01-01", "P1D", "2021-01-02"), ("2021-01-01", "PT36H", "2021-01-02"), ("2021-01-02", "-PT1S", "2021-01-01"),
    ("2020-03-01", "-PT24H", "2020-02-29"), ("2021-01-02", "-PT25H", "2020-12-31"),
  ])
  func addsTimeToDates(date: String, duration: String, sum: String) throws {
    #expect(try Self.date(date).adding(Self.days(duration))?.description == sum)
  }

  @Test(arguments: [
    ("2021-01-12T10:10:10", "P1DT1H", "2021-01-13T11:10:10"),
    ("2021-01-01T24:00:00", "-PT1S", "2021-01-01T23:59:59"),
    ("-2021-01-01T10:10:10+11:00", "-P1D", "-2022-12-31T10:10:10+11:00"),
    ("2021-01-01T00:00:00.25Z", "-PT0.5S", "2020-12-31T23:59:59.75Z"),
    // The clocks go from 02:00 to 03:00 in that night, and from 03:00 to 02:00 in this.
    ("2021-03-28T01:30:00@Europe/Paris", "PT1H", "2021-03-28T03:30:00@Europe/Paris"),
    ("2021-03-27T12:00:00@Europe/Paris", "P1D", "2021-03-28T13:00:00@Europe/Paris"),
    ("2021-10-31T01:30:00@Europe/Paris", "PT2H", "2021-10-31T02:30:00@Europe/Paris"),
  ])
  func addsTimeToMoments(moment: String, duration: String, sum: String) throws {
    #expect(try Self.moment(moment).adding(Self.days(duration))?.description == sum)
  }

  @Test func leavesTheRangeOfYearsAsNil() throws {
    #expect(try Self.date("999999999-12-31").adding(Self.days("P1D")) == nil)
    #expect(try Self.date("-999999999-01-01").adding(Self.months("-P1M")) == nil)
    #expect(try Self.moment("999999999-12-31T23:59:59").adding(Self.days("PT1S")) == nil)
    #expect(try Self.moment("2021-01-01T00:00:00Z").adding(Self.days("P10000000000000000D")) == nil)
    #expect(try Self.date("2021-01-01").adding(Self.months("P999999999999Y")) == nil)
    #expect(try Self.days("P10000000000000000D").adding(Self.days("P10000000000000000D")) == nil)
    #expect(YearsAndMonthsDuration(months: .max) == nil)
    #expect(YearsAndMonthsDuration(months: .min) == nil)
    #expect(FEELDate(dayNumber: .max) == nil)
    #expect(FEELDate(dayNumber: .min) == nil)
    #expect(FEELDateAndTime(epochSeconds: .max, nanosecond: 0, zone: .offset(3600)) == nil)
  }

  @Test(arguments: [
    ("2021-01-02T10:10:10@Europe/Paris", "2021-01-01T10:10:10@Asia/Dhaka", "P1DT5H"),
    ("2021-01-02T10:10:10+01:00", "2021-01-01T10:10:10@Europe/Paris", "P1D"),
    ("2021-01-01T10:10:10", "2021-01-02T10:10:10.5", "-P1DT0.5S"),
    ("2021-03-29T00:00:00@Europe/Paris", "2021-03-28T00:00:00@Europe/Paris", "PT23H"),
  ])
  func subtractsMoments(left: String, right: String, difference: String) throws {
    #expect(try Self.moment(left).subtracting(Self.moment(right))?.description == difference)
  }

  @Test func subtractsWithZonesOnlyFromWithZones() throws {
    #expect(try Self.moment("2021-01-02T00:00:00").subtracting(Self.moment("2021-01-01T00:00:00Z")) == nil)
    #expect(try Self.time("10:00:00").subtracting(Self.time("09:00:00Z")) == nil)
    #expect(
      try Self.date("2021-01-02").midnightUTC.subtracting(Self.moment("2021-01-01T10:10:10+11:00"))?.description
        == "P1DT49M50S")
    #expect(try Self.date("2021-01-02").subtracting(Self.date("1995-01-01")).description == "P9498D")
  }

  @Test(arguments: [
    ("10:15:00", "PT1H", "11:15:00"), ("10:15:00+11:00", "P1D", "10:15:00+11:00"), ("23:30:00", "PT1H", "00:30:00"),
    ("00:30:00Z", "-PT1H", "23:30:00Z"), ("10:00:00", "-P1000DT0.5S", "09:59:59.5"),
    ("09:15:00@Australia/Melbourne", "-PT1H", "08:15:00@Australia/Melbourne"),
  ])
  func goesRoundTheClock(time: String, duration: String, sum: String) throws {
    #expect(try Self.time(time).adding(Self.days(duration)).description == sum)
  }

  @Test func comparesAcrossZones() throws {
    #expect(try Self.time("10:30:00+02:00").isEqual(to: Self.time("08:30:00Z")))
    #expect(try Self.time("10:30:00+02:00") < Self.time("09:00:00Z"))
    #expect(try !(Self.time("09:00:00Z") < Self.time("10:30:00+02:00")))
    // Without a zone a time takes on the zone of the other.
    #expect(try Self.time("10:30:00").isEqual(to: Self.time("10:30:00+02:00")))
    #expect(try Self.time("10:30:00") < Self.time("10:30:01+02:00"))
    #expect(try Self.time("10:30:00Z") == Self.time("10:30:00+00:00"))
    #expect(try Self.time("10:30:00Z") != Self.time("10:30:00"))
    #expect(try Self.time("10:30:00.0001").isEqual(to: Self.time("10:30:00.0002")))
    #expect(try Self.time("10:30:00.0001") != Self.time("10:30:00.0002"))
    #expect(try Self.moment("2018-10-08T00:00:00+02:00").isEqual(to: Self.moment("2018-10-08T00:00:00@Europe/Paris")))
    #expect(try Self.moment("2018-02-08T00:00:00+01:00").isEqual(to: Self.moment("2018-02-08T00:00:00@Europe/Paris")))
    #expect(
      try !Self.moment("2018-12-08T00:00:00@Europe/Paris").isEqual(to: Self.moment("2018-12-08T00:00:00@Asia/Dhaka")))
    #expect(try Self.moment("2018-12-08T00:00:00@Asia/Dhaka") < Self.moment("2018-12-08T00:00:00@Europe/Paris"))
    #expect(try Self.moment("2018-12-08T00:00:00") < Self.moment("2018-12-08T00:00:01-14:00"))
  }

  @Test func multipliesAndDividesDurations() throws {
    let half = try #require(Decimal128("2.5"))
    #expect(try Self.days("PT23H").multiplied(by: half)?.description == "P2DT9H30M")
    #expect(try Self.days("P10DT23H").divided(by: half)?.description == "P4DT9H12M")
    #expect(try Self.days("P10D").divided(by: Self.days("P4D"))?.description == "2.5")
    #expect(try Self.days("P10D").divided(by: Self.days("PT0S")) == nil)
    #expect(try Self.days("P10D").divided(by: Decimal128.zero) == nil)
    #expect(try Self.months("P10Y11M").divided(by: half)?.description == "P4Y4M")
    #expect(try Self.months("P1Y11M").multiplied(by: half.negated)?.description == "-P4Y9M")
    #expect(try Self.months("P1Y").divided(by: Self.months("P5M"))?.description == "2.4")
    #expect(try Self.months("P1Y").divided(by: Decimal128.zero) == nil)
    #expect(try Self.months("P1Y").multiplied(by: #require(Decimal128("1e30"))) == nil)
    #expect(try Self.days("P1D").multiplied(by: #require(Decimal128("1e30"))) == nil)
  }

  @Test func hasProperties() throws {
    let date = try Self.date("2018-12-10")
    #expect(date.weekday == 1)
    #expect(try Self.date("2019-09-17").dayOfYear == 260)
    let weeks = [
      ("2019-09-17", 38), ("2003-12-29", 1), ("2004-01-04", 1), ("2005-01-01", 53), ("2005-01-03", 1),
      ("2010-01-01", 53),
      ("-999999999-01-01", 1),
    ]
    for (text, week) in weeks.dropLast() { #expect(try Self.date(text).weekOfYear == week, "\(text)") }
    #expect(try (1...53).contains(Self.date("-999999999-01-01").weekOfYear))
    #expect(try (1...53).contains(Self.date("999999999-12-31").weekOfYear))
    let duration = try Self.days("-P1DT2H3M4.50S")
    #expect([duration.days, duration.hours, duration.minutes] == [-1, -2, -3])
    #expect(duration.seconds.description == "-4.5")
    #expect(try Self.moment("2018-12-10T10:30:00+05:00").timeOffset?.description == "PT5H")
    #expect(try Self.moment("2018-07-10T10:30:00@Europe/Paris").timeOffset?.description == "PT2H")
    #expect(try Self.moment("2018-12-10T10:30:00").timeOffset == nil)
    #expect(try Self.moment("2018-12-10T10:30:00@Etc/UTC").timezone == "Etc/UTC")
    #expect(try Self.moment("2018-12-10T10:30:00Z").timezone == nil)
  }

  @Test(arguments: [
    ("2011-12-22", "2013-08-24", "P1Y8M"), ("2013-08-24", "2011-12-22", "-P1Y8M"), ("2016-01-21", "2015-01-21", "-P1Y"),
    ("2016-01-01", "2016-01-01", "P0M"), ("-2016-01-30", "-2017-02-28", "-P11M"),
    ("2014-12-31", "-2019-10-01", "-P4033Y2M"),
    ("2017-01-31", "2017-02-28", "P0M"), ("2017-02-28", "2017-01-31", "P0M"),
  ])
  func countsMonthsBetweenDates(start: String, end: String, months: String) throws {
    #expect(try YearsAndMonthsDuration(from: Self.date(start), to: Self.date(end)).description == months)
  }

  @Test func addingAndSubtractingComeBack() throws {
    var random = SeededGenerator(seed: 5)
    let zones: [FEELZone?] = [nil, .utc, .offset(-18_000), .region("Europe/Paris"), .region("Asia/Shanghai")]
    for _ in 0..<FuzzSize.count(2000) {
      let zone = zones.randomElement(using: &random)!
      let start = try #require(
        FEELDateAndTime(
          epochSeconds: .random(in: -60_000_000_000...300_000_000_000, using: &random),
          nanosecond: .random(in: 0..<1_000_000_000, using: &random), zone: zone))
      let duration = try #require(
        DaysAndTimeDuration(nanoseconds: Int128(Int.random(in: -(.max / 2)...(.max / 2), using: &random)) * 7))
      let end = try #require(start.adding(duration))
      guard case .region = zone else {
        #expect(end.subtracting(start) == duration)
        #expect(end.subtracting(duration) == start)
        continue
      }
      // The hour that clocks show twice is taken for the earlier one.
      let shown = try #require(end.subtracting(start)).nanoseconds - duration.nanoseconds
      #expect(shown == 0 || abs(shown) == 3_600_000_000_000)
    }
  }
}
