// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Journaling
public import Storage
public import Vocabulary

extension Matters {
  /// Roles that see every matter within their bounds; a reporter sees their own.
  public static let readers = Set(Role.allCases)

  /// What a principal may see: the rule that lists, gets and the live stream share.
  public static func visibility(of principal: Principal) -> AccessRule { AccessRule(principal, in: readers) }

  /// One matter.
  /// - Throws: `Problem` of code `notFound` also when it exists but may not be seen.
  public func matter(_ id: Identifier, for principal: Principal) async throws -> Matter {
    try await visible(id, to: principal, fresh: true)
  }

  /// What the principal may do with it now.
  public func actions(on matter: Matter, for principal: Principal) -> [MatterAction] {
    decider(principal, at: time.now()).actions(on: matter)
  }

  /// Who would get it, by the decision on routes that is in force now; `nil` where it leaves that to a person.
  public func route(of matter: Matter) -> Route? {
    let catalogue = catalogue
    guard let type = catalogue.type(matter.type, version: matter.typeVersion),
      let decision = type.route.flatMap({ catalogue.decisions[$0] })
    else { return nil }
    return Route(decision, for: matter, of: type)
  }

  /// What happened to it, oldest first.
  public func history(
    of id: Identifier, after revision: Int64 = 0, limit: Int = 1000, for principal: Principal
  ) async throws -> [Event] {
    try await database.read { [store] transaction in
      guard let matter = try store.load(id, tenant: principal.tenant, in: transaction),
        Self.visibility(of: principal).allows(matter.facts)
      else { throw Self.notFound(id) }
      return try store.journal.history(
        of: id.description, kind: Matter.subjectKind, after: revision, limit: limit, tenant: principal.tenant,
        in: transaction)
    }
  }

  /// By its number; for people who have nothing else.
  public func matter(number: String, tenant: Tenant) async throws -> Matter? {
    try await database.read { [store] transaction in
      guard
        let row = try transaction.row("SELECT snapshot FROM matters WHERE tenant = ? AND number = ?", tenant, number)
      else { return nil }
      return try store.decode(row[0])
    }
  }

  /// By the identifier that another system gave it.
  public func matter(
    channel: String, externalID: String, tenant: Tenant, in transaction: Transaction
  ) throws -> Matter? {
    guard
      let row = try transaction.row(
        "SELECT snapshot FROM matters WHERE tenant = ? AND channel = ? AND external_id = ?", tenant, channel, externalID
      )
    else { return nil }
    return try store.decode(row[0])
  }

  /// As it was after that revision or a later one; for followers of the journal, which need no newer state than their event.
  public func matter(
    _ id: Identifier, from revision: Int64, tenant: Tenant, in transaction: Transaction
  ) throws -> Matter? {
    if let known = cache.matter(id, tenant: tenant), known.revision >= revision { return known }
    return try matter(id, tenant: tenant, in: transaction)
  }

  /// - Parameter fresh: read from the database even when it is remembered.
  func visible(_ id: Identifier, to principal: Principal, fresh: Bool) async throws -> Matter {
    let matter: Matter
    if !fresh, let known = cache.matter(id, tenant: principal.tenant) {
      matter = known
    } else {
      let loaded = try await database.read { [store] transaction in
        try store.load(id, tenant: principal.tenant, in: transaction)
      }
      guard let loaded else { throw Self.notFound(id) }
      cache.put(loaded, tenant: principal.tenant)
      matter = loaded
    }
    guard Self.visibility(of: principal).allows(matter.facts) else { throw Self.notFound(id) }
    return matter
  }
}
