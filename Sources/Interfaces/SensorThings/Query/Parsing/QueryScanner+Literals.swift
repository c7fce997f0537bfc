// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension QueryScanner {
  /// Takes a constant; `nil`, and nothing taken, where none begins here.
  mutating func literal() throws(QueryFault) -> LiteralValue? {
    guard let next else { return nil }
    switch next {
    case "'": return .string(try quoted())
    case "0"..."9": return try numberOrTime()
    case "-" where peek(1).map { ("0"..."9").contains($0) || $0 == "." } == true: return try number()
    default: break
    }
    let start = position
    switch word {
    case "null", "true", "false":
      let word = takeWord()
      // `null/x` is no constant.
      guard self.next != "/", self.next != "(" else {
        rewind(to: start)
        return nil
      }
      return word == "null" ? .null : .boolean(word == "true")
    case "INF", "NaN", "-INF": throw fault("a number must be finite", "数字须是有限的")
    case "duration" where peek(8) == "'":
      advance(8)
      return .duration(try duration(try quoted(), at: start))
    case "geography" where peek(9) == "'", "geometry" where peek(8) == "'":
      _ = takeWord()
      var inside = self
      inside.advance()
      return .geometry(try WellKnownText.read(try quoted(), in: inside))
    default: return nil
    }
  }

  private mutating func number() throws(QueryFault) -> LiteralValue {
    let start = position
    guard let text = takeNumber() else { throw fault("expected a number", "此处应为数字") }
    if let next, Self.isWordCharacter(next) {
      throw fault("\"\(word)\" does not belong to a number", "\"\(word)\" 不是数字的一部分", at: start)
    }
    if let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw fault("the number is too large", "数字太大", at: start) }
    return .double(value)
  }

  private mutating func numberOrTime() throws(QueryFault) -> LiteralValue {
    let start = position
    if digits(atMost: 4)?.count == 4, next == "-", let digit = peek(1), ("0"..."9").contains(digit), peek(3) == "-" {
      rewind(to: start)
      return try date()
    }
    rewind(to: start)
    if digits(atMost: 2)?.count == 2, next == ":" {
      rewind(to: start)
      return .timeOfDay(try timeOfDay())
    }
    rewind(to: start)
    return try number()
  }

  /// `2026-11-24`, `2026-11-24T08:30:00Z`, `2026-11-24T08:30:00+08:00/2026-11-24T09:00:00+08:00`, `…/PT30M`.
  private mutating func date() throws(QueryFault) -> LiteralValue {
    let start = position
    guard let date = CivilDate(takeText(10)) else {
      throw fault("there is no such date; a date is YYYY-MM-DD", "没有这一天；日期写作 YYYY-MM-DD", at: start)
    }
    guard next == "T" || next == "t" else { return .date(date) }
    rewind(to: start)
    let (instant, offset) = try instant()
    guard next == "/" else { return .instant(instant, offset: offset) }
    advance()
    let second = position
    let end: Instant
    if next == "P" || next == "p" {
      end = instant + .milliseconds(try duration(takeWord(), at: second))
    } else {
      end = try self.instant().0
    }
    guard instant <= end else { throw fault("the interval ends before it begins", "时段的结束早于开始", at: second) }
    return .interval(TimeInterval(start: instant, end: end))
  }

  private mutating func instant() throws(QueryFault) -> (Instant, offset: Int) {
    let start = position
    let expected = "a time is written as 2026-11-24T08:30:00Z or with an offset, whose + is written %2B"
    let chinese = "时间写作 2026-11-24T08:30:00Z，或带时差，其中的 + 写作 %2B"
    let day = takeText(10)
    guard CivilDate(day) != nil, take("T") || take("t") else { throw fault(expected, chinese, at: start) }
    var clock = takeText(5)
    if take(":") { clock += ":" + takeText(2) } else { clock += ":00" }
    if take(".") {
      guard let fraction = digits(atMost: 12) else { throw fault(expected, chinese, at: start) }
      clock += "." + fraction
    }
    var zone = "Z"
    // A + that was not encoded has become a space.
    if next == "+" || next == "-" || (next == " " && peek(3) == ":" && peek(1).map(Self.isDigit) == true) {
      zone = (next == "-" ? "-" : "+")
      advance()
      zone += takeText(5)
    } else if !(take("Z") || take("z")) {
      throw fault(expected, chinese, at: position)
    }
    guard let instant = Instant("\(day)T\(clock)\(zone)") else { throw fault(expected, chinese, at: start) }
    if let next, Self.isWordCharacter(next) {
      throw fault("\"\(word)\" does not belong to a time", "\"\(word)\" 不是时间的一部分")
    }
    var offset = 0
    if zone != "Z", let hours = Int(zone.dropFirst().prefix(2)), let minutes = Int(zone.suffix(2)) {
      offset = (zone.hasPrefix("-") ? -1 : 1) * (hours * 60 + minutes)
    }
    return (instant, offset)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Milliseconds of `08:30`, `08:30:15`, `08:30:15.250`.
  private mutating func timeOfDay() throws(QueryFault) -> Int64 {
    let start = position
    var text = takeText(5)
    if take(":") { text += ":" + takeText(2) } else { text += ":00" }
    if take(".") { text += "." + (digits(atMost: 12) ?? "x") }
    guard let instant = Instant("1970-01-01T\(text)Z"), instant.milliseconds < 86_400_000 else {
      throw fault("a time of day is written as 08:30:00", "一天中的时刻写作 08:30:00", at: start)
    }
    return instant.milliseconds
  }

  private func duration(_ text: String, at start: Int) throws(QueryFault) -> Int64 {
    let isNegative = text.hasPrefix("-")
    let amount = (isNegative ? String(text.dropFirst()) : text).uppercased()
    guard let period = Period(amount) else {
      throw fault(
        "a duration is written as PT1H30M or P1D: of weeks, days, hours, minutes and seconds",
        "时长写作 PT1H30M 或 P1D：由周、日、时、分、秒组成", at: start)
    }
    return isNegative ? -period.milliseconds : period.milliseconds
  }

  /// The next characters, as many as there are.
  private mutating func takeText(_ count: Int) -> String {
    let start = position
    advance(count)
    return text(from: start)
  }
}
