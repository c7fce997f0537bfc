// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

/// The reports that somebody follows, by a secret address.
private struct FollowContent: Sendable {
  struct Line: Sendable {
    var number: String
    var typeName: String
    var state: String
    var next: String
    var since: Moment
  }

  var secret: String
  var lines: [Line]
  var atom: String
  var json: String
}

/// The cookie in which a browser keeps the secret of its list, so that what is followed next comes on the same list.
private enum FollowCookie {
  static let name = "citywide_follow"

  static func header(_ secret: String, _ head: RequestHead) -> String {
    let secure = head.isSecure ? "; Secure" : ""
    return "\(name)=\(secret); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax\(secure)"
  }
}

extension Endpoint {
  static func followForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/reports/{number}/follow", operationId: "formFollow", summary: "Follow a report", access: .optional,
      parameters: [.path("number", .stringSchema(length: 1...60), "The report's number.")],
      requestBody: .form(limit: 1 << 14), rateLimit: settings.publicReports
    ) { call in
      let known = call.head.cookie(FollowCookie.name).flatMap { $0.isEmpty ? nil : $0 }
      let secret = try await pages.city.matters.follow(call.path("number"), secret: known, tenant: pages.city.tenant)
      return Answer.seeOther("/follow/\(LocalAddress.encoded(secret))")
        .with("Set-Cookie", FollowCookie.header(secret, call.head))
    }
  }

  static func followPage(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/follow/{secret}", operationId: "pageFollow", summary: "The reports that are followed", access: .optional,
      parameters: [.path("secret", .stringSchema(length: 1...64), isSecret: true, "The secret of the list.")],
      rateLimit: settings.publicLookUps
    ) { call in
      let secret = call.path("secret")
      let (messages, moments) = (pages.messages(call.head), pages.moments(call))
      let found = try await pages.city.matters.followed(secret: secret, tenant: pages.city.tenant)
      let feed = "/api/v1/public/follows/\(LocalAddress.encoded(secret))/feed"
      let content = FollowContent(
        secret: secret,
        lines: found.map { progress in
          FollowContent.Line(
            number: progress.number, typeName: messages.text(progress.typeName),
            state: messages.text(progress.state.name), next: messages.text(progress.state.whatNext),
            since: moments.past(progress.since))
        }, atom: "\(feed).atom?lang=\(messages.language.tag)", json: "\(feed).json?lang=\(messages.language.tag)")
      return pages.page("follow", content, title: messages["followed"], for: call, files: ["public.css"])
    }
  }

  static func unfollowForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/follow/{secret}/stop", operationId: "formUnfollow", summary: "Follow a report no more",
      access: .optional,
      parameters: [.path("secret", .stringSchema(length: 1...64), isSecret: true, "The secret of the list.")],
      requestBody: .form(limit: 1 << 14), rateLimit: settings.publicReports
    ) { call in
      let secret = call.path("secret")
      try await pages.city.matters.unfollow(
        call.form["number"] ?? "", secret: secret, tenant: pages.city.tenant)
      let isEmpty = (try? await pages.city.matters.followed(secret: secret, tenant: pages.city.tenant)) == nil
      return .seeOther(isEmpty ? "/" : "/follow/\(LocalAddress.encoded(secret))")
    }
  }
}
