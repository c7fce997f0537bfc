// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A person or a service that the city knows.
public struct Account: Hashable, Sendable {
  /// The `Principal.id`; never given to another.
  public var id: String
  public var kind: Principal.Kind
  /// The name that is shown.
  public var name: String
  /// The name to sign in with, in normalised form; services have none.
  public var signInName: String?
  public var hasPassword: Bool
  public var grants: [Grant]
  /// Grows by one with each change.
  public var revision: Int64
  public var createdAt: Instant
  /// Since when it may not come in; `nil` when it may.
  public var disabledAt: Instant?
  public var signedInAt: Instant?

  /// The principal that acts for this account with all its grants.
  func principal(in tenant: Tenant, client: String? = nil) -> Principal {
    Principal(id: id, kind: kind, tenant: tenant, name: name, grants: grants, client: client)
  }
}

/// What is needed to make an account.
public struct NewAccount: Sendable {
  /// `person` or `service`.
  public var kind: Principal.Kind
  /// 1 to 200 bytes.
  public var name: String
  /// Required for people, refused for services; see `SignInName`.
  public var signInName: String?
  /// A person without one cannot sign in until somebody sets one.
  public var password: String?
  public var grants: [Grant]

  public init(kind: Principal.Kind, name: String, signInName: String?, password: String?, grants: [Grant]) {
    self.kind = kind
    self.name = name
    self.signInName = signInName
    self.password = password
    self.grants = grants
  }

  public static func person(name: String, signInName: String, password: String?, grants: [Grant] = []) -> NewAccount {
    NewAccount(kind: .person, name: name, signInName: signInName, password: password, grants: grants)
  }

  public static func service(name: String, grants: [Grant] = []) -> NewAccount {
    NewAccount(kind: .service, name: name, signInName: nil, password: nil, grants: grants)
  }
}

/// What to change of an account; `nil` leaves a thing as it is.
public struct AccountChange: Sendable {
  public var name: String?
  public var signInName: String?
  public var grants: [Grant]?
  /// `false` ends all sessions and stops all tokens at once.
  public var isEnabled: Bool?

  public init(name: String? = nil, signInName: String? = nil, grants: [Grant]? = nil, isEnabled: Bool? = nil) {
    self.name = name
    self.signInName = signInName
    self.grants = grants
    self.isEnabled = isEnabled
  }
}

/// Which accounts to list, ordered by name.
public struct AccountQuery: Sendable {
  public var kind: Principal.Kind?
  /// Only those with a grant of this role.
  public var role: Role?
  /// Only those with a grant bound to this department.
  public var department: String?
  public var includesDisabled: Bool
  /// Only those with this in their name or sign-in name.
  public var text = ""
  public var after: AccountCursor?
  /// 1 to 1,000.
  public var limit: Int

  public init(
    kind: Principal.Kind? = nil, role: Role? = nil, department: String? = nil, includesDisabled: Bool = false,
    after: AccountCursor? = nil, limit: Int = 50
  ) {
    self.kind = kind
    self.role = role
    self.department = department
    self.includesDisabled = includesDisabled
    self.after = after
    self.limit = limit
  }
}

/// The place in a list of accounts after which the next page begins.
public struct AccountCursor: Hashable, Sendable {
  public var name: String
  public var id: String

  public init(name: String, id: String) {
    self.name = name
    self.id = id
  }

  /// Reads the text form. `nil` when it is none.
  public init?(_ text: String) {
    guard text.utf8.count <= 1024, let bytes = Secret.bytes(base64: text),
      let parts = (try? JSON(parsing: bytes))?.array, parts.count == 2, let name = parts[0].string,
      let id = parts[1].string
    else { return nil }
    self.init(name: name, id: id)
  }

  /// Characters of base64url.
  public var text: String { Secret.base64URL(JSON.array([.string(name), .string(id)]).bytes) }
}

/// One page of accounts.
public struct AccountPage: Sendable {
  public var accounts: [Account]
  /// `nil` on the last page.
  public var next: AccountCursor?
}
