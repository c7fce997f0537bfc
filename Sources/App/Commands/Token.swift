// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import ArgumentParser
import Vocabulary

/// `citywide token`: API tokens.
struct Token: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage API tokens: issue, list, revoke.",
    discussion: "Works beside a running server, which sees a change after at most five seconds.",
    subcommands: [Issue.self, List.self, Revoke.self])

  struct Issue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Issue a token and print it, this once.",
      discussion: "A token can do no more than its owner, however its roles read.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Option(help: "What it is for.") var label: String = "command line"
    @Option(help: "Narrower roles than the owner's, as in citywide user add.") var roles: String?
    @Option(help: "Days until it expires.") var days: Int = 365
    @Argument(help: "The owner's identifier or sign-in name.") var account: String

    func validate() throws {
      guard (1...3650).contains(days) else { throw ValidationError("--days is 1 to 3650, not \(days).") }
    }

    func run() async throws {
      let grants = try roles.map(GrantText.read)
      let expires = SystemTime().now() + .seconds(Int64(days) * 86_400)
      try await withAccess(city) { access, tenant in
        let owner = try await find(account, access, tenant)
        let issued = try await access.issueToken(
          NewToken(owner: owner, label: label, grants: grants, expiresAt: expires), by: .system(tenant))
        print(issued.secret)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List an account's tokens, without their secrets.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Argument(help: "The owner's identifier or sign-in name.") var account: String

    func run() async throws {
      try await withAccess(city) { access, tenant in
        let owner = try await find(account, access, tenant)
        var after: Identifier?
        repeat {
          let page = try await access.tokens(of: owner, after: after, limit: 100, by: .system(tenant))
          for token in page.tokens {
            let state = token.revokedAt.map { "revoked \($0)" } ?? "until \(token.expiresAt?.description ?? "revoked")"
            print("\(token.id)\t\(token.label)\t\(GrantText.text(token.grants))\t\(state)")
          }
          after = page.next
        } while after != nil
      }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop a token at once.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Argument(help: "The token's identifier, from citywide token list.") var token: String

    func run() async throws {
      guard let id = Identifier(token) else { throw ValidationError("\"\(token)\" is no token's identifier.") }
      try await withAccess(city) { access, tenant in
        try await access.revokeToken(id, by: .system(tenant))
        print("Token \(id) is revoked.")
      }
    }
  }
}
