// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A date of the proleptic Gregorian calendar (DMN 1.5, 10.3.2.3.5), years −999,999,999 to 999,999,999.
public struct FEELDate: Sendable, Hashable, Comparable {
  /// The year, astronomically counted: 0 is the year before 1.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int

  static let years = -999_999_999...999_999_999

  /// `nil` when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year), CivilDate(year: year, month: month, day: day) != nil else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date so many days after 1970-01-01; `nil` outside the range of years.
  public init?(dayNumber: Int) {
    guard (-366_000_000_000...366_000_000_000).contains(dayNumber) else { return nil }
    self.init(CivilDate(dayNumber: dayNumber))
  }

  /// `nil` outside the range of years.
  public init?(_ date: CivilDate) { self.init(year: date.year, month: date.month, day: date.day) }

  /// Days since 1970-01-01.
  public var dayNumber: Int { civil.dayNumber }

  /// 1 for Monday to 7 for Sunday (ISO 8601).
  public var weekday: Int { civil.weekday }

  /// 1 for the first of January.
  public var dayOfYear: Int { dayNumber - first(1).dayNumber + 1 }

  /// The number of the week within its year, 1 to 53 (ISO 8601: the first week is the one with the first Thursday).
  public var weekOfYear: Int {
    let thursday = CivilDate(dayNumber: dayNumber - weekday + 4)
    let firstDay = CivilDate(year: thursday.year, month: 1, day: 1)?.dayNumber ?? thursday.dayNumber
    return (thursday.dayNumber - firstDay) / 7 + 1
  }

  private var civil: CivilDate { CivilDate(year: year, month: month, day: day) ?? CivilDate(dayNumber: 0) }

  private func first(_ month: Int) -> CivilDate {
    CivilDate(year: year, month: month, day: 1) ?? CivilDate(dayNumber: 0)
  }

  /// The same day so many months later. Where that month is shorter, its last day (XML Schema Part 2, appendix E).
  /// `nil` outside the range of years.
  public func adding(months: Int) -> FEELDate? {
    let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow else { return nil }
    let newMonth = (total % 12 + 12) % 12
    let newYear = (total - newMonth) / 12
    for shorter in 0...3 {
      if let date = FEELDate(year: newYear, month: newMonth + 1, day: day - shorter) { return date }
    }
    return nil
  }

  public static func < (left: FEELDate, right: FEELDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension FEELDate: CustomStringConvertible, LosslessStringConvertible {
  /// Reads the lexical form of `xs:date` without time zone: `2026-11-24`, `-0044-03-15`, `12026-01-01`.
  public init?(_ text: String) {
    var scanner = TemporalScanner(text)
    guard let date = FEELDate(scanning: &scanner), scanner.atEnd else { return nil }
    self = date
  }

  init?(scanning scanner: inout TemporalScanner) {
    let isNegative = scanner.skip("-")
    // At least four digits; more only without zeros before them.
    let startsWithZero = scanner.next == UInt8(ascii: "0")
    guard let (year, digits) = scanner.number(), digits == 4 || digits > 4 && !startsWithZero, scanner.skip("-"),
      let month = scanner.pair(), scanner.skip("-"), let day = scanner.pair()
    else { return nil }
    self.init(year: isNegative ? -year : year, month: month, day: day)
  }

  /// `2026-11-24`.
  public var description: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }
}
