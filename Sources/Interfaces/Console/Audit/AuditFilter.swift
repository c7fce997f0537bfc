// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Matters
import Packs
import Vocabulary

/// The form of filters over the journal, as it was filled in, and the search that it asks for.
struct AuditFilter: Sendable {
  var who = ""
  var what = ""
  var subjectKind = ""
  var matter = ""
  var from = ""
  var to = ""

  static let parameters: [Parameter] = [
    .query("who", .stringSchema(length: 0...200), "A name, or a name to sign in with."),
    .query("what", .stringSchema(length: 0...100), "A kind of event."),
    .query("thing", .stringSchema(length: 0...100), "A sort of thing."),
    .query("matter", .stringSchema(length: 0...60), "The number of a matter."),
    .query("from", .stringSchema(length: 0...30), "From this local time."),
    .query("to", .stringSchema(length: 0...30), "Until this local time."),
  ]

  init(_ call: Call) {
    who = (call.string("who") ?? "").trimmed
    what = (call.string("what") ?? "").trimmed
    subjectKind = (call.string("thing") ?? "").trimmed
    matter = (call.string("matter") ?? "").trimmed
    from = (call.string("from") ?? "").trimmed
    to = (call.string("to") ?? "").trimmed
  }

  /// The filter as a query, for the next page and the export.
  var query: String {
    [("who", who), ("what", what), ("thing", subjectKind), ("matter", matter), ("from", from), ("to", to)]
      .filter { !$0.1.isEmpty }.map { "\($0.0)=\(LocalAddress.encoded($0.1))" }.joined(separator: "&")
  }

  /// - Returns: `nil` where nobody and nothing of these names is known: nothing fits.
  /// - Throws: `Problem` of code `invalid` for a time that is none.
  func search(_ pages: Pages, _ call: Call) async throws -> JournalSearch? {
    let city = pages.city
    var search = JournalSearch(limit: 50)
    if !who.isEmpty {
      search.actors = try await actors(city, call.principal)
      if search.actors.isEmpty { return nil }
    }
    if !what.isEmpty { search.kinds = [what] }
    if !subjectKind.isEmpty { search.subjectKind = subjectKind }
    if !matter.isEmpty {
      guard let found = try await city.matters.matter(number: matter, tenant: city.tenant) else { return nil }
      search.subject = found.id.description
      search.subjectKind = Matter.subjectKind
    }
    let moments = pages.moments(call)
    search.from = try instant(from, moments)
    search.to = try instant(to, moments)
    return search
  }

  /// Identifiers of accounts with that name, a part of it, or that name to sign in with.
  private func actors(_ city: City, _ principal: Principal) async throws -> [String] {
    if ["system", "anonymous"].contains(who) { return [who] }
    var query = AccountQuery(includesDisabled: true, limit: 1000)
    var found: [String] = []
    let wanted = who.lowercased()
    repeat {
      let page = try await city.access.accounts(query, by: principal)
      found += page.accounts.filter { account in
        account.id == who || account.signInName?.lowercased() == wanted || account.name.lowercased().contains(wanted)
      }.map(\.id)
      query.after = page.next
    } while query.after != nil && found.count < 50
    return Array(found.prefix(50))
  }

  private func instant(_ text: String, _ moments: Moments) throws(Problem) -> Instant? {
    guard !text.isEmpty else { return nil }
    guard let instant = moments.instant(local: text) else { throw Problem(.invalid, moments.messages["timeWrong"]) }
    return instant
  }
}
