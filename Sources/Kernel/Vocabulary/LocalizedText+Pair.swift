// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One text that says the same in Chinese and in English, where there is room for one alone: names of people, what they
/// write.
extension LocalizedText {
  /// Between the halves of a name.
  private static let inName = " / "
  /// Between the halves of a text: a line with a slash and nothing else, which nobody writes by chance.
  private static let inText = "\n/\n"

  /// As an account holds a name in both scripts: `王建国 / Wang Jianguo`.
  public static func pairedName(_ english: String, _ chinese: String) -> String { chinese + inName + english }

  /// As a matter holds a text in both languages: the Chinese, a line with nothing but a slash on it, the English.
  public static func pairedText(_ english: String, _ chinese: String) -> String { chinese + inText + english }

  /// Reads a name in both scripts, in either order; `nil` for any other, of which nothing may be left out.
  public init?(pairedName name: String) { self.init(name, parted: Self.inName) }

  /// Reads a text in both languages, in either order; `nil` for any other, of which nothing may be left out.
  public init?(pairedText text: String) {
    guard text.utf8.contains(UInt8(ascii: "/")) else { return nil }
    // Forms send the ends of lines as two characters.
    self.init(text.replacing("\r\n", with: "\n"), parted: Self.inText)
  }

  private init?(_ text: String, parted mark: String) {
    // Most have none.
    guard text.utf8.contains(UInt8(ascii: "/")) else { return nil }
    let halves = text.split(separator: mark, maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves.contains(where: \.isEmpty) else { return nil }
    let chinese = halves.filter { $0.unicodeScalars.contains(where: Self.isHan) }
    guard chinese.count == 1, let english = halves.first(where: { $0 != chinese[0] }) else { return nil }
    self.init(String(english), String(chinese[0]))
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3134F: true
    default: false
    }
  }
}
