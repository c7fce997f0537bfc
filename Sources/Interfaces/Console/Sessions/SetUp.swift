// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Vocabulary

/// The first administrator, by the one-time link.
private struct SetUpContent: Sendable {
  var canSetUp = true
  var code: String
  var name = ""
  var signInName = ""
}

extension Endpoint {
  static func setUpPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/set-up", operationId: "pageSetUp", summary: "Make the first administrator", access: .public,
      parameters: [.query("code", .stringSchema(length: 0...100), isSecret: true, "The code of the one-time link.")]
    ) { call in
      let title = pages.messages(call.head)["setUp"]
      var content = SetUpContent(code: call.string("code") ?? "")
      do throws(Problem) {
        try await pages.city.access.checkSetUp(
          secret: content.code, address: call.head.clientAddress, in: pages.city.tenant)
        return pages.page("set-up", content, title: title, for: call)
      } catch {
        content.canSetUp = false
        return pages.page("set-up", content, title: title, for: call, problem: error)
      }
    }
  }

  static func setUpForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/set-up", operationId: "formSetUp", summary: "Make the first administrator", access: .public,
      requestBody: .form(limit: 1 << 14)
    ) { call in
      let form = call.form
      let messages = pages.messages(call.head)
      let content = SetUpContent(
        code: form["code"] ?? "", name: form["name"] ?? "", signInName: form["signInName"] ?? "")
      do {
        guard form["password"] == form["again"] else { throw Problem(.invalid, messages["passwordsDiffer"]) }
        let signedIn = try await pages.city.access.setUp(
          secret: content.code, name: content.name, signInName: content.signInName, password: form["password"] ?? "",
          address: call.head.clientAddress, in: pages.city.tenant)
        return Answer.seeOther("/").opening(signedIn.session, at: pages.city.time.now(), for: call.head)
      } catch let problem as Problem {
        return pages.page("set-up", content, title: messages["setUp"], for: call, address: "/", problem: problem)
      }
    }
  }
}
