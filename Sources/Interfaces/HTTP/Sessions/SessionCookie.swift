// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Vocabulary

/// The cookie that carries the token of a session (RFC 6265).
public enum SessionCookie {
  public static let name = "citywide_session"

  /// The session's token that a request carries.
  public static func token(of head: RequestHead) -> String? {
    guard let token = head.cookie(name), !token.isEmpty else { return nil }
    return token
  }

  /// Scripts never see it; pages of other sites send it only where somebody follows a link, which changes nothing here.
  fileprivate static func value(_ token: String, seconds: Int64, isSecure: Bool) -> String {
    "\(name)=\(token); Path=/; Max-Age=\(max(0, seconds)); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
  }
}

extension Answer {
  /// Gives the browser the cookie of a session that was just made.
  ///
  /// - Parameter head: of the request; under TLS the cookie never travels without.
  public func opening(_ session: Session, at now: Instant, for head: RequestHead) -> Answer {
    let seconds = (session.expiresAt.milliseconds - now.milliseconds) / 1000
    return with("Set-Cookie", SessionCookie.value(session.token, seconds: seconds, isSecure: head.isSecure))
  }

  /// Takes the cookie away from the browser.
  public func closingSession(for head: RequestHead) -> Answer {
    with("Set-Cookie", SessionCookie.value("", seconds: 0, isSecure: head.isSecure))
  }
}
