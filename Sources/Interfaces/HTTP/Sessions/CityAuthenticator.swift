// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Packs
public import Vocabulary

/// Knows callers by their API token (RFC 6750 §2.1) or by the cookie of their session.
public struct CityAuthenticator: Authenticator {
  private let access: Access
  private let tenant: Tenant

  public init(_ city: City) { self.init(access: city.access, tenant: city.tenant) }

  public init(access: Access, tenant: Tenant) {
    self.access = access
    self.tenant = tenant
  }

  public func tenant(of head: RequestHead) -> Tenant { tenant }

  public func identity(of head: RequestHead) async throws -> Identity? {
    if let token = head.bearerToken {
      guard let principal = try await access.principal(forToken: token, in: tenant) else { throw Self.unknownToken }
      return Identity(principal, means: .token)
    }
    // Whoever sends credentials wants to be known by them, not by what the browser adds.
    guard head.header("Authorization") == nil else { throw Self.unknownScheme }
    guard let session = SessionCookie.token(of: head) else { return nil }
    guard let principal = try await access.principal(forSession: session, in: tenant) else { throw Self.sessionOver }
    return Identity(principal, means: .session(csrfToken: Access.csrfToken(forSession: session)))
  }

  private static let unknownToken = Problem(
    .unauthenticated, "The API token is unknown, was revoked or has expired.", "API 令牌不存在、已撤销或已过期。")
  private static let unknownScheme = Problem(
    .unauthenticated, "Authorization is understood as Bearer with an API token, and as nothing else.",
    "Authorization 只支持带 API 令牌的 Bearer。")
  private static let sessionOver = Problem(.unauthenticated, "The session is over. Sign in again.", "会话已结束，请重新登录。")
}
