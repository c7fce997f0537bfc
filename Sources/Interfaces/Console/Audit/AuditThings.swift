// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import HTTP
import Journaling
import Lifeline
import Matters
import Operations
import Packs
import Storage
import Telemetry
import Vocabulary

/// Who did something or what it was done to, as people know it.
struct AuditName: Sendable {
  var text: String
  /// Its page, where there is one that the reader may open.
  var address: String?
  /// By what machines know it, where that is something else.
  var code: String?
}

/// Who acted in events and what they happened to, by names in the reader's language: a matter by what it is about, a
/// thing of the city, a sensor and an account by their names.
struct AuditThings: Sendable {
  private let messages: Messages
  private let city: LocalizedText
  private let opens: @Sendable (String) -> Bool
  private var named: [String: AuditName] = [:]
  private var accounts: [String: String] = [:]

  init(_ events: [Event], _ pages: Pages, _ call: Call) async throws {
    let city = pages.city
    messages = pages.messages(call.head)
    self.city = city.pack.name
    opens = { [principal = call.principal] in pages.directory.opens($0, to: principal) }
    let ids = { (kind: String) in Set(events.filter { $0.subjectKind == kind }.map(\.subject)) }
    accounts = try await pages.names(
      of: ids("account").union(events.map(\.actor)).union(events.compactMap(Self.owner)), messages)
    let (matters, series, entities) = (ids(Matter.subjectKind), ids("series"), ids("entity"))
    let found = try await city.database.read { [city] transaction in
      let outlines = try city.matters.outlines(
        of: matters.compactMap { Identifier($0) }, tenant: city.tenant, in: transaction)
      let sensors = try series.compactMap { Identifier($0) }.compactMap {
        try city.telemetry.catalogue.series($0, tenant: city.tenant, in: transaction)
      }
      let things = try entities.compactMap { try city.entities.find($0, tenant: city.tenant, in: transaction) }
      return (outlines, sensors, things)
    }
    let names = MatterNames(pages, messages)
    for (id, outline) in found.0 {
      named[id.description] = AuditName(
        text: names.type(outline.type), address: "/matters/\(id)", code: outline.number)
    }
    for sensor in found.1 { named[sensor.id.description] = self.sensor(sensor.name, code: sensor.code) }
    for entity in found.2 { named[entity.id] = self.entity(entity) }
    for event in events where named[event.subject] == nil { named[event.subject] = name(of: event, city.pack) }
  }

  /// What the event happened to.
  func thing(of event: Event) -> AuditName {
    named[event.subject] ?? AuditName(text: String(event.subject.prefix(60)))
  }

  /// Who did it.
  func actor(of event: Event) -> AuditName {
    switch event.actor {
    case "system": AuditName(text: messages["theCity"])
    case "anonymous": AuditName(text: messages["anonymous"])
    default: account(event.actor)
    }
  }

  private func account(_ id: String) -> AuditName {
    guard let name = accounts[id] else { return AuditName(text: id) }
    return AuditName(text: name, address: opens("/administration/people/{id}") ? "/administration/people/\(id)" : nil)
  }

  private func sensor(_ name: LocalizedText, code: String) -> AuditName {
    AuditName(
      text: messages.text(name), address: opens("/sensors/{code}") ? "/sensors/\(LocalAddress.encoded(code))" : nil,
      code: code)
  }

  private func entity(_ entity: Entity) -> AuditName {
    let asset = SensorView.Asset(entity)
    return AuditName(
      text: entity.attributes["name"] == nil ? messages.kind(of: asset) : messages.text(asset.name),
      address: opens("/sensors") ? "/sensors?entity=\(LocalAddress.encoded(entity.id))" : nil, code: entity.id)
  }

  /// The name of what is not looked up, or is there no longer.
  private func name(of event: Event, _ pack: Pack) -> AuditName? {
    switch event.subjectKind {
    case "account": accounts[event.subject].map { _ in account(event.subject) }
    case "token": token(event)
    case "definition": definition(event.subject, pack)
    case "entity": gone(event)
    case "tenant", CityModes.subjectKind: AuditName(text: messages.text(city))
    case "journal": AuditName(text: messages["thing.journal"])
    case WarningEvent.subjectKind: warning(event)
    default: nil
    }
  }

  private func warning(_ event: Event) -> AuditName? {
    guard let warning = WarningEvent(event)?.warning else { return nil }
    var name = sensor(warning.seriesName, code: warning.series)
    name.text = "\(messages.text(warning.name)) · \(name.text)"
    return name
  }

  /// Whose token it is.
  private static func owner(_ event: Event) -> String? {
    event.subjectKind == "token" ? event.detail("owner")?.string : nil
  }

  private func token(_ event: Event) -> AuditName? {
    guard let owner = Self.owner(event) else { return nil }
    var name = account(owner)
    let label = event.detail("label")?.string ?? messages["thing.token"]
    name.text = "\(label) · \(name.text)"
    name.code = event.subject
    return name
  }

  /// A thing that is no longer in the city: of it there is only what sort of thing it was.
  private func gone(_ event: Event) -> AuditName? {
    event.detail("type")?.string.map { AuditName(text: messages.kind(ofType: $0), code: event.subject) }
  }

  /// - Parameter name: `matter-type/pothole`.
  private func definition(_ name: String, _ pack: Pack) -> AuditName? {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    let kind =
      Messages.table["definition.\(parts[0])"] == nil ? parts[0] : messages["definition.\(parts[0])"]
    let own = pack.definitions.first { $0.name == name }.map { messages.ownName(of: $0) } ?? ""
    let page: (pattern: String, address: String) =
      switch Definition.Kind(rawValue: parts[0]) {
      case .decision: ("/decisions/{code}", VersionedKind.decisions.page(parts[1]))
      case .thresholdRule: ("/rules/{code}", VersionedKind.rules.page(parts[1]))
      default: ("/administration/definitions", "/administration/definitions")
      }
    return AuditName(
      text: own.isEmpty ? kind : "\(kind) · \(own)", address: opens(page.pattern) ? page.address : nil, code: name)
  }
}

extension Event {
  /// A member of what was journalled.
  fileprivate func detail(_ name: String) -> JSON? { (try? JSON(parsing: payload))?[name] }
}
