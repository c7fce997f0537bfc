// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// The functions that turn values into other types (DMN 1.5, 10.3.4.1).
  static let conversions: [FEELBuiltin] = [
    FEELBuiltin(
      "date", returns: .date,
      BuiltinSignature(.string("from")) { text, _ in FEELDate(text).map { .date($0) } },
      BuiltinSignature(.date("from")) { date, _ in .date(date) },
      BuiltinSignature(.number("year"), .number("month"), .number("day")) { year, month, day, _ in
        guard let year = year.int, let month = month.int, let day = day.int else { return nil }
        return FEELDate(year: year, month: month, day: day).map { .date($0) }
      }),
    FEELBuiltin(
      "date and time", returns: .dateAndTime,
      BuiltinSignature(.string("from")) { text, _ in FEELDateAndTime(text).map { .dateAndTime($0) } },
      BuiltinSignature(.date("date"), .time("time")) { date, time, _ in
        .dateAndTime(FEELDateAndTime(date: date, time: time))
      }),
    FEELBuiltin(
      "time", returns: .time,
      BuiltinSignature(.string("from")) { text, _ in FEELTime(text).map { .time($0) } },
      BuiltinSignature(BuiltinParameter<FEELTime>("from", read: time)) { time, _ in
        .time(time)
      },
      BuiltinSignature(
        .number("hour"), .number("minute"), .number("second"), BuiltinParameter.daysAndTime("offset").optional()
      ) { hour, minute, second, offset, _ in
        time(hour, minute, second, offset).map { .time($0) }
      }),
    FEELBuiltin("duration", BuiltinSignature(.string("from")) { text, _ in FEELValue(duration: text) }),
    FEELBuiltin(
      "years and months duration", returns: .yearsAndMonthsDuration,
      BuiltinSignature(.date("from"), .date("to")) { start, end, _ in
        .yearsAndMonthsDuration(YearsAndMonthsDuration(from: start, to: end))
      }),
    FEELBuiltin(
      "number", returns: .number,
      BuiltinSignature(
        .string("from"), BuiltinParameter.string("grouping separator").nullable(),
        BuiltinParameter.string("decimal separator").nullable()
      ) { text, grouping, decimal, _ in
        number(text, grouping: grouping, decimal: decimal).map { .number($0) }
      }),
    // A string is its own text; null has none.
    FEELBuiltin(
      "string", returns: .string,
      BuiltinSignature(.any("from")) { value, run in
        guard !value.isNull else { return .some(.null) }
        try run.step(Int(value.weight))
        guard let text = value.text(within: run.limits.stringSize) else {
          throw LimitExceeded(.stringSize, allowed: run.limits.stringSize)
        }
        return .string(text)
      }),
    FEELBuiltin(
      "range", returns: .range(.any),
      BuiltinSignature(.string("from")) { text, _ in RangeText.read(text).map { .range($0) } }),
  ]

  private static func time(_ value: FEELValue) -> FEELTime? {
    switch value {
    case .time(let time): time
    case .dateAndTime(let moment): moment.time
    case .date(let date): date.midnightUTC.time
    default: nil
    }
  }

  private static func time(
    _ hour: Decimal128, _ minute: Decimal128, _ second: Decimal128, _ offset: DaysAndTimeDuration?
  ) -> FEELTime? {
    guard let hour = hour.int, let minute = minute.int, let whole = second.rounded(scale: 0, .floor),
      let wholeSecond = whole.int, let fraction = second.subtracting(whole)?.multiplied(by: 1_000_000_000)?.truncatedInt
    else { return nil }
    var zone: FEELZone?
    if let offset {
      guard let seconds = offset.totalSeconds.int, FEELZone.offsets.contains(seconds) else { return nil }
      zone = .offset(seconds)
    }
    return FEELTime(hour: hour, minute: minute, second: wholeSecond, nanosecond: fraction, zone: zone)
  }

  /// Footnote 1 of table 72: both separators are given or null, and differ unless both are null.
  private static func number(_ text: String, grouping: String?, decimal: String?) -> Decimal128? {
    guard grouping.map({ [" ", ",", "."].contains($0) }) ?? true, decimal.map({ [",", "."].contains($0) }) ?? true,
      grouping == nil || grouping != decimal
    else { return nil }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte == grouping?.utf8.first { continue }
      bytes.append(byte == decimal?.utf8.first ? UInt8(ascii: ".") : byte)
    }
    // A number literal has no exponent (rule 37).
    guard bytes.allSatisfy({ $0 &- 0x30 <= 9 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
      return nil
    }
    return Decimal128(String(decoding: bytes, as: UTF8.self))
  }
}
