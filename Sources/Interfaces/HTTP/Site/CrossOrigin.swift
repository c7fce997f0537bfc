// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Vocabulary

/// Cross-origin resource sharing (WHATWG Fetch §3.2) for callers with tokens. Off unless origins are named.
struct CrossOrigin: Sendable {
  private let origins: Set<String>
  private let allowsAll: Bool

  init(_ origins: [String]) {
    self.origins = Set(origins)
    allowsAll = origins.contains("*")
  }

  var isOff: Bool { origins.isEmpty }

  private static let allowOrigin = HTTPField.Name("Access-Control-Allow-Origin")!
  private static let requestMethod = HTTPField.Name("Access-Control-Request-Method")!
  private static let expose = HTTPField(
    name: HTTPField.Name("Access-Control-Expose-Headers")!, value: "ETag, Link, Location, Retry-After, X-Request-Id")

  /// What an answer to that origin carries.
  func add(to fields: inout HTTPFields, for head: RequestHead) {
    fields.append(HTTPField(name: .vary, value: "Origin"))
    guard let origin = head.fields.first(.origin), allowsAll || origins.contains(origin) else { return }
    fields.append(HTTPField(name: Self.allowOrigin, value: allowsAll ? "*" : origin))
    fields.append(Self.expose)
  }

  /// Whether a browser asks beforehand if a call would be allowed.
  func isPreflight(_ head: RequestHead) -> Bool {
    !isOff && head.method == .options && head.fields.contains(.origin) && head.fields.contains(Self.requestMethod)
  }

  func preflight(_ methods: [Method]) -> Answer {
    Answer.noContent.with("Access-Control-Allow-Methods", methods.map(\.name).joined(separator: ", "))
      .with(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID"
      )
      .with("Access-Control-Max-Age", "600")
  }
}

/// Tells whether a call that changes something was caused by a page of another site.
enum RequestForgery {
  /// By `Sec-Fetch-Site`, else by `Origin`; a caller that sends neither is no browser of today.
  static func isFromElsewhere(_ head: RequestHead) -> Bool {
    if let site = head.header("Sec-Fetch-Site") { return site != "same-origin" && site != "none" }
    guard let origin = head.fields.first(.origin) else { return false }
    guard let authority = head.authority, let slashes = origin.firstRange(of: "://") else { return true }
    return origin[slashes.upperBound...].lowercased() != authority.lowercased()
  }

  /// Compares in a time that does not tell how much is right.
  static func matches(_ given: String, _ expected: String) -> Bool {
    let given = Array(given.utf8)
    let expected = Array(expected.utf8)
    guard given.count == expected.count, !expected.isEmpty else { return false }
    return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  static let elsewhere = Problem(
    .forbidden, "This call was caused by a page of another site. Open the page of this site and do it there.",
    "该请求由其他网站的页面发起，请在本站页面操作。")
}

extension Problem {
  /// A call or a form without the secret of the session in which it was sent: by another site, or of a session that is over.
  public static let sessionTokenMissing = Problem(
    .forbidden,
    "A call with a session cookie that changes something needs the session's token, in the header X-CSRF-Token or "
      + "the form field csrf. Load the page again, or use an API token.",
    "会话令牌缺失或已过期，请刷新页面后重试。")
}
