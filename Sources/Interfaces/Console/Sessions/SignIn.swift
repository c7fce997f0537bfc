// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Vocabulary

private struct SignInContent: Sendable {
  /// An account that everybody may use.
  struct Ready: Sendable {
    var title: String
    var name: String
    var password: String
  }

  var next: String
  /// Said to whoever was in the middle of something.
  var isOver = false
  /// What they had typed, for where no scripts keep it.
  var typed: [String] = []
  var hasTyped = false
  /// The same as the form carries it, so that a wrong password does not lose it.
  var carried: String?
  var name = ""
  var ready: [Ready] = []
  /// Computed properties are not seen by templates.
  var hasReady: Bool

  init(next: String, name: String = "", _ settings: ConsoleSettings, _ messages: Messages) {
    self.next = next
    self.name = name
    ready = settings.readyAccounts.map {
      Ready(title: messages.text($0.title), name: $0.name, password: $0.password)
    }
    hasReady = !ready.isEmpty
  }

  /// - Parameter carried: as `TypedCookie` writes it.
  mutating func show(_ carried: String?) {
    typed = TypedCookie.words(in: carried)
    hasTyped = !typed.isEmpty
    self.carried = hasTyped ? carried : nil
  }
}

extension Endpoint {
  static func signInPage(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/sign-in", operationId: "pageSignIn", summary: "Sign in", access: .optional,
      parameters: [
        .query("next", .stringSchema(length: 0...500), "Where to go on."),
        .query("over", .stringSchema(length: 0...5), "Whether a session ended in the middle of something."),
      ]
    ) { call in
      let asked = call.string("next").flatMap { $0.isEmpty ? nil : LocalAddress.checked($0) }
      guard call.identity == nil else { return .seeOther(asked ?? pages.start(of: call.principal)) }
      let messages = pages.messages(call.head)
      // Left open where nothing was asked for: where somebody begins depends on who it is.
      var content = SignInContent(next: asked ?? "", settings, messages)
      content.isOver = call.string("over") == "1"
      if content.isOver { content.show(call.head.cookie(TypedCookie.name)) }
      let page = pages.page("sign-in", content, title: messages["signIn"], for: call)
      return TypedCookie.forget(with: page, for: call.head)
    }
  }

  static func signInForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/sign-in", operationId: "formSignIn", summary: "Sign in", access: .optional,
      requestBody: .form(limit: 1 << 14)
    ) { call in
      let messages = pages.messages(call.head)
      var content = SignInContent(
        next: call.form["next"] == "" ? "" : LocalAddress.checked(call.form["next"]), name: call.form["name"] ?? "",
        settings, messages)
      content.show(call.form["typed"])
      content.isOver = content.hasTyped
      do throws(Problem) {
        let signedIn = try await pages.city.access.signIn(
          name: content.name, password: call.form["password"] ?? "", address: call.head.clientAddress,
          replacing: SessionCookie.token(of: call.head), in: pages.city.tenant)
        let next = content.next.isEmpty ? pages.start(of: signedIn.principal) : content.next
        return Answer.seeOther(next).opening(signedIn.session, at: pages.city.time.now(), for: call.head)
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
