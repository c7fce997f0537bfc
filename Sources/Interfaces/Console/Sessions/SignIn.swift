// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Vocabulary

private struct SignInContent: Sendable {
  var next: String
  var name = ""
}

extension Endpoint {
  static func signInPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/sign-in", operationId: "pageSignIn", summary: "Sign in", access: .optional,
      parameters: [.query("next", .stringSchema(length: 0...500), "Where to go on.")]
    ) { call in
      let next = LocalAddress.checked(call.string("next"))
      guard call.identity == nil else { return .seeOther(next) }
      return pages.page("sign-in", SignInContent(next: next), title: pages.messages(call.head)["signIn"], for: call)
    }
  }

  static func signInForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/sign-in", operationId: "formSignIn", summary: "Sign in", access: .optional,
      requestBody: .form(limit: 1 << 14)
    ) { call in
      let messages = pages.messages(call.head)
      let content = SignInContent(next: LocalAddress.checked(call.form["next"]), name: call.form["name"] ?? "")
      do throws(Problem) {
        let signedIn = try await pages.city.access.signIn(
          name: content.name, password: call.form["password"] ?? "", address: call.head.clientAddress,
          replacing: SessionCookie.token(of: call.head), in: pages.city.tenant)
        return Answer.seeOther(content.next).opening(signedIn.session, at: pages.city.time.now(), for: call.head)
      } catch {
        var problem = error
        if problem.code == .unauthenticated { problem.detail = messages["signInFailed"] }
        return pages.page("sign-in", content, title: messages["signIn"], for: call, problem: problem)
      }
    }
  }

  static func signOutForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/sign-out", operationId: "formSignOut", summary: "Sign out", access: .optional,
      requestBody: .form(limit: 1 << 12)
    ) { call in
      if let token = SessionCookie.token(of: call.head) {
        try await pages.city.access.signOut(session: token, in: pages.city.tenant)
      }
      return Answer.seeOther("/").closingSession(for: call.head)
    }
  }
}
