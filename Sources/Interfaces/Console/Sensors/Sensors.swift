// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import HTTP
import Lifeline
import Matters
import Packs
import Storage
import Telemetry
import Vocabulary

private struct SensorsContent: Sendable {
  struct Tab: Sendable {
    var tabName: String
    var tabCount: String
    var tabAddress: String
    var isCurrent: Bool
  }

  struct Line: Sendable {
    var code: String
    var address: String
    var name: String
    var stateWord: String
    var stateClass: String
    var latest: String
    var latestAt: Moment?
    var spark: Sparkline?
  }

  struct Fact: Sendable {
    var term: String
    var value: String
  }

  struct Thing: Sendable {
    var thingName: String
    var thingType: String
    var facts: [Fact]
    var mapAddress: String?
    var compareAddress: String?
  }

  var text: String
  var state: String?
  var entity: String?
  var tabs: [Tab]
  var lines: [Line]
  var hasLines: Bool
  var next: String?
  var thing: Thing?
  var none: EmptyState?
  var silentHelp: Help
  var implausibleHelp: Help
}

extension Endpoint {
  /// The sensors of the city, by how they are.
  static func sensorsPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/sensors", operationId: "pageSensors", summary: "The sensors", access: .roles(Warnings.readers),
      parameters: [
        .query("state", .stringSchema(length: 0...20), "Only those in this state."),
        .query("q", .stringSchema(length: 0...100), "A part of code or name."),
        .query("entity", .stringSchema(length: 0...1024), "Only those that watch this thing."),
        .query("after", .stringSchema(length: 0...256), "Where the page of the list begins."),
      ]
    ) { call in
      var listing = SensorListing()
      listing.state = call.string("state").flatMap(SensorState.init)
      listing.text = (call.string("q") ?? "").trimmed
      listing.entity = call.string("entity").flatMap { $0.isEmpty ? nil : $0 }
      listing.after = call.string("after") ?? ""
      let content = try await SensorsContent(listing, pages, call)
      if let entity = listing.entity, content.thing == nil, !content.hasLines {
        throw Problem(.notFound, "There is nothing \(entity) in the city.", "没有对象 \(entity)。")
      }
      let messages = pages.messages(call.head)
      return pages.page(
        "sensors", content, title: content.thing?.thingName ?? messages["sensors"], for: call, isWork: true,
        isWide: true,
        files: ["sensors.css"],
        twin: LocalAddress.twin("/api/v1/series", content.twinQuery))
    }
  }
}

extension SensorsContent {
  /// Series name the device that tells them; the page of a bridge shows those of the devices that watch it.
  fileprivate var twinQuery: [(String, String)] {
    guard let entity else { return [] }
    return hasLines ? lines.map { ("code", $0.code) } : [("entity", entity)]
  }

  fileprivate init(_ listing: SensorListing, _ pages: Pages, _ call: Call) async throws {
    let (city, messages, moments) = (pages.city, pages.messages(call.head), pages.moments(call))
    let counts = try await SensorCounts(city)
    let found = try await listing.lines(city)
    let shown = Array(found.prefix(listing.limit))
    let latest = try await city.telemetry.latest(of: shown.map(\.series.id), tenant: city.tenant)
    let numbers = shown.filter { $0.series.kind == .number }.map(\.series.id)
    let hourly = Dictionary(
      zip(numbers, try await SensorView.hourly(of: numbers, city, now: moments.now))
    ) { first, _ in first }
    text = listing.text
    state = listing.state?.rawValue
    entity = listing.entity
    tabs = Self.tabs(listing, counts, messages)
    lines = shown.map { line in
      let reading = latest[line.series.id]
      let values = (hourly[line.series.id] ?? []).compactMap { $0 }
      let name = messages.text(line.series.name)
      return Line(
        code: line.series.code, address: "/sensors/\(LocalAddress.encoded(line.series.code))", name: name,
        stateWord: messages["sensorState.\(line.state?.rawValue ?? "unknown")"],
        stateClass: line.state?.rawValue ?? "unknown",
        latest: reading.map { NumberText.text($0.value, unit: line.series.unit) } ?? "–",
        latestAt: reading.map { moments.past($0.at) },
        spark: Sparkline(
          values,
          label: messages.text(
            "centre.spark",
            [
              "name": name, "first": values.first.map { NumberText.text($0) } ?? "–",
              "last": values.last.map { NumberText.text($0) } ?? "–",
            ])))
    }
    hasLines = !lines.isEmpty
    next = found.count > listing.limit ? shown.last.map { Self.address(listing, after: $0.series.code) } : nil
    thing = try await Self.thing(listing.entity, shown.map(\.series.code), pages, call)
    none =
      hasLines
      ? nil
      : EmptyState(
        emptyTitle: messages[thing == nil ? "sensorsNone" : "sensorsNoneHere"],
        emptyText: messages[thing == nil ? "sensorsNoneText" : "sensorsNoneHereText"], emptyAddress: "/sensors",
        emptyAction: messages["sensorsAll"])
    silentHelp = Help("silent", messages)
    implausibleHelp = Help("implausible", messages)
  }

  private static func address(_ listing: SensorListing, state: SensorState? = nil, after: String = "") -> String {
    var parts: [String] = []
    if let state = state ?? (after.isEmpty ? nil : listing.state) { parts.append("state=\(state.rawValue)") }
    if !listing.text.isEmpty { parts.append("q=\(LocalAddress.encoded(listing.text))") }
    if let entity = listing.entity { parts.append("entity=\(LocalAddress.encoded(entity))") }
    if !after.isEmpty { parts.append("after=\(LocalAddress.encoded(after))") }
    return parts.isEmpty ? "/sensors" : "/sensors?" + parts.joined(separator: "&")
  }

  private static func tabs(_ listing: SensorListing, _ counts: SensorCounts, _ messages: Messages) -> [Tab] {
    [
      Tab(
        tabName: messages["sensorsAll"], tabCount: NumberText.count(counts.all), tabAddress: address(listing),
        isCurrent: listing.state == nil)
    ]
      + SensorState.allCases.reversed().map { state in
        Tab(
          tabName: messages["sensorState.\(state.rawValue)"], tabCount: NumberText.count(counts.states[state] ?? 0),
          tabAddress: address(listing, state: state), isCurrent: listing.state == state)
      }
  }

  private static func thing(
    _ id: String?, _ codes: [String], _ pages: Pages, _ call: Call
  ) async throws -> Thing? {
    guard let id else { return nil }
    let (city, messages) = (pages.city, pages.messages(call.head))
    let entity = try await city.database.read { [tenant = city.tenant] in
      try city.entities.find(id, tenant: tenant, in: $0)
    }
    guard let entity else { return nil }
    let asset = SensorView.Asset(entity)
    let facts = entity.attributes.sorted { $0.key < $1.key }.compactMap { name, attribute -> Fact? in
      guard name != "name" else { return nil }
      let value =
        switch attribute.value {
        case .string(let text): pages.city.matters.catalogue.departments[text].map(messages.text) ?? text
        case .integer, .number, .bool: attribute.value.text
        default: ""
        }
      return value.isEmpty ? nil : Fact(term: messages.term(name), value: value)
    }
    let box = entity.location?.boundingBox
    return Thing(
      thingName: messages.text(asset.name), thingType: messages.kind(of: asset), facts: facts,
      mapAddress: box.map { box in
        "/centre?box=\(box.west),\(box.south),\(box.east),\(box.north)"
      },
      compareAddress: codes.count > 1
        ? "/sensors/compare?"
          + codes.prefix(SensorsCompare.most).map { "code=\(LocalAddress.encoded($0))" }
          .joined(separator: "&") : nil)
  }
}

extension Messages {
  /// What sort of thing it is.
  func kind(of asset: SensorView.Asset) -> String { kind(ofType: asset.type) }

  /// What sort of things they are.
  func kind(ofType type: String) -> String {
    Self.table["entityType.\(type)"] == nil ? type : self["entityType.\(type)"]
  }

  /// The word for an attribute of an entity, else its name.
  func term(_ attribute: String) -> String {
    Self.table["attribute.\(attribute)"] == nil ? attribute : self["attribute.\(attribute)"]
  }
}
