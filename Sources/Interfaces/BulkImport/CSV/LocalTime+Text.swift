// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Vocabulary

extension LocalTime {
  /// Reads `MM/DD/YYYY hh:mm:ss AM` (or `PM`), as the United States write it. `nil` for anything else.
  init?(american text: String) {
    var scanner = DigitScanner(text)
    guard let month = scanner.digits(2), scanner.skip("/"), let day = scanner.digits(2), scanner.skip("/"),
      let year = scanner.digits(4), let date = CivilDate(year: year, month: month, day: day), scanner.skip(" "),
      let hour = scanner.digits(2), (1...12).contains(hour), scanner.skip(":"), let minute = scanner.digits(2),
      minute < 60, scanner.skip(":"), let second = scanner.digits(2), second < 60, scanner.skip(" ")
    else { return nil }
    let isAfternoon: Bool
    if scanner.skip("P") { isAfternoon = true } else if scanner.skip("A") { isAfternoon = false } else { return nil }
    guard scanner.skip("M"), scanner.atEnd else { return nil }
    let hours = hour % 12 + (isAfternoon ? 12 : 0)
    self.init(date: date, millisecondOfDay: Int64((hours * 60 + minute) * 60 + second) * 1000)
  }

  /// Reads `YYYY-MM-DD hh:mm:ss`, also with `T` between and a fraction behind (ISO 8601). `nil` for anything else.
  init?(iso text: String) {
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
      let day = scanner.digits(2), let date = CivilDate(year: year, month: month, day: day),
      scanner.skip(" ") || scanner.skip("T"), let hour = scanner.digits(2), hour < 24, scanner.skip(":"),
      let minute = scanner.digits(2), minute < 60, scanner.skip(":"), let second = scanner.digits(2), second < 60
    else { return nil }
    var fraction = 0
    if scanner.skip(".") {
      guard let value = scanner.milliseconds() else { return nil }
      fraction = value
    }
    guard scanner.atEnd else { return nil }
    self.init(date: date, millisecondOfDay: Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(fraction))
  }
}
