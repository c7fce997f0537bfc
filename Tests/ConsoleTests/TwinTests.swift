// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Console
import HTTP
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Every page says where the same is found as JSON, and it is found there.
@Suite struct TwinTests {
  /// Forms and nothing else; what pages load; files.
  private static let without: Set<String> = [
    "/sign-in", "/set-up", "/assets/{name...}", "/report/photo/{secret}", "/tasks/worker.js", "/matters.csv",
    "/matters.geojson", "/audit.csv", "/statistics.csv",
  ]

  @Test func leadToWorkingAddresses() async throws {
    try await TestTown.pages { town in
      let matter = try await town.dispatchedMatter()
      let (cookie, _) = try await town.person("Ann", Role.allCases.map { Grant($0) })
      func seen(_ path: String) async throws -> String { try await town.page(path, cookie: cookie).text }
      let number = try #require(try await seen(matter).firstMatch(of: /[0-9]{8}-[0-9]{6}/).map { String($0.output) })
      let followed = try await town.form("/reports/\(number)/follow", [], headers: ["Accept": "text/html"])
      let follow = try #require(followed.header("Location"))
      func first(_ pattern: Regex<(Substring, Substring)>, on path: String) async throws -> String {
        try #require(try await seen(path).firstMatch(of: pattern).map { String($0.output.1) }, "\(path)")
      }
      let decision = try await first(/href="(\/decisions\/[a-z0-9-]+)"/, on: "/decisions")
      let rule = try await first(/href="(\/rules\/[a-z0-9-]+)"/, on: "/rules")
      let paths: [String: [String]] = [
        "/": ["/"], "/centre": ["/centre", "/centre?area=01"], "/matters/{id}": [matter],
        "/matters": [
          "/matters?state=all", "/matters?text=a%20b&type=pothole&area=01&department=roads&due=week&order=newest",
        ],
        "/desk": ["/desk"], "/tasks": ["/tasks"], "/statistics": ["/statistics?by=type&period=all"],
        "/search": ["/search?q=hole", "/search"], "/sensors": ["/sensors", "/sensors?state=late"],
        "/sensors/{code}": ["/sensors/pipe-1"], "/sensors/compare": ["/sensors/compare?code=pipe-1&code=x"],
        "/decisions": ["/decisions"], "/decisions/{code}": [decision], "/decisions/{code}/edit": ["\(decision)/edit"],
        "/decisions/{code}/versions": ["\(decision)/versions"],
        "/decisions/{code}/versions/{version}": ["\(decision)/versions/1"],
        "/why/{event}": [try await first(/href="(\/why\/[0-9:]+)(?:\?[^"]*)?"/, on: matter)], "/rules": ["/rules"],
        "/rules/{code}": [rule], "/rules/{code}/versions": ["\(rule)/versions"],
        "/rules/{code}/versions/{version}": ["\(rule)/versions/1"],
        "/audit": ["/audit?thing=account&what=AccountCreated"], "/audit/{event}": ["/audit/0:1"],
        "/administration": ["/administration?role=handler&disabled=yes"],
        "/administration/people/{id}": [
          try await first(/href="(\/administration\/people\/[0-9A-Za-z]+)"/, on: "/administration")
        ],
        "/administration/definitions": ["/administration/definitions"],
        "/administration/jobs": ["/administration/jobs"],
        "/administration/settings": ["/administration/settings"], "/report": ["/report"],
        "/reports": ["/reports?place=High%20Street&type=pothole&state=all", "/reports"],
        "/reports/{number}": ["/reports/\(number)"], "/follow/{secret}": [follow],
      ]
      let pages = consoleEndpoints(town.city).filter { $0.method == .get }.map(\.path)
      #expect(Set(pages).subtracting(Self.without) == Set(paths.keys))
      for path in paths.values.flatMap(\.self).sorted() {
        let page = try await town.page(path, cookie: cookie)
        #expect(page.status == 200, "\(path): \(page.status)")
        let link = page.text.firstMatch(of: /<link rel="alternate" type="application\/json" href="([^"]+)">/)
        let twin = try #require(link.map { String($0.output.1).replacing("&amp;", with: "&") }, "\(path) has no twin")
        #expect(page.header("Link") == "<\(twin)>; rel=\"alternate\"; type=\"application/json\"")
        let answer = try await town.request(.GET, twin, headers: ["Cookie": "citywide_session=\(cookie)"])
        #expect(
          answer.status == 200 && answer.header("Content-Type") == "application/json",
          "\(path) → \(twin): \(answer.status) \(answer.text.prefix(200))")
      }
    }
  }
}
