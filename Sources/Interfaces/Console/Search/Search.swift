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
      guard !text.isEmpty else { return pages.search(text, [], call, messages) }
      let matters = try await pages.matters(with: text, call, messages)
      let others = [
        pages.areas(like: text, messages), try await pages.things(like: text, messages),
        try await pages.sensors(like: text, messages),
      ].filter { !$0.hits.isEmpty }
      // Where nothing but matters has the words, their list is what was looked for.
      if let matters, others.isEmpty { return .seeOther(matters.list) }
      return pages.search(text, (matters.map { [$0.group] } ?? []) + others, call, messages)
    }
  }
}

extension Pages {
  /// The most of one kind that are shown.
  private static let most = 20
  /// The most matters, whose list is one step away.
  private static let mostMatters = 5

  fileprivate func search(
    _ text: String, _ groups: [SearchContent.Group], _ call: Call, _ messages: Messages
  ) -> Answer {
    let none = EmptyState(emptyTitle: messages["searchNone"], emptyText: messages["searchHelp"])
    return page(
      "search", SearchContent(text: text, groups: groups, none: groups.isEmpty ? none : nil), title: messages["search"],
      for: call, isWork: true, twin: LocalAddress.twin("/api/v1/matters", [("text", text)]))
  }

  fileprivate func matter(numbered number: String, _ call: Call) async throws -> Identifier? {
    guard !number.isEmpty, let known = try await city.matters.matter(number: number, tenant: city.tenant),
      Matters.visibility(of: call.principal).allows(known.facts)
    else { return nil }
    return known.id
  }

  /// The newest of the matters that have these words, and the address of the list of them all; `nil` where there are none.
  fileprivate func matters(
    with text: String, _ call: Call, _ messages: Messages
  ) async throws -> (group: SearchContent.Group, list: String)? {
    var filter = MatterFilter()
    filter.states = .all
    filter.text = text
    var newest = filter.list(in: city, at: city.time.now())
    newest.order = .newest
    newest.limit = Self.mostMatters
    let found = try await city.matters.list(newest, for: call.principal).matters
    guard !found.isEmpty else { return nil }
    let names = MatterNames(self, messages)
    let hits = found.map { matter in
      let facts = [matter.number, messages.text(matter.state.name), names.place(matter.areas)].filter { !$0.isEmpty }
      return SearchContent.Hit(
        hitText: names.title(of: matter), hitNote: facts.joined(separator: " · "), hitAddress: "/matters/\(matter.id)")
    }
    let all = SearchContent.Hit(hitText: messages["searchMatters"], hitNote: text, hitAddress: filter.address())
    return (SearchContent.Group(groupTitle: messages["matters"], hits: hits + [all]), filter.address())
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
