// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Every page of people at work with every role: who may open what, written down by hand.
@Suite struct WorkPageAccessTests {
  /// As in the walk through the interface: `*` for everybody, `+` for whoever has signed in, else the first letters of roles.
  static let expected: [(String, String)] = [
    ("/matters", "+"), ("/matters.csv", "+"), ("/matters.geojson", "+"), ("/desk", "id"), ("/tasks", "h"),
    ("/tasks/worker.js", "*"), ("/statistics", "+"), ("/statistics.csv", "+"), ("/sensors/pipe-1", "idhvsam"),
  ]
  static let forms: [(String, String)] = [
    ("/matters/columns", "+"), ("/matters/filters", "+"), ("/matters/dispatch", "d"), ("/desk/0000000000001/go", "id"),
    ("/tasks/0000000000001/start", "h"), ("/sensors/pipe-1/notes", "dhsm"),
  ]
  static let letters: [Character: Role] = [
    "r": .reporter, "i": .intake, "d": .dispatcher, "h": .handler, "v": .verifier, "s": .supervisor, "a": .auditor,
    "m": .administrator,
  ]

  @Test func letsInWhomTheTableNames() async throws {
    try await TestTown.pages { town in
      var people: [Role: (cookie: String, csrf: String)] = [:]
      for role in Role.allCases { people[role] = try await town.person(role.rawValue, [Grant(role)]) }
      for (path, allowed) in Self.expected {
        let anonymous = try await town.page(path)
        #expect(
          allowed == "*" ? anonymous.status == 200 : anonymous.header("Location")?.hasPrefix("/sign-in") == true,
          "\(path)")
        for (role, person) in people {
          let isAllowed = "*+".contains(allowed) || allowed.contains { Self.letters[$0] == role }
          let status = try await town.page(path, cookie: person.cookie).status
          #expect(status == (isAllowed ? 200 : 403), "\(path) as \(role): \(status)")
        }
      }
      for (path, allowed) in Self.forms {
        #expect(try await town.form(path, []).status == 401, "\(path)")
        for (role, person) in people {
          let isAllowed = allowed == "+" || allowed.contains { Self.letters[$0] == role }
          let answer = try await town.form(path, [("csrf", person.csrf)], cookie: person.cookie)
          #expect((answer.status == 403) == !isAllowed && answer.status < 500, "\(path) as \(role): \(answer.status)")
          let forged = try await town.form(path, [("csrf", "guessed")], cookie: person.cookie)
          #expect(forged.status == 403, "\(path) as \(role) without its secret")
        }
      }
    }
  }

  /// A form whose session is over leads to where one signs in and goes on.
  @Test func aFormAfterTheSessionLeadsBack() async throws {
    try await TestTown.pages { town in
      let path = try await town.dispatchedMatter()
      let dead = try await town.form(
        "\(path)/note", [("csrf", "c"), ("text", "<b>half a note</b> 半句")], cookie: "gone",
        headers: ["Accept": "text/html", "Referer": "\(town.address)\(path)?done=accept"])
      #expect(dead.status == 303 && dead.header("Location") == "/sign-in?over=1&next=\(path)", "\(dead.status)")
      // Without scripts nothing else keeps what was typed: the page shows it until somebody has signed in.
      let typed = try #require(dead.cookie("citywide_typed"))
      #expect(!typed.isEmpty && !typed.contains("="))
      let shown = try await town.request(
        .GET, "/sign-in?over=1&next=\(path)",
        headers: ["Accept": "text/html", "Accept-Language": "en", "Cookie": "citywide_typed=\(typed)"])
      #expect(shown.text.contains("\n&lt;b&gt;half a note&lt;/b&gt; 半句</textarea>"), "\(shown.text)")
      #expect(!shown.text.contains(">\nc</textarea>") && shown.text.contains("copy it before you sign in"))
      #expect(shown.cookie("citywide_typed") == "", "it is shown once")
      #expect(shown.text.contains("name=\"typed\" value=\"\(typed)\""))
      let wrong = try await town.form(
        "/sign-in", [("name", "nobody"), ("password", "wrong"), ("next", path), ("typed", typed)],
        headers: ["Accept-Language": "en"])
      #expect(wrong.status == 401 && wrong.text.contains("half a note"), "\(wrong.status)")
      for broken in ["%", "AAAA", ""] {
        let page = try await town.request(
          .GET, "/sign-in?over=1", headers: ["Accept": "text/html", "Cookie": "citywide_typed=\(broken)"])
        #expect(page.status == 200 && !page.text.contains("</textarea>"))
      }
      // A form that came again with what was wrong stands where it was sent to, which is no page.
      for (from, to) in [
        ("/desk/0000000000001/return", "/desk"), ("/desk?at=0000000000001&done=go", "/desk%3Fat%3D0000000000001"),
        ("/nowhere", "/"),
      ] {
        let sent = try await town.form(
          "\(path)/note", [], cookie: "gone", headers: ["Accept": "text/html", "Referer": "\(town.address)\(from)"])
        #expect(sent.header("Location") == "/sign-in?over=1&next=\(to)")
      }
      // Signed in anew in another window: words for people, and the way back.
      let (cookie, _) = try await town.person("Ned", [Grant(.supervisor)])
      let old = try await town.form(
        "\(path)/note", [("text", "x"), ("csrf", "of-before")], cookie: cookie,
        headers: ["Accept": "text/html", "Referer": "\(town.address)\(path)?done=accept"])
      #expect(old.status == 403 && old.text.contains("older than this session") && !old.text.contains("X-CSRF-Token"))
      #expect(old.text.contains("href=\"\(path)"))
      let asked = try await town.page("/matters?state=all", cookie: "gone")
      #expect(asked.header("Location") == "/sign-in?next=/matters%3Fstate%3Dall")
      let page = try await town.page("/sign-in?over=1&next=\(path)")
      #expect(page.text.contains("what you typed is kept"))
    }
  }
}
