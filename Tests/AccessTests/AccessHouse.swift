// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Storage
import TestSupport
import Vocabulary

/// A database with the tables of Access, a clock that stands still, and cheap password hashes.
///
/// Areas lie in each other by their codes: `A.1` and `A.1.2` lie in `A`.
struct AccessHouse {
  static let password = "correct horse battery staple"
  let database: Database
  let time = FrozenTime()
  let access: Access
  let city = Tenant("city")
  var system: Principal { .system(city) }

  init(_ engine: Engine, _ change: (inout AccessSettings) -> Void = { _ in }) async throws {
    database = try await TestDatabase.make(engine, migrations: journalingMigrations + accessMigrations)
    access = Self.access(database, time, change)
  }

  /// Another process on the same database.
  func neighbour(_ change: (inout AccessSettings) -> Void = { _ in }) -> Access { Self.access(database, time, change) }

  private static func access(
    _ database: Database, _ time: FrozenTime, _ change: (inout AccessSettings) -> Void
  ) -> Access {
    var settings = AccessSettings()
    settings.scrypt = ScryptParameters(logN: 4, r: 8, p: 1)
    change(&settings)
    return Access(
      database: database, journal: Journal(), time: time, settings: settings,
      isInside: { inner, outer, _ in isInside(inner, outer) })
  }

  static func isInside(_ inner: String, _ outer: String) -> Bool { inner == outer || inner.hasPrefix(outer + ".") }

  func person(
    _ signInName: String, _ grants: [Grant] = [], password: String? = Self.password, by principal: Principal? = nil
  ) async throws -> Account {
    try await access.createAccount(
      .person(name: "Name of \(signInName)", signInName: signInName, password: password, grants: grants),
      by: principal ?? system)
  }

  func signIn(
    _ name: String, _ password: String = Self.password, address: String = "192.0.2.1", replacing: String? = nil
  ) async throws -> SignedIn {
    try await access.signIn(name: name, password: password, address: address, replacing: replacing, in: city)
  }

  /// The principal of an account with all its grants, as a session gives it.
  func principal(_ account: Account) -> Principal {
    Principal(id: account.id, kind: account.kind, tenant: city, name: account.name, grants: account.grants)
  }

  func close() async { await database.close() }

  /// The kinds of all events of a subject, oldest first.
  func events(of subject: String, kind: String = "account") async throws -> [String] {
    try await database.read { [city] in
      try Journal().history(of: subject, kind: kind, tenant: city, in: $0).map(\.kind)
    }
  }
}

/// The code of the problem that `body` throws; `nil` when it throws none.
func problem(_ body: () async throws -> Void) async throws -> Problem.Code? {
  do {
    try await body()
    return nil
  } catch let problem as Problem { return problem.code }
}
