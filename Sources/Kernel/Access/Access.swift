// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Storage
public import Vocabulary

/// Whether the area `inner` is, or lies in, the area `outer` of that tenant's city. Called often: it must not wait.
public typealias AreaContainment = @Sendable (_ inner: String, _ outer: String, _ tenant: Tenant) -> Bool

/// Who may come in: people and services, their passwords, sessions and tokens.
///
/// What somebody may do afterwards is said by `AccessRule`. Every change is journalled, never with a secret. Every error is a
/// `Problem`; those of strangers do not tell whether a name exists. What concerns an account is done in the tenant of the
/// principal who asks.
public final class Access: Sendable {
  let database: Database
  let journal: Journal
  let time: any TimeSource
  let settings: AccessSettings
  let identifiers: IdentifierSource
  let isInside: AreaContainment
  let cache: PrincipalCache
  let limiter: SignInLimiter
  let hasher: PasswordHasher

  public init(
    database: Database, journal: Journal, time: any TimeSource, settings: AccessSettings = AccessSettings(),
    identifiers: IdentifierSource = IdentifierSource(), isInside: @escaping AreaContainment
  ) {
    self.database = database
    self.journal = journal
    self.time = time
    self.settings = settings
    self.identifiers = identifiers
    self.isInside = isInside
    cache = PrincipalCache(lifetime: settings.cacheLifetime, capacity: settings.cacheCapacity)
    limiter = SignInLimiter(settings)
    hasher = PasswordHasher(
      parameters: settings.scrypt, threads: settings.passwordThreads, queue: settings.passwordQueue)
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws(Problem) -> Value {
    do { return try await database.read(body) } catch { throw Problem(refusal: error) }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws(Problem) -> Value {
    do { return try await database.write(body) } catch { throw Problem(refusal: error) }
  }

  /// A write after which nothing remembered of that account counts any more, whatever became of the write.
  func write<Value: Sendable>(
    forgetting account: String, in tenant: Tenant, _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws(Problem) -> Value {
    defer { cache.removeAll(of: account, in: tenant) }
    return try await write(body)
  }

  /// Area containment within one tenant's city.
  func containment(in tenant: Tenant) -> @Sendable (String, String) -> Bool {
    { [isInside] inner, outer in isInside(inner, outer, tenant) }
  }
}

extension Problem {
  /// The problem that an error from the database, or from a body given to it, becomes.
  init(refusal error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as StorageError: self = error.problem
    case is CancellationError: self.init(.unavailable, "The request was given up before it was done.")
    default: self.init(.internal, "The database gave an unexpected answer.")
    }
  }
}
