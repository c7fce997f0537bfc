// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What is known of an API token; never the token itself.
public struct APIToken: Hashable, Sendable {
  public var id: Identifier
  /// The account that it belongs to.
  public var owner: String
  /// What it is for, in its owner's words.
  public var label: String
  /// What it may do at most; its owner's grants narrow it further.
  public var grants: [Grant]
  public var createdAt: Instant
  /// `nil` when it never expires.
  public var expiresAt: Instant?
  public var revokedAt: Instant?
  /// To the minute.
  public var lastUsedAt: Instant?
}

/// What is needed to issue a token.
public struct NewToken: Sendable {
  /// The account that it shall belong to.
  public var owner: String
  /// 1 to 200 bytes.
  public var label: String
  /// `nil` for the grants that its owner has now.
  public var grants: [Grant]?
  /// `nil` for `AccessSettings.tokenLifetime` from now.
  public var expiresAt: Instant?

  public init(owner: String, label: String, grants: [Grant]? = nil, expiresAt: Instant? = nil) {
    self.owner = owner
    self.label = label
    self.grants = grants
    self.expiresAt = expiresAt
  }
}

/// A token that was just issued: the only time that its secret is seen.
public struct IssuedToken: Sendable {
  /// `cw_` and 43 characters of base64url.
  public var secret: String
  public var token: APIToken
}

/// One page of tokens, in the order in which they were issued.
public struct TokenPage: Sendable {
  public var tokens: [APIToken]
  /// The place after which the next page begins; `nil` on the last page.
  public var next: Identifier?
}
