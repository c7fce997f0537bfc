// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Crypto
import Foundation
import Storage
import TestSupport
import Testing
import Vocabulary

/// A stolen database or backup lets nobody in.
@Suite struct SecretTests {
  @Test(arguments: Engine.allCases)
  func areNowhereInTheDatabase(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let setUp = try #require(try await access.makeSetUpSecret(in: house.city))
    let chief = try await access.setUp(
      secret: setUp, name: "Chief", signInName: "chief", password: "the first password of all", address: "192.0.2.1",
      in: house.city)
    let second = try await access.signIn(
      name: "chief", password: "the first password of all", address: "192.0.2.1", in: house.city)
    try await access.changePassword(
      from: "the first password of all", to: "the second password of all", by: second.principal)
    _ = try? await house.signIn("chief", "a password that is not right")
    _ = try? await house.signIn("a-password-in-the-field-of-names", "x")
    let fang = try await house.person("fang", [Grant(.handler)])
    try await access.setPassword(of: fang.id, to: "a password set by the chief", by: chief.principal)
    let token = try await access.issueToken(NewToken(owner: second.principal.id, label: "t"), by: second.principal)
    _ = try await access.principal(forToken: token.secret, in: house.city)
    try await access.revokeToken(token.token.id, by: second.principal)
    _ = try await access.signIn(
      name: "chief", password: "the second password of all", address: "192.0.2.1", in: house.city)
    let secrets = [
      setUp, chief.session.token, chief.session.csrfToken, second.session.token, second.session.csrfToken,
      token.secret, String(token.secret.dropFirst(3)), "the first password of all", "the second password of all",
      "a password that is not right", "a-password-in-the-field-of-names", AccessHouse.password,
      "a password set by the chief",
    ]
    let content = try await Self.content(of: house.database)
    // The scan sees what is there: the hash of a token, the name of a person.
    #expect(content.range(of: Data(SHA256.hash(data: Data(token.secret.utf8)))) != nil)
    #expect(content.range(of: Data("chief".utf8)) != nil)
    for secret in secrets { #expect(content.range(of: Data(secret.utf8)) == nil, "\(secret) is in the database") }
    await house.close()
  }

  /// Every value of every table, and the bytes of the files where there are some.
  private static func content(of database: Database) async throws -> Data {
    var content = try await database.read { transaction in
      let query =
        switch transaction.dialect {
        case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'"
        case .postgresql: "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'"
        }
      var content = Data()
      for table in try transaction.rows(query).map({ $0[0] as String }) {
        try transaction.forEach("SELECT * FROM \(table)") { row in
          for value in row.values {
            switch value {
            case .text(let text): content += Data(text.utf8)
            case .blob(let bytes): content += Data(bytes)
            default: break
            }
            content.append(0)
          }
        }
      }
      return content
    }
    if case .sqlite(let path) = database.location {
      for suffix in ["", "-wal"] {
        content += (try? Data(contentsOf: URL(filePath: path + suffix))) ?? Data()
      }
    }
    return content
  }
}
