// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Who calls, and by what they are known.
public struct Identity: Hashable, Sendable {
  public enum Means: Hashable, Sendable {
    /// A token in `Authorization`: no browser sends it by itself.
    case token
    /// A cookie that browsers send by themselves; calls that change something must also carry this secret.
    case session(csrfToken: String)
  }

  public var principal: Principal
  public var means: Means

  public init(_ principal: Principal, means: Means) {
    self.principal = principal
    self.means = means
  }
}

/// Knows callers by their credentials.
public protocol Authenticator: Sendable {
  /// The city to which a request belongs, whoever sends it.
  func tenant(of head: RequestHead) -> Tenant

  /// Who calls; `nil` when the request carries no credentials.
  ///
  /// - Throws: `Problem` of code `unauthenticated` where credentials are wrong or expired.
  func identity(of head: RequestHead) async throws -> Identity?
}
