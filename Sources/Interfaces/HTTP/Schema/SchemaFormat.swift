// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// The formats of strings that are checked.
public enum SchemaFormat: String, CaseIterable, Sendable {
  /// RFC 3339 §5.6 with a zone.
  case dateTime = "date-time"
  /// RFC 3339 §5.6 `full-date`.
  case date
  /// 13 characters of Crockford's base 32 (`Identifier`).
  case identifier
  /// RFC 9562 §4.
  case uuid
  /// RFC 3986 with a scheme.
  case uri
  /// A name, one @ and a domain.
  case email

  /// Formats that only annotate.
  static let annotations: Set<String> = [
    "int32", "int64", "float", "double", "password", "byte", "binary", "uri-reference", "uri-template",
  ]

  /// The regular expression that says the same, for the documents of those formats that the standard does not define.
  public var pattern: String? { self == .identifier ? "^[0-7][0-9A-HJKMNP-TV-Z]{12}$" : nil }

  /// A schema for strings of this format.
  public var schema: JSON {
    var members: [String: JSON] = ["type": "string", "format": .string(rawValue)]
    members["pattern"] = pattern.map { .string($0) }
    return .object(members)
  }

  /// What is expected, in both languages of the house.
  var expectation: (english: String, chinese: String) {
    switch self {
    case .dateTime: ("a date and time with zone as in 2026-11-24T08:30:00Z", "带时区的日期时间，例如 2026-11-24T08:30:00Z")
    case .date: ("a date as in 2026-11-24", "日期，例如 2026-11-24")
    case .identifier: ("an identifier of 13 characters as in 06N5XM0G00001", "13 个字符的标识，例如 06N5XM0G00001")
    case .uuid:
      (
        "a UUID as in 0190163d-8694-739b-aea5-966c26f8ad91", "UUID，例如 0190163d-8694-739b-aea5-966c26f8ad91"
      )
    case .uri: ("an absolute URI as in https://example.org/path", "绝对 URI，例如 https://example.org/path")
    case .email: ("an address as in name@example.org", "电子邮箱地址，例如 name@example.org")
    }
  }

  func accepts(_ text: String) -> Bool {
    switch self {
    case .dateTime: Instant(text) != nil
    case .date: CivilDate(text) != nil
    case .identifier: Identifier(text) != nil
    case .uuid: Self.isUUID(text)
    case .uri: Self.isURI(text)
    case .email: Self.isAddress(text)
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    return text.utf8.enumerated().allSatisfy { index, byte in
      [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : byte.isHexadecimalDigit
    }
  }

  private static func isURI(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex else { return false }
    let scheme = text.utf8[..<colon]
    let schemeFits = scheme.enumerated().allSatisfy { index, byte in
      byte.isLetter || (index > 0 && (byte.isDigit || "+-.".utf8.contains(byte)))
    }
    let forbidden = "\"<>\\^`{|}".utf8
    return schemeFits && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !forbidden.contains($0) }
  }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, text.utf8.count <= 254 else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && labels.allSatisfy { !$0.isEmpty } && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
  var isHexadecimalDigit: Bool { hexadecimalValue != nil }

  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
