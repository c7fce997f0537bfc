// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Lifeline
import Matters
import Packs
import Storage
import Telemetry
import Vocabulary

/// What events happened to, as people know it: a matter by its number, a sensor and an account by their names.
struct AuditThings: Sendable {
  private var named: [String: (text: String, address: String?)] = [:]

  init(_ events: [Event], _ pages: Pages, _ call: Call) async throws {
    let (city, messages) = (pages.city, pages.messages(call.head))
    let opensAccounts = pages.directory.opens("/administration/people/{id}", to: call.principal)
    let ids = { (kind: String) in Set(events.filter { $0.subjectKind == kind }.map(\.subject)) }
    let (matters, series, warnings) = (ids(Matter.subjectKind), ids("series"), ids(WarningEvent.subjectKind))
    let found = try await city.database.read { [city] transaction in
      let outlines = try city.matters.outlines(
        of: matters.compactMap { Identifier($0) }, tenant: city.tenant, in: transaction)
      let sensors = try series.compactMap { Identifier($0) }.compactMap {
        try city.telemetry.catalogue.series($0, tenant: city.tenant, in: transaction)
      }
      return (outlines, sensors)
    }
    for (id, outline) in found.0 { named[id.description] = (outline.number, "/matters/\(id)") }
    for sensor in found.1 {
      named[sensor.id.description] = (messages.text(sensor.name), "/sensors/\(LocalAddress.encoded(sensor.code))")
    }
    for event in events where warnings.contains(event.subject) {
      guard let warning = WarningEvent(event)?.warning else { continue }
      named[event.subject] = (
        "\(messages.text(warning.name)) · \(messages.text(warning.seriesName))",
        "/sensors/\(LocalAddress.encoded(warning.series))"
      )
    }
    for (id, name) in try await city.access.names(of: ids("account"), in: city.tenant) {
      named[id] = (name, opensAccounts ? "/administration/people/\(id)" : nil)
    }
  }

  func text(of event: Event) -> String { named[event.subject]?.text ?? String(event.subject.prefix(60)) }
  func address(of event: Event) -> String? { named[event.subject]?.address }
}
