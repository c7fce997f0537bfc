// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Vocabulary

/// A session that was just made. Its token goes into a cookie and is stored nowhere.
public struct Session: Sendable {
  /// 43 characters of base64url.
  public var token: String
  /// What a page that changes something must send back.
  public var csrfToken: String
  /// When it ends even if it is used all the time.
  public var expiresAt: Instant
}

/// Somebody who signed in.
public struct SignedIn: Sendable {
  public var principal: Principal
  public var session: Session
}

extension Access {
  /// The CSRF token that belongs to a session: it can be computed from the session token, and not the other way.
  public static func csrfToken(forSession token: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("citywide csrf".utf8), using: SymmetricKey(data: Array(token.utf8)))
    return Secret.base64URL(code)
  }

  /// Whether the CSRF token belongs to the session; takes the same time whichever it is.
  public static func isCSRFToken(_ candidate: String, forSession token: String) -> Bool {
    Secret.equal(Array(candidate.utf8), Array(csrfToken(forSession: token).utf8))
  }
}
