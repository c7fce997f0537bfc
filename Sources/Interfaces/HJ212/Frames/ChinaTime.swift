// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Times of the standard: digits from the year to the second or millisecond, in China Standard Time, which knows no summer
/// time.
public enum ChinaTime {
  private static let offset: Int64 = 8 * 3_600_000

  /// - Parameter digits: 14 to the second, 17 to the millisecond.
  public static func instant(_ text: some StringProtocol, digits: Int = 14) -> Instant? {
    var scanner = DigitScanner(text)
    guard text.utf8.count == digits, let year = scanner.digits(4), year > 0, let month = scanner.digits(2),
      let day = scanner.digits(2), let date = CivilDate(year: year, month: month, day: day),
      let hour = scanner.digits(2), hour < 24, let minute = scanner.digits(2), minute < 60,
      let second = scanner.digits(2), second < 60
    else { return nil }
    var milliseconds = 0
    if digits == 17 {
      guard let value = scanner.digits(3) else { return nil }
      milliseconds = value
    }
    guard scanner.atEnd else { return nil }
    let seconds = Int64(date.dayNumber) * 86400 + Int64(hour * 3600 + minute * 60 + second)
    return Instant(milliseconds: seconds * 1000 + Int64(milliseconds) - offset)
  }

  public static func text(_ instant: Instant, digits: Int = 14) -> String {
    String("\(Instant(milliseconds: instant.milliseconds + offset))".filter(\.isNumber).prefix(digits))
  }
}
