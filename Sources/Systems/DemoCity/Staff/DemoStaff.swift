// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Packs
import Vocabulary

/// The people who work in the city, by what they do.
struct DemoStaff: Sendable {
  private(set) var collectors: [Principal] = []
  private(set) var intake: [Principal] = []
  private(set) var dispatchers: [Principal] = []
  private(set) var verifiers: [Principal] = []
  private(set) var supervisors: [Principal] = []
  private(set) var handlers: [String: [Principal]] = [:]
  private let seed: UInt64

  /// The sign-in names of the staff begin so; those of ready accounts and of people who were added later do not.
  private static let prefix = "staff."

  /// Makes the accounts of the staff, without passwords, and those that are ready for visitors.
  static func hire(_ size: DemoSize, seed: UInt64, in city: City) async throws {
    var random = RandomStream(seed: seed, "staff")
    let system = Principal.system(city.tenant)
    func hire(_ post: String, _ grant: Grant, _ count: Int) async throws {
      for number in 1...count {
        _ = try await city.access.createAccount(
          .person(
            name: PersonName.next(&random), signInName: "\(prefix)\(post).\(number)", password: nil, grants: [grant]),
          by: system)
      }
    }
    let count = size.staffPerDepartment
    try await hire("collector", Grant(.reporter), 3 * count)
    try await hire("intake", Grant(.intake), count)
    try await hire("dispatcher", Grant(.dispatcher), count)
    try await hire("verifier", Grant(.verifier), 2 * count)
    try await hire("supervisor", Grant(.supervisor), max(2, count / 2))
    for department in city.pack.departments {
      try await hire("handler.\(department.code)", Grant(.handler, department: department.code), count)
    }
    for account in ReadyAccount.all {
      _ = try await city.access.createAccount(
        .person(
          name: LocalizedText.pairedName(account.title.text(in: "en"), account.title.text(in: "zh-Hans")),
          signInName: account.signInName, password: account.password, grants: account.grants), by: system)
    }
  }

  /// Finds the staff again.
  static func find(in city: City, seed: UInt64) async throws -> DemoStaff {
    var accounts: [Account] = []
    var query = AccountQuery(kind: .person, limit: 1000)
    repeat {
      let page = try await city.access.accounts(query, by: .system(city.tenant))
      accounts += page.accounts.filter { $0.signInName?.hasPrefix(prefix) == true }
      query.after = page.next
    } while query.after != nil
    accounts.sort { $0.id < $1.id }
    var staff = DemoStaff(seed: seed)
    for account in accounts {
      let principal = Principal(
        id: account.id, kind: .person, tenant: city.tenant, name: account.name, grants: account.grants)
      guard let grant = account.grants.first else { continue }
      switch grant.role {
      case .reporter: staff.collectors.append(principal)
      case .intake: staff.intake.append(principal)
      case .dispatcher: staff.dispatchers.append(principal)
      case .verifier: staff.verifiers.append(principal)
      case .supervisor: staff.supervisors.append(principal)
      case .handler: staff.handlers[grant.department ?? "", default: []].append(principal)
      case .auditor, .administrator: break
      }
    }
    return staff
  }

  private init(seed: UInt64) { self.seed = seed }

  /// How long somebody takes compared with others: 0.6 to 1.5.
  func pace(of principal: Principal) -> Double {
    0.6 + 0.9 * Chance.unit(seed, Chance.number(of: principal.id), 99)
  }
}
