// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A date of the proleptic Gregorian calendar, without a zone.
public struct CivilDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// `nil` when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date `dayNumber` days after 1970-01-01.
  public init(dayNumber: Int) {
    // Days are counted from 0000-03-01, so that the leap day is the last of its year.
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Reads `YYYY-MM-DD` (ISO 8601 extended form). `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
      let day = scanner.digits(2), scanner.atEnd
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Days since 1970-01-01.
  public var dayNumber: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 1 for Monday to 7 for Sunday (ISO 8601).
  public var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 + 1 }

  public var description: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }

  public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-11-24T08:30:00.000Z`. Years outside 0000–9999 have a sign or more digits.
  public var description: String {
    guard let words = asciiWords else {
      let day = milliseconds.flooredQuotient(86_400_000)
      return CivilDate(dayNumber: Int(day)).description + "T" + Self.timeText(Int(milliseconds - day * 86_400_000))
    }
    return String(unsafeUninitializedCapacity: 24) { buffer in
      withUnsafeBytes(of: words) { _ = buffer.update(fromContentsOf: $0) }
      return 24
    }
  }

  /// The 24 characters of `description`, as they lie in memory; `nil` for years outside 0000–9999.
  ///
  /// In three words instead of an array: a matter's text holds a dozen of them, and it is written at each step.
  package var asciiWords: (UInt64, UInt64, UInt64)? {
    let day = milliseconds.flooredQuotient(86_400_000)
    let rest = UInt64(milliseconds - day * 86_400_000)
    let date = CivilDate(dayNumber: Int(day))
    guard (0...9999).contains(date.year) else { return nil }
    let year = UInt64(date.year)
    // `0000-00-`, `00T00:00` and `:00.000Z`, the first character in the lowest byte.
    var first: UInt64 = 0x2D00_002D_0000_0000
    first |= Self.digits(year / 100) | Self.digits(year % 100) << 16
    first |= Self.digits(UInt64(date.month)) << 40
    var second: UInt64 = 0x0000_3A00_0054_0000
    second |= Self.digits(UInt64(date.day)) | Self.digits(rest / 3_600_000) << 24
    second |= Self.digits(rest / 60_000 % 60) << 48
    var third: UInt64 = 0x5A00_0000_2E00_003A
    third |= Self.digits(rest / 1000 % 60) << 8 | Self.digits(rest % 1000 / 10) << 32
    third |= (48 + rest % 10) << 48
    return (first.littleEndian, second.littleEndian, third.littleEndian)
  }

  /// Two digits, the first in the lower byte.
  @inline(__always) private static func digits(_ value: UInt64) -> UInt64 {
    (48 + value / 10) | (48 + value % 10) << 8
  }

  private static func timeText(_ rest: Int) -> String {
    padded(rest / 3_600_000, 2) + ":" + padded(rest / 60_000 % 60, 2) + ":" + padded(rest / 1000 % 60, 2) + "."
      + padded(rest % 1000, 3) + "Z"
  }

  /// Reads an RFC 3339 `date-time`; a space for the `T` is accepted, digits beyond milliseconds are dropped.
  ///
  /// `nil` when it is none, has no zone, or lies outside the years 0001–9999. A leap second counts as the second after.
  public init?(_ text: some StringProtocol) {
    if let own = text.utf8.withContiguousStorageIfAvailable(Self.own), let own {
      self = own
      return
    }
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), year > 0, scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
      let day = scanner.digits(2), let date = CivilDate(year: year, month: month, day: day),
      scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
      let hour = scanner.digits(2), hour < 24, scanner.skip(":"), let minute = scanner.digits(2), minute < 60,
      scanner.skip(":"), let second = scanner.digits(2), second <= 60
    else { return nil }
    var fraction = 0
    if scanner.skip(".") {
      guard let value = scanner.milliseconds() else { return nil }
      fraction = value
    }
    var offset = 0
    if !(scanner.skip("Z") || scanner.skip("z")) {
      let sign: Int
      if scanner.skip("+") { sign = 1 } else if scanner.skip("-") { sign = -1 } else { return nil }
      guard let hours = scanner.digits(2), hours < 24, scanner.skip(":"), let minutes = scanner.digits(2), minutes < 60
      else { return nil }
      offset = sign * (hours * 60 + minutes)
    }
    guard scanner.atEnd else { return nil }
    let seconds = date.dayNumber * 86400 + hour * 3600 + (minute - offset) * 60 + second
    // The offset may lead out of the years that the text form can hold.
    guard (-62_135_596_800..<253_402_300_800).contains(seconds) else { return nil }
    milliseconds = Int64(seconds) * 1000 + Int64(fraction)
  }
}

extension Instant {
  /// Reads the form that `description` writes, without taking it apart piece by piece; `nil` for any other.
  fileprivate static func own(_ bytes: UnsafeBufferPointer<UInt8>) -> Instant? {
    guard bytes.count == 24, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[13] == 58, bytes[16] == 58,
      bytes[19] == 46, bytes[23] == 90
    else { return nil }
    var isNumeric = true
    func number(_ place: Int, _ width: Int) -> Int {
      var value = 0
      for byte in bytes[place..<place + width] {
        if byte < 48 || byte > 57 { isNumeric = false }
        value = value * 10 + Int(byte & 15)
      }
      return value
    }
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
    let (hour, minute, second, fraction) = (number(11, 2), number(14, 2), number(17, 2), number(20, 3))
    guard isNumeric, year > 0, hour < 24, minute < 60, second < 60,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let seconds = date.dayNumber * 86400 + hour * 3600 + minute * 60 + second
    return Instant(milliseconds: Int64(seconds) * 1000 + Int64(fraction))
  }
}

extension Int64 {
  /// The quotient rounded towards negative infinity.
  package func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
  }
}

/// A number in decimal, filled with zeros on the left.
package func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (value < 0 ? "-" : "") + zeros + digits
}

/// Reads fixed-width numbers and marks from ASCII text.
package struct DigitScanner {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  package var atEnd: Bool { position == bytes.count }

  package mutating func digits(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + count] {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    position += count
    return value
  }

  package mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == mark.value else { return false }
    position += 1
    return true
  }

  /// One or more digits after a decimal point, as milliseconds.
  package mutating func milliseconds() -> Int? {
    var value = 0
    var count = 0
    while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
      if count < 3 { value = value * 10 + Int(bytes[position] - 48) }
      count += 1
      position += 1
    }
    guard count > 0 else { return nil }
    while count < 3 {
      value *= 10
      count += 1
    }
    return value
  }
}
