// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// The string functions that need no pattern (DMN 1.5, 10.3.4.3). Strings are sequences of code points.
  static let strings: [FEELBuiltin] = [
    FEELBuiltin(
      "substring", returns: .string,
      BuiltinSignature(.string("string"), .number("start position"), BuiltinParameter.number("length").optional()) {
        string, start, length, _ in
        substring(string, start, length).map { .string($0) }
      }),
    FEELBuiltin(
      "string length", returns: .number,
      BuiltinSignature(.string("string")) { string, _ in .number(Decimal128(string.unicodeScalars.count)) }),
    FEELBuiltin(
      "upper case", returns: .string, BuiltinSignature(.string("string")) { string, _ in .string(string.uppercased()) }),
    FEELBuiltin(
      "lower case", returns: .string, BuiltinSignature(.string("string")) { string, _ in .string(string.lowercased()) }),
    FEELBuiltin(
      "substring before", returns: .string,
      pair { string, match in .string(find(match, in: string).map { string.utf8Prefix($0) } ?? "") }),
    FEELBuiltin(
      "substring after", returns: .string,
      pair { string, match in
        .string(find(match, in: string).map { string.utf8Suffix(from: $0 + match.utf8.count) } ?? "")
      }),
    FEELBuiltin("contains", returns: .boolean, pair { string, match in .boolean(find(match, in: string) != nil) }),
    FEELBuiltin(
      "starts with", returns: .boolean, pair { string, match in .boolean(string.utf8.starts(with: match.utf8)) }),
    FEELBuiltin(
      "ends with", returns: .boolean,
      pair { string, match in .boolean(string.utf8.reversed().starts(with: match.utf8.reversed())) }),
    FEELBuiltin(
      "string join", returns: .string,
      BuiltinSignature(.list("list"), BuiltinParameter.string("delimiter").optional()) { list, delimiter, run in
        try join(list, delimiter ?? "", run).map { .string($0) }
      }),
  ]

  private static func pair(_ body: @escaping @Sendable (String, String) -> FEELValue) -> BuiltinSignature {
    BuiltinSignature(.string("string"), .string("match")) { string, match, _ in body(string, match) }
  }

  /// `nil` when the start lies outside the string, or there is not as much as `length` behind it (footnote 1).
  private static func substring(_ string: String, _ start: Decimal128, _ length: Decimal128?) -> String? {
    guard let start = start.truncatedInt, start != 0 else { return nil }
    let scalars = string.unicodeScalars
    let count = scalars.count
    guard start.magnitude <= count.magnitude else { return nil }
    let skipped = start > 0 ? start - 1 : count + start
    let from = scalars.index(scalars.startIndex, offsetBy: skipped)
    guard let length else { return String(scalars[from...]) }
    guard let length = length.truncatedInt, length >= 1, length <= count - skipped else { return nil }
    return String(scalars[from..<scalars.index(from, offsetBy: length)])
  }

  /// The place of the first match, in bytes of UTF-8: no character's bytes occur inside another's. Takes time by the
  /// length of both together, whatever they hold (Knuth, Morris and Pratt).
  private static func find(_ match: String, in string: String) -> Int? {
    guard !match.isEmpty else { return 0 }
    guard match.utf8.count <= string.utf8.count else { return nil }
    var (string, match) = (string, match)
    return string.withUTF8 { text -> Int? in
      match.withUTF8 { sought -> Int? in
        // For each beginning of what is sought, the length of the longest shorter beginning that it ends with.
        var shorter = [Int](repeating: 0, count: sought.count)
        var length = 0
        for index in 1..<sought.count {
          while length > 0, sought[index] != sought[length] { length = shorter[length - 1] }
          if sought[index] == sought[length] { length += 1 }
          shorter[index] = length
        }
        length = 0
        for index in text.indices {
          while length > 0, text[index] != sought[length] { length = shorter[length - 1] }
          if text[index] == sought[length] { length += 1 }
          if length == sought.count { return index - length + 1 }
        }
        return nil
      }
    }
  }

  /// `nil` when there is something else than strings and nulls in the list.
  private static func join(_ list: [FEELValue], _ delimiter: String, _ run: FEELEvaluation) throws -> String? {
    var joined = ""
    var isFirst = true
    for item in list {
      switch item {
      case .string(let string):
        if !isFirst { joined += delimiter }
        isFirst = false
        joined += string
        // One string may stand in the list a million times.
        guard joined.utf8.count <= run.limits.stringSize else {
          throw LimitExceeded(.stringSize, allowed: run.limits.stringSize)
        }
      case .null: continue
      default: return nil
      }
    }
    return joined
  }
}

extension String {
  /// - Precondition: the count ends between characters.
  fileprivate func utf8Prefix(_ count: Int) -> String { String(utf8.prefix(count)) ?? "" }

  /// - Precondition: the start lies between characters.
  fileprivate func utf8Suffix(from start: Int) -> String { String(utf8.dropFirst(start)) ?? "" }
}
