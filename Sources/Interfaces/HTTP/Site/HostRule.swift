// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Vocabulary

/// What a request must say of the host that it is for: RFC 9112 §3.2, and RFC 9113 §8.3.1 for a stream of HTTP/2.
enum HostRule {
  /// - Throws: a problem where the host is not named, named twice, or no host.
  static func check(_ request: HTTPRequest, isStream: Bool) throws(Problem) {
    // The first one of HTTP/1 is the authority and no field any more.
    let field = request.headerFields.first(.host)
    guard let host = request.authority ?? (isStream ? field ?? "" : nil) else {
      throw Problem(
        .badRequest, "The header Host is missing; HTTP/1.1 wants it in every request.", "缺少请求头 Host，HTTP/1.1 的请求均须携带。")
    }
    if let field, !isStream || field.lowercased() != host.lowercased() {
      throw Problem(.badRequest, "The header Host is there more than once; send one.", "请求头 Host 出现多次，只能有一个。")
    }
    guard isHost(host) else {
      throw Problem(
        .badRequest, "The header Host is no host with or without a port, such as city.example:8080.",
        "请求头 Host 不是有效的主机名（可带端口），例如 city.example:8080。")
    }
  }

  /// Whether that is a `uri-host [":" port]` (RFC 3986 §3.2); an empty one is for what has no host.
  static func isHost(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "[") {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let literal = rest[..<end].dropFirst()
      guard !literal.isEmpty, literal.allSatisfy({ isOfName($0) || $0 == UInt8(ascii: ":") }) else { return false }
      rest = rest[end...].dropFirst()
    } else {
      rest = rest.drop(while: isOfName)
    }
    guard let colon = rest.first else { return true }
    return colon == UInt8(ascii: ":")
      && rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether a name may have that byte: `unreserved`, `pct-encoded` and `sub-delims`.
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "&")...UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"),
      UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
