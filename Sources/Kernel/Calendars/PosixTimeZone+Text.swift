// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension PosixTimeZone {
  /// Reads the rule's text; `nil` when it is none.
  init?(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard scanner.name(), let west = scanner.time(hours: 24) else { return nil }
    standard = -west
    if scanner.atEnd { return }
    guard scanner.name() else { return nil }
    var offset = standard + 3600
    if !scanner.skip(",") {
      guard let west = scanner.time(hours: 24), scanner.skip(",") else { return nil }
      offset = -west
    }
    guard let start = scanner.change(), scanner.skip(","), let end = scanner.change(), scanner.atEnd else { return nil }
    daylight = (offset, start, end)
  }
}

private struct Scanner {
  let bytes: [UInt8]
  var position = 0

  var atEnd: Bool { position == bytes.count }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == mark.value else { return false }
    position += 1
    return true
  }

  /// An abbreviation, `EST` or `<+08>`; it is not kept.
  mutating func name() -> Bool {
    if skip("<") {
      while position < bytes.count, !skip(">") { position += 1 }
      return bytes[position - 1] == UInt8(ascii: ">")
    }
    let start = position
    while position < bytes.count, (97...122).contains(bytes[position] | 0x20) { position += 1 }
    return position - start >= 3
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let start = position
    var value = 0
    while position < bytes.count, position - start < 3, (48...57).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - 48)
      position += 1
    }
    return position > start && range.contains(value) ? value : nil
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func time(hours: Int) -> Int64? {
    let sign: Int64 = skip("-") ? -1 : 1
    if sign == 1 { _ = skip("+") }
    guard let hour = number(0...hours) else { return nil }
    var seconds = hour * 3600
    if skip(":") {
      guard let minute = number(0...59) else { return nil }
      seconds += minute * 60
      if skip(":") {
        guard let second = number(0...59) else { return nil }
        seconds += second
      }
    }
    return sign * Int64(seconds)
  }

  mutating func change() -> PosixTimeZone.Change? {
    let day: PosixTimeZone.Change.Day
    if skip("M") {
      guard let month = number(1...12), skip("."), let week = number(1...5), skip("."), let weekday = number(0...6)
      else { return nil }
      day = .weekday(month: month, week: week, weekday: weekday)
    } else if skip("J") {
      guard let number = number(1...365) else { return nil }
      day = .julian(number)
    } else {
      guard let number = number(0...365) else { return nil }
      day = .zeroBased(number)
    }
    guard skip("/") else { return PosixTimeZone.Change(day: day, time: 7200) }
    return time(hours: 167).map { PosixTimeZone.Change(day: day, time: $0) }
  }
}
