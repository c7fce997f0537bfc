// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

/// Following reports without an account and without an address: a list with a secret, as JSON, JSON Feed and Atom.
extension Endpoint {
  static func followReport(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/public/reports/{number}/follow", operationId: "followPublicReport",
      summary: "Follow a report, your own or a neighbour's",
      description:
        "The answer shows the secret of the list. Whoever has it sees how far the reports on it have come; no other thing "
        + "is known of them. Citywide sends no mail: the list is a page, a JSON feed and an Atom feed.",
      tag: "Public", access: .public, parameters: [.reportNumber],
      requestBody: .json(
        .objectSchema(["secret": .stringSchema(length: 1...64, description: "Of a list that there is already.")]),
        limit: 1 << 12, isRequired: false),
      responses: [
        200: .json(
          "The report is on the list.",
          .objectSchema(
            ["secret": .textSchema, "page": .textSchema, "jsonFeed": .textSchema, "atomFeed": .textSchema],
            required: ["secret", "page", "jsonFeed", "atomFeed"]))
      ], problems: [.conflict], rateLimit: settings.publicReports
    ) { call in
      let secret = try await city.matters.follow(
        call.path("number"), secret: call.json["secret"]?.string, tenant: city.tenant)
      return .json([
        "secret": .string(secret), "page": .string("/follow/\(secret)"),
        "jsonFeed": .string("/api/v1/public/follows/\(secret)/feed.json"),
        "atomFeed": .string("/api/v1/public/follows/\(secret)/feed.atom"),
      ])
    }
  }

  static func unfollowReport(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .delete, "/api/v1/public/follows/{secret}/{number}", operationId: "unfollowPublicReport",
      summary: "Take a report off a list", tag: "Public", access: .public, parameters: [.followSecret, .reportNumber],
      responses: [204: ResponseSpecification("It is not on the list.")], rateLimit: settings.publicReports
    ) { call in
      try await city.matters.unfollow(call.path("number"), secret: call.path("secret"), tenant: city.tenant)
      return .noContent
    }
  }

  static func listFollowed(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/public/follows/{secret}", operationId: "listFollowedReports",
      summary: "The reports of a list, and how far they have come", tag: "Public", access: .public,
      parameters: [.followSecret],
      responses: [
        200: .json(
          "The last one put on it first.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("PublicProgress"))], required: ["items"]))
      ], rateLimit: settings.publicLookUps
    ) { call in
      let found = try await city.matters.followed(secret: call.path("secret"), tenant: city.tenant)
      return .json { writer in
        writer.beginObject()
        writer.key("items")
        writer.beginArray()
        for progress in found { progress.write(to: &writer) }
        writer.endArray()
        writer.endObject()
      }
    }
  }

  static func followFeed(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/public/follows/{secret}/feed.json", operationId: "getFollowedJSONFeed",
      summary: "What happened to the reports of a list, as JSON Feed 1.1", tag: "Public", access: .public,
      parameters: [.followSecret, .feedLanguage],
      responses: [
        200: ResponseSpecification("The newest first.", mediaType: "application/feed+json", schema: .anyObjectSchema)
      ], rateLimit: settings.publicLookUps
    ) { call in
      let feed = try await FollowFeed(city, call)
      return .bytes(feed.json.bytes, mediaType: "application/feed+json").with("Content-Language", feed.language)
    }
  }

  static func followAtom(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/public/follows/{secret}/feed.atom", operationId: "getFollowedAtomFeed",
      summary: "What happened to the reports of a list, as Atom (RFC 4287)", tag: "Public", access: .public,
      parameters: [.followSecret, .feedLanguage],
      responses: [
        200: ResponseSpecification("The newest first.", mediaType: "application/atom+xml", schema: .textSchema)
      ], rateLimit: settings.publicLookUps
    ) { call in
      let feed = try await FollowFeed(city, call)
      return .bytes(Array(feed.atom.utf8), mediaType: "application/atom+xml; charset=utf-8")
        .with("Content-Language", feed.language)
    }
  }
}

extension Parameter {
  static let followSecret = path("secret", .stringSchema(length: 1...64), isSecret: true, "The secret of the list.")
  static let feedLanguage = query("lang", .enumSchema(["en", "zh-Hans"]), "By default what Accept-Language asks for.")
}

/// What happened to some reports, the newest first.
private struct FollowFeed {
  struct Entry {
    var number: String
    var id: String
    var title: String
    var text: String
    var at: Instant
  }

  static let mostEntries = 100

  let language: String
  let title: String
  let origin: String
  let page: String
  let address: String
  let entries: [Entry]

  init(_ city: City, _ call: Call) async throws {
    let secret = call.path("secret")
    let language = call.string("lang") ?? call.head.language
    let found = try await city.matters.followed(secret: secret, tenant: city.tenant)
    self.language = language
    origin = call.head.origin
    page = "/follow/\(PercentCoding.encoded(secret))?lang=\(language)"
    address = call.head.path
    let name = city.pack.name.text(in: language)
    title = language == "en" ? "\(name): reports I follow" : "\(name)：关注的上报"
    entries = Array(
      found.flatMap { progress in
        progress.steps.enumerated().map { index, step in
          Entry(
            number: progress.number, id: "urn:citywide:\(city.tenant):report:\(progress.number):\(index)",
            title: "\(progress.typeName.text(in: language)) \(progress.number): \(step.state.name.text(in: language))",
            text: step.state.whatNext.text(in: language), at: step.at)
        }
      }.sorted { $0.at > $1.at }.prefix(Self.mostEntries))
  }

  private func link(_ entry: Entry) -> String { "\(origin)/reports/\(entry.number)?lang=\(language)" }

  /// https://www.jsonfeed.org/version/1.1/
  var json: JSON {
    [
      "version": "https://jsonfeed.org/version/1.1", "title": .string(title), "language": .string(language),
      "home_page_url": .string(origin + page), "feed_url": .string(origin + address),
      "items": .array(
        entries.map { entry in
          [
            "id": .string(entry.id), "url": .string(link(entry)), "title": .string(entry.title),
            "content_text": .string(entry.text), "date_published": .string(entry.at.description),
          ]
        }),
    ]
  }

  var atom: String {
    let updated = entries.first?.at.description ?? "1970-01-01T00:00:00Z"
    var lines = [
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"\(language)\">", "<title>\(escaped(title))</title>",
      "<id>\(escaped(origin + address))</id>", "<updated>\(updated)</updated>",
      "<author><name>\(escaped(title))</name></author>",
      "<link rel=\"self\" href=\"\(escaped(origin + address))\"/>", "<link href=\"\(escaped(origin + page))\"/>",
    ]
    for entry in entries {
      lines += [
        "<entry>", "<title>\(escaped(entry.title))</title>", "<id>\(escaped(entry.id))</id>",
        "<link href=\"\(escaped(link(entry)))\"/>", "<updated>\(entry.at)</updated>",
        "<summary>\(escaped(entry.text))</summary>", "</entry>",
      ]
    }
    return (lines + ["</feed>", ""]).joined(separator: "\n")
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
