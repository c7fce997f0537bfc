// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Set-up, sessions, accounts and tokens over HTTP.
@Suite struct AccountTests {
  private static func signIn(_ town: TestTown, _ name: String, _ password: String) async throws -> TownAnswer {
    try await town.request(
      .POST, "/api/v1/session", body: ["name": .string(name), "password": .string(password)])
  }

  @Test func setsUpOnce() async throws {
    try await TestTown.api { town in
      let secret = try #require(try await town.city.access.makeSetUpSecret(in: town.city.tenant))
      let body: JSON = [
        "code": .string(secret), "name": "Ada", "signInName": "ada", "password": "correct horse battery",
      ]
      let weak = try await town.request(
        .POST, "/api/v1/set-up",
        body: ["code": .string(secret), "name": "Ada", "signInName": "ada", "password": "short"])
      #expect(weak.status == 422)
      let made = try await town.request(.POST, "/api/v1/set-up", body: body)
      #expect(made.status == 201 && made.json["grants"] == [["role": "administrator"]])
      #expect(made.cookie("citywide_session")?.isEmpty == false)
      #expect(try await town.request(.POST, "/api/v1/set-up", body: body).status == 403)
    }
  }

  @Test func keepsASessionInACookie() async throws {
    try await TestTown.api { town in
      let secret = try #require(try await town.city.access.makeSetUpSecret(in: town.city.tenant))
      _ = try await town.city.access.setUp(
        secret: secret, name: "Ada", signInName: "ada", password: "correct horse battery", address: "127.0.0.1",
        in: town.city.tenant)
      #expect(try await Self.signIn(town, "ada", "wrong password").status == 401)
      let signedIn = try await Self.signIn(town, "ADA", "correct horse battery")
      #expect(signedIn.status == 201, "\(signedIn.text)")
      let cookie = signedIn.header("Set-Cookie") ?? ""
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
      let session = ["Cookie": "citywide_session=\(signedIn.cookie("citywide_session") ?? "")"]
      let me = try await town.request(.GET, "/api/v1/me", headers: session)
      #expect(me.json["name"] == "Ada" && me.json["csrfToken"] == signedIn.json["csrfToken"])
      #expect(me.json["city"]?["code"] == "town")

      let body: JSON = ["kind": "service", "name": "Gateway"]
      let forged = try await town.request(.POST, "/api/v1/accounts", body: body, headers: session)
      #expect(forged.status == 403 && forged.text.contains("X-CSRF-Token"))
      let csrf = session.merging(["X-CSRF-Token": signedIn.json["csrfToken"]?.string ?? ""]) { $1 }
      let elsewhere = try await town.request(
        .POST, "/api/v1/accounts", body: body, headers: csrf.merging(["Origin": "https://evil.example"]) { $1 })
      #expect(elsewhere.status == 403)
      #expect(try await town.request(.POST, "/api/v1/accounts", body: body, headers: csrf).status == 201)

      let changed = try await town.request(
        .PUT, "/api/v1/me/password", body: ["current": "correct horse battery", "new": "another horse battery"],
        headers: csrf)
      #expect(changed.status == 204, "\(changed.text)")
      #expect(try await town.request(.DELETE, "/api/v1/session", headers: csrf).status == 204)
      #expect(try await town.request(.GET, "/api/v1/me", headers: session).status == 401)
    }
  }

  @Test func managesAccountsAndTokens() async throws {
    try await TestTown.api { town in
      let administrator = try await town.token(.administrator)
      let before = try await town.heads()
      let made = try await town.request(
        .POST, "/api/v1/accounts", token: administrator,
        body: [
          "kind": "person", "name": "Ben", "signInName": "ben", "password": "long enough password",
          "grants": [["role": "handler", "department": "roads"]],
        ])
      #expect(made.status == 201 && made.header("ETag") == "\"1\"" && !made.text.contains("long enough"))
      let path = made.header("Location") ?? ""
      let taken = try await town.request(
        .POST, "/api/v1/accounts", token: administrator, body: ["kind": "person", "name": "B", "signInName": "Ben"])
      #expect(taken.status == 409)
      let nameless = try await town.request(
        .POST, "/api/v1/accounts", token: administrator, body: ["kind": "person", "name": "B"])
      #expect(nameless.status == 422)
      let ben = try await Self.signIn(town, "ben", "long enough password")
      let session = [
        "Cookie": "citywide_session=\(ben.cookie("citywide_session") ?? "")",
        "X-CSRF-Token": ben.json["csrfToken"]?.string ?? "",
      ]
      let wide = try await town.request(
        .POST, "/api/v1/tokens", body: ["label": "wide", "grants": [["role": "administrator"]]], headers: session)
      #expect(wide.status == 422)
      let issued = try await town.request(.POST, "/api/v1/tokens", body: ["label": "phone"], headers: session)
      #expect(issued.status == 201)
      let token = issued.json["secret"]?.string ?? ""
      #expect(try await town.request(.GET, "/api/v1/me", token: token).json["name"] == "Ben")
      let listed = try await town.request(.GET, "/api/v1/tokens", token: token)
      #expect(listed.json["items"]?.array?.count == 1 && !listed.text.contains(token))

      let changed = try await town.request(
        .PATCH, path, token: administrator, body: ["name": "Benjamin"], headers: ["If-Match": "\"1\""])
      #expect(changed.status == 200 && changed.json["revision"] == 2)
      let late = try await town.request(
        .PATCH, path, token: administrator, body: ["name": "B"], headers: ["If-Match": "\"1\""])
      #expect(late.status == 412)
      let id = issued.json["token"]?["id"]?.string ?? ""
      #expect(try await town.request(.DELETE, "/api/v1/tokens/\(id)", headers: session).status == 204)
      #expect(try await town.request(.GET, "/api/v1/me", token: token).status == 401)
      _ = try await town.request(.PATCH, path, token: administrator, body: ["enabled": false])
      #expect(try await town.request(.GET, "/api/v1/me", headers: session).status == 401)
      let list = try await town.request(.GET, "/api/v1/accounts?role=handler&disabled=true", token: administrator)
      #expect(list.json["items"]?.array?.compactMap { $0["name"]?.string } == ["Benjamin"])
      #expect(
        try await town.events(after: before) == [
          "AccountCreated", "SignedIn", "TokenIssued", "AccountRenamed", "TokenRevoked", "AccountDisabled",
        ])
    }
  }
}
