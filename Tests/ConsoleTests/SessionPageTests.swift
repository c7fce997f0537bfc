// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Set-up, signing in and out, with a browser and no script.
@Suite struct SessionPageTests {
  @Test func makesTheFirstAdministrator() async throws {
    try await TestTown.pages { town in
      #expect(try await town.page("/").text.contains("no administrator yet"))
      let secret = try #require(try await town.city.access.makeSetUpSecret(in: town.city.tenant))
      let page = try await town.page("/set-up?code=\(secret)")
      #expect(page.status == 200 && page.text.contains("value=\"\(secret)\""))
      let fields = [("code", secret), ("name", "Ada <b>"), ("signInName", "ada")]
      let differ = try await town.form(
        "/set-up", fields + [("password", "long enough password"), ("again", "another")])
      #expect(differ.status == 422 && differ.text.contains("not the same"))
      #expect(differ.text.contains("Ada &lt;b&gt;") && !differ.text.contains("long enough"))
      let made = try await town.form(
        "/set-up", fields + [("password", "long enough password"), ("again", "long enough password")])
      #expect(made.status == 303 && made.header("Location") == "/")
      let home = try await town.page("/", cookie: made.cookie("citywide_session"))
      #expect(
        home.status == 200 && home.text.contains("Ada &lt;b&gt;") && home.text.contains("Administrator (whole city)"))
      let again = try await town.page("/set-up?code=\(secret)")
      #expect(again.status == 403 && again.text.contains("role=\"alert\"") && !again.text.contains("<form class"))
    }
  }

  @Test func signsInAndOut() async throws {
    try await TestTown.pages { town in
      let (cookie, csrf) = try await town.person("Ben", [Grant(.intake)])
      #expect(try await town.page("/", cookie: cookie).text.contains("Intake (whole city)"))
      let (citizen, _) = try await town.person("Rae", [Grant(.reporter)])
      let own = try await town.page("/", cookie: citizen)
      #expect(own.text.contains("<p class=\"soft\">Reporter</p>") && !own.text.lowercased().contains("whole city"))
      let wrong = try await town.form("/sign-in", [("name", "Ben"), ("password", "wrong"), ("next", "/report")])
      #expect(wrong.status == 401 && wrong.text.contains("Name or password is wrong"))
      #expect(wrong.text.contains("name=\"next\" value=\"/report\""))
      let evil = try await town.form(
        "/sign-in", [("name", "Ben"), ("password", "password of Ben"), ("next", "//evil.example/")])
      #expect(evil.header("Location") == "/")
      let foreign = try await town.form(
        "/sign-in", [("name", "Ben"), ("password", "password of Ben")], headers: ["Origin": "https://evil.example"])
      #expect(foreign.status == 403)

      _ = try await town.person("Sue", [Grant(.supervisor)])
      _ = try await town.person("Hal", [Grant(.handler)])
      _ = try await town.person("Vic", [Grant(.verifier)])
      for (name, start) in [
        ("Sue", "/centre"), ("Ben", "/desk"), ("Hal", "/tasks"), ("Vic", "/matters?state=handled&state=verifying"),
        ("Rae", "/"),
      ] {
        let begun = try await town.form(
          "/sign-in", [("name", name), ("password", "password of \(name)"), ("next", "")])
        #expect(begun.status == 303 && begun.header("Location") == start)
      }

      let led = try await town.page("/matters/0000000000001")
      #expect(led.status == 303 && led.header("Location") == "/sign-in?next=/matters/0000000000001")
      let forged = try await town.form("/sign-out", [], cookie: cookie)
      #expect(forged.status == 403)
      let out = try await town.form("/sign-out", [("csrf", csrf)], cookie: cookie)
      #expect(out.status == 303 && out.cookie("citywide_session") == "")
      #expect(try await town.page("/", cookie: cookie).text.contains("href=\"/sign-in\""))
    }
  }
}
