// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import HTTP
import Lifeline
import Matters
import Packs
import Spatial
import Storage
import Telemetry
import Vocabulary

private struct SearchContent: Sendable {
  struct Hit: Sendable {
    var hitText: String
    var hitNote: String
    var hitAddress: String
  }

  struct Group: Sendable {
    var groupTitle: String
    var hits: [Hit]
  }

  var text: String
  var groups: [Group]
  var none: EmptyState?
}

extension Endpoint {
  /// Finds a matter by its number; sensors, parts of the city and what stands in it by their names.
  static func searchPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/search", operationId: "pageSearch", summary: "Find a matter, a sensor, a part of the city",
      access: .roles(Warnings.readers), parameters: [.query("q", .stringSchema(length: 0...100), "What is looked for.")]
    ) { call in
      let text = (call.string("q") ?? "").trimmed
      let messages = pages.messages(call.head)
      if let id = try await pages.matter(numbered: text, call) { return .seeOther("/matters/\(id)") }
      let groups =
        text.isEmpty
        ? []
        : [
          try await pages.matters(with: text, call, messages), pages.areas(like: text, messages),
          try await pages.things(like: text, messages), try await pages.sensors(like: text, messages),
        ]
      let found = groups.filter { !$0.hits.isEmpty }
      let none = EmptyState(emptyTitle: messages["searchNone"], emptyText: messages["searchHelp"])
      return pages.page(
        "search", SearchContent(text: text, groups: found, none: found.isEmpty ? none : nil), title: messages["search"],
        for: call, isWork: true, twin: LocalAddress.twin("/api/v1/matters", [("text", text)]))
    }
  }
}

extension Pages {
  /// The most of one kind that are shown.
  private static let most = 20

  fileprivate func matter(numbered number: String, _ call: Call) async throws -> Identifier? {
    guard !number.isEmpty, let known = try await city.matters.matter(number: number, tenant: city.tenant),
      Matters.visibility(of: call.principal).allows(known.facts)
    else { return nil }
    return known.id
  }

  /// Leads to the list of the matters that have these words, where there are any.
  fileprivate func matters(
    with text: String, _ call: Call, _ messages: Messages
  ) async throws -> SearchContent.Group {
    var filter = MatterFilter()
    filter.states = .all
    filter.text = text
    var list = filter.list(in: city, at: city.time.now())
    list.limit = 1
    let hasSome = try await !city.matters.list(list, for: call.principal).matters.isEmpty
    return SearchContent.Group(
      groupTitle: messages["matters"],
      hits: hasSome
        ? [SearchContent.Hit(hitText: messages["searchMatters"], hitNote: text, hitAddress: filter.address())] : [])
  }

  fileprivate func areas(like text: String, _ messages: Messages) -> SearchContent.Group {
    let wanted = text.lowercased()
    let all = city.pack.areas.areas.filter { area in
      area.code.lowercased().hasPrefix(wanted) || area.name.texts.values.contains { $0.lowercased().contains(wanted) }
    }
    // Cells bear the name of their community: they would hide what is wider.
    let wide = all.filter { $0.level != .cell }
    let found = (wide.isEmpty ? all : wide).prefix(Self.most)
    return SearchContent.Group(
      groupTitle: messages["centrePlaces"],
      hits: found.map { area in
        SearchContent.Hit(
          hitText: messages.text(area.name), hitNote: messages["centre.level.\(area.level.rawValue)"],
          hitAddress: "/centre?area=\(LocalAddress.encoded(area.code))")
      })
  }

  /// Bridges, pipes, parks: what stands in the city but its sensors, the name that begins with the text first.
  fileprivate func things(like text: String, _ messages: Messages) async throws -> SearchContent.Group {
    let wanted = text.lowercased()
    let escaped = wanted.map { ["%", "_", "!"].contains($0) ? "!\($0)" : "\($0)" }.joined()
    let entities = try await city.database.read { [city] transaction in
      try city.entities.list(
        where: "e.type <> 'Device' AND LOWER(e.content) LIKE ? ESCAPE '!'",
        arguments: [.text("%\"name\":{%\"value\":%\(escaped)%")], limit: 500, tenant: city.tenant, in: transaction)
    }
    func rank(_ asset: SensorView.Asset) -> Int? {
      asset.name.texts.values.compactMap { name -> Int? in
        let name = name.lowercased()
        guard name.contains(wanted) else { return nil }
        return name.hasPrefix(wanted) ? 0 : 1
      }.min()
    }
    let found = entities.map { SensorView.Asset($0) }
    let sorted = found.filter { rank($0) == 0 } + found.filter { rank($0) == 1 }
    return SearchContent.Group(
      groupTitle: messages["searchThings"],
      hits: sorted.prefix(Self.most).map { asset in
        SearchContent.Hit(
          hitText: messages.text(asset.name), hitNote: messages.kind(of: asset),
          hitAddress: "/sensors?entity=\(LocalAddress.encoded(asset.id))")
      })
  }

  fileprivate func sensors(like text: String, _ messages: Messages) async throws -> SearchContent.Group {
    var listing = SensorListing()
    listing.text = text
    listing.limit = Self.most
    let found = try await listing.lines(city).prefix(Self.most)
    return SearchContent.Group(
      groupTitle: messages["sensors"],
      hits: found.map { line in
        SearchContent.Hit(
          hitText: messages.text(line.series.name), hitNote: line.series.code,
          hitAddress: "/sensors/\(LocalAddress.encoded(line.series.code))")
      })
  }
}
