// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  static func matterTable(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/matters.csv", operationId: "pageMatterTable", summary: "The list of matters as a table",
      access: .signedIn, isHeavy: true
    ) { call in
      let export = try await MatterExport(pages, call, limit: settings.exportLimit)
      return Answer.stream(mediaType: "text/csv; charset=utf-8") { writer in
        // Spreadsheets know UTF-8 by its mark.
        try await writer.write("\u{FEFF}" + export.head)
        try await export.forEachPage { matters in
          try await writer.write(matters.map(export.line).joined())
        }
      }.attachment(named: "matters.csv")
    }
  }

  static func matterFeatures(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/matters.geojson", operationId: "pageMatterFeatures", summary: "The list of matters as GeoJSON",
      access: .signedIn, isHeavy: true
    ) { call in
      let export = try await MatterExport(pages, call, limit: settings.exportLimit)
      return Answer.stream(mediaType: "application/geo+json") { writer in
        try await writer.write(#"{"type":"FeatureCollection","features":["#)
        var isFirst = true
        try await export.forEachPage { matters in
          var text: [UInt8] = []
          for matter in matters {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            text += export.feature(matter)
          }
          try await writer.write(text)
        }
        try await writer.write("]}")
      }.attachment(named: "matters.geojson")
    }
  }
}

/// Exactly the matters of a filter, page by page, without who reported them.
struct MatterExport: Sendable {
  private static let pageSize = 500

  let city: City
  let principal: Principal
  let names: MatterNames
  let moments: Moments
  private let query: MatterQuery
  private let view: MatterView

  /// - Throws: `Problem` of code `invalid` where there are more than `limit`: a part that looks whole would mislead.
  init(_ pages: Pages, _ call: Call, limit: Int) async throws {
    city = pages.city
    principal = call.principal
    moments = pages.moments(call)
    names = MatterNames(pages, moments.messages)
    view = MatterView(principal)
    var query = MatterFilter(call).list(in: city, at: city.time.now())
    query.limit = Self.pageSize
    self.query = query
    guard try await city.matters.count(query, upTo: limit + 1, for: principal) <= limit else {
      throw Problem.invalid("query", names.messages.text("exportTooLong", ["limit": "\(limit)"]))
    }
  }

  func forEachPage(_ body: ([Matter]) async throws -> Void) async throws {
    var query = query
    repeat {
      let page = try await city.matters.list(query, for: principal)
      try await body(page.matters.map(view.shown))
      query.after = page.next
    } while query.after != nil
  }

  /// The names of the columns.
  var head: String {
    let keys = [
      "number", "what", "column.type", "state", "priority", "department", "column.area", "column.community",
      "column.address", "longitude", "latitude", "column.channel", "column.created", "due", "column.closed",
      "description", "result",
    ]
    return Self.line(keys.map { names.messages[$0] })
  }

  func line(_ matter: Matter) -> String {
    let messages = names.messages
    let due = matter.leadingClock?.dueAt
    // What people wrote comes through `safe`.
    var cells = [
      matter.number, Self.safe(names.title(of: matter)), names.type(of: matter), messages.text(matter.state.name),
      messages.text(matter.priority.name),
    ]
    cells.append(matter.department.map(names.department) ?? "")
    cells.append(names.place(matter.areas))
    cells.append(matter.areas.community.map(names.area) ?? "")
    cells.append(Self.safe(matter.address.map(messages.own) ?? ""))
    cells.append(matter.position.map { "\($0.longitude)" } ?? "")
    cells.append(matter.position.map { "\($0.latitude)" } ?? "")
    cells.append(names.channel(matter.channel))
    cells.append(moments.absolute(matter.createdAt))
    cells.append(due.map(moments.absolute) ?? "")
    cells.append(matter.closedAt.map(moments.absolute) ?? "")
    cells.append(Self.safe(messages.ownPart(of: matter.text, in: matter)))
    cells.append(Self.safe(matter.result.map(messages.own) ?? ""))
    return Self.line(cells)
  }

  /// A feature (RFC 7946 §3.2), its properties in the codes of the interface.
  func feature(_ matter: Matter) -> [UInt8] {
    var writer = JSONWriter(capacity: 512)
    writer.beginObject()
    writer.member("type", "Feature")
    writer.member("id", matter.id.description)
    writer.key("geometry")
    if let position = matter.position {
      writer.value(["type": "Point", "coordinates": position.json])
    } else {
      writer.null()
    }
    writer.key("properties")
    writer.beginObject()
    writer.member("number", matter.number)
    writer.member("type", matter.type)
    writer.member("title", names.title(of: matter))
    writer.member("state", matter.state.rawValue)
    writer.member("priority", matter.priority.rawValue)
    writer.member("department", matter.department)
    writer.member("district", matter.areas.district)
    writer.member("street", matter.areas.street)
    writer.member("address", matter.address.map(names.messages.own))
    writer.member("channel", matter.channel)
    writer.member("createdAt", matter.createdAt)
    writer.member("dueAt", matter.dueAt)
    writer.member("closedAt", matter.closedAt)
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  /// A line of comma-separated values (RFC 4180).
  static func line(_ cells: [String]) -> String {
    cells.map { cell in
      guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }) else { return cell }
      return "\"\(cell.replacing("\"", with: "\"\""))\""
    }.joined(separator: ",") + "\r\n"
  }

  /// What somebody wrote, so that no spreadsheet takes it for a formula.
  static func safe(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
    return "'" + text
  }
}
