// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import Access
import Console
import Foundation
import HTTP
import Packs
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Tiles
import Vocabulary

extension TestTown {
  /// Serves the pages of a town, and the interface from which they load files.
  static func pages<Result: Sendable>(
    _ engine: Engine = .sqlite, settings given: ConsoleSettings = ConsoleSettings(),
    _ body: (TestTown) async throws -> Result
  ) async throws -> Result {
    var settings = given
    settings.publicReports = RateLimit(perSecond: 1000, burst: 1000)
    settings.publicLookUps = RateLimit(perSecond: 1000, burst: 1000)
    return try await with(
      engine, migrations: consoleMigrations, schemas: apiSchemas,
      endpoints: { apiEndpoints($0) + consoleEndpoints($0, settings: settings) + Tiles($0).endpoints },
      problemPage: { consoleProblemPage($0) }, body)
  }

  /// A person who has signed in: the cookie of the session, and the token that forms carry.
  func person(
    _ name: String, _ grants: [Grant], password: String? = nil
  ) async throws -> (cookie: String, csrf: String) {
    let password = password ?? "password of \(name)"
    _ = try await city.access.createAccount(
      .person(name: name, signInName: name.lowercased(), password: password, grants: grants), by: .system(city.tenant))
    let answer = try await form("/sign-in", [("name", name), ("password", password), ("next", "/")])
    #expect(answer.status == 303 && answer.header("Location") == "/")
    let cookie = try #require(answer.cookie("citywide_session"))
    return (cookie, Access.csrfToken(forSession: cookie))
  }

  /// A page as a browser asks for it.
  func page(_ path: String, cookie: String? = nil, language: String = "en") async throws -> TownAnswer {
    var headers = ["Accept": "text/html", "Accept-Language": language]
    if let cookie { headers["Cookie"] = "citywide_session=\(cookie)" }
    return try await request(.GET, path, headers: headers)
  }

  /// A reported pothole that was accepted, so that the duty list sent it to a department.
  /// - Returns: the address of its page.
  @discardableResult
  func dispatchedMatter() async throws -> String {
    _ = try await multipart("/report", [("type", "pothole"), ("text", "deep")], file: nil)
    let intake = try await person("Ina", [Grant(.intake)])
    let home = try await page("/", cookie: intake.cookie)
    let path = try #require(home.text.firstMatch(of: /href="(\/matters\/[0-9A-Z]+)"/).map { String($0.output.1) })
    let hidden = Self.hidden(try await page(path, cookie: intake.cookie).text, form: "\(path)/accept")
    let accepted = try await form("\(path)/accept", hidden, cookie: intake.cookie)
    #expect(accepted.status == 303, "\(accepted.text)")
    return path
  }

  /// The fields that are hidden in the form that is sent to that address.
  static func hidden(_ html: String, form action: String) -> [(String, String)] {
    guard let start = html.range(of: "action=\"\(action)\""), let end = html[start.upperBound...].range(of: "</form>")
    else { return [] }
    return html[start.upperBound..<end.lowerBound].matches(
      of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/
    ).map { (String($0.output.1), String($0.output.2)) }
  }
}
