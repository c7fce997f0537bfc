// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import ArgumentParser
import Foundation
import Packs
import Storage
import Vocabulary

/// `citywide user`: the people of a city.
struct User: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage people and services: add, list, change, set up.",
    discussion: "Works beside a running server, which sees a change after at most five seconds.",
    subcommands: [Add.self, List.self, Change.self, Password.self, SetUp.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a person, who signs in with a password, or a service, which uses tokens.",
      discussion: "The password is read from standard input, one line, so that it is in no list of processes.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Flag(help: "A service instead of a person.") var service = false
    @Option(help: "The name that is shown; the sign-in name when empty.") var displayName: String = ""
    @Option(
      help: "Roles, separated by commas, each with bounds where wanted: handler@department:lamps@area:330101.")
    var roles: String = ""
    @Argument(help: "The name to sign in with.") var name: String

    func run() async throws {
      let grants = try GrantText.read(roles)
      try House.pack(city).checkBounds(of: grants)
      try await withAccess(city, existing: false) { access, tenant in
        let shown = displayName.isEmpty ? name : displayName
        let new =
          service
          ? NewAccount.service(name: shown, grants: grants)
          : NewAccount.person(name: shown, signInName: name, password: Password.read(), grants: grants)
        let account = try await access.createAccount(new, by: .system(tenant))
        print("\(account.id)\t\(account.name)\t\(GrantText.text(account.grants))")
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List people and services with their roles.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions

    func run() async throws {
      try await withAccess(city) { access, tenant in
        var query = AccountQuery(includesDisabled: true, limit: 1000)
        repeat {
          let page = try await access.accounts(query, by: .system(tenant))
          for account in page.accounts {
            let disabled = account.disabledAt == nil ? "" : "\tdisabled"
            print(
              "\(account.id)\t\(account.signInName ?? "-")\t\(account.name)\t\(GrantText.text(account.grants))\(disabled)"
            )
          }
          query.after = page.next
        } while query.after != nil
      }
    }
  }

  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Change roles, or disable or enable somebody.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Option(help: "The new roles, all of them; unchanged when left out.") var roles: String?
    @Flag(help: "End all sessions, and stop all tokens until it is let in again.") var disable = false
    @Flag(help: "Let a disabled account in again, with the tokens that were not revoked.") var enable = false
    @Argument(help: "The account's identifier or sign-in name.") var account: String

    func run() async throws {
      guard !(disable && enable) else { throw ValidationError("--disable or --enable, not both.") }
      let grants = try roles.map(GrantText.read)
      try House.pack(city).checkBounds(of: grants ?? [])
      try await withAccess(city) { access, tenant in
        let id = try await find(account, access, tenant)
        let change = AccountChange(grants: grants, isEnabled: disable ? false : enable ? true : nil)
        let changed = try await access.changeAccount(id, change, by: .system(tenant))
        let disabled = changed.disabledAt == nil ? "" : "\tdisabled"
        print("\(changed.id)\t\(changed.name)\t\(GrantText.text(changed.grants))\(disabled)")
      }
    }
  }

  struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set somebody's password, read from standard input, and end their sessions.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Argument(help: "The account's identifier or sign-in name.") var account: String

    func run() async throws {
      try await withAccess(city) { access, tenant in
        let id = try await find(account, access, tenant)
        try await access.setPassword(of: id, to: Self.read() ?? "", by: .system(tenant))
        print("The password of \(account) is changed.")
      }
    }

    /// One line of standard input; nothing is shown while it is typed.
    static func read() -> String? {
      let isTerminal = isatty(0) == 1
      var shown = termios()
      if isTerminal {
        FileHandle.standardError.write(Data("Password: ".utf8))
        tcgetattr(0, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSANOW, &hidden)
      }
      defer {
        if isTerminal {
          tcsetattr(0, TCSANOW, &shown)
          FileHandle.standardError.write(Data("\n".utf8))
        }
      }
      return readLine(strippingNewline: true)
    }
  }

  struct SetUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-up-link", abstract: "Make a new one-time link for the first administrator.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions

    func run() async throws {
      try await withAccess(city, existing: false) { access, tenant in
        guard let secret = try await access.makeSetUpSecret(in: tenant) else {
          throw CommandFailure(description: "There is an administrator already, who can add others.")
        }
        print("/set-up?code=\(secret)")
      }
    }
  }
}

/// Runs `body` with the accounts of the city.
/// - Parameter existing: whether there must be a city already; what adds the first account makes one.
func withAccess(
  _ options: CityOptions, existing: Bool = true, _ body: (Access, Tenant) async throws -> Void
) async throws {
  let pack = try House.pack(options)
  let database = try await House.openDatabase(
    options, existing: existing, tenant: existing ? nil : pack.tenant)
  do {
    try await body(try await House.access(database, pack: pack), pack.tenant)
    await database.close()
  } catch {
    await database.close()
    throw error
  }
}

/// An account by identifier or sign-in name.
func find(_ text: String, _ access: Access, _ tenant: Tenant) async throws -> String {
  var query = AccountQuery(includesDisabled: true, limit: 1000)
  repeat {
    let page = try await access.accounts(query, by: .system(tenant))
    if let account = page.accounts.first(where: { $0.id == text || $0.signInName == SignInName.normalised(text) }) {
      return account.id
    }
    query.after = page.next
  } while query.after != nil
  throw CommandFailure(description: "There is no account \"\(text)\"; citywide user list shows all.")
}
