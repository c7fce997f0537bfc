// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
public import Vocabulary

extension Matter {
  /// The whole matter as canonical JSON: what a snapshot keeps, and what replaying must give byte by byte.
  public var json: [UInt8] {
    var writer = JSONWriter(capacity: 2560)
    write(to: &writer)
    return writer.bytes
  }

  /// Writes the matter as one JSON object, its members sorted.
  /// - Parameters:
  ///   - personal: whether names and contacts of reporters are shown.
  ///   - actions: what the reader may do now; left out when `nil`.
  public func write(to writer: inout JSONWriter, personal: Bool = true, actions: [MatterAction]? = nil) {
    writer.beginObject()
    if !absorbed.isEmpty { writer.list("absorbed", absorbed) { $0.string($1.description) } }
    if let actions { writer.list("actions", actions) { $0.string($1.rawValue) } }
    writer.member("address", address)
    writer.key("areas")
    areas.write(to: &writer)
    if !attributes.isEmpty {
      writer.key("attributes")
      writer.value(.object(attributes))
    }
    if bounces > 0 { writer.member("bounces", bounces) }
    writer.list("branches", branches) { $1.write(to: &$0) }
    writer.member("channel", channel)
    writer.list("clocks", clocks) { $1.write(to: &$0) }
    writer.member("closedAt", closedAt)
    writer.member("correlation", correlation)
    writer.member("createdAt", createdAt)
    writer.member("department", department)
    writer.member("dueAt", dueAt)
    if !evidence.isEmpty { writer.list("evidence", evidence) { $1.write(to: &$0) } }
    writer.member("externalId", externalID)
    if !formerHandlers.isEmpty { writer.list("formerHandlers", formerHandlers) { $0.string($1) } }
    writer.member("id", id)
    if let limits {
      writer.key("limits")
      limits.write(to: &writer)
    }
    writer.member("mergedInto", mergedInto)
    if !notes.isEmpty { writer.list("notes", notes) { $1.write(to: &$0) } }
    writer.member("number", number)
    writer.member("owner", owner)
    if let position {
      writer.key("position")
      writer.beginArray()
      writer.number(position.longitude)
      writer.number(position.latitude)
      if let altitude = position.altitude { writer.number(altitude) }
      writer.endArray()
    }
    writer.member("priority", priority.rawValue)
    if let rating {
      writer.key("rating")
      rating.write(to: &writer)
    }
    if reopenings > 0 { writer.member("reopenings", reopenings) }
    if personal, !reporters.isEmpty { writer.list("reporters", reporters) { $1.write(to: &$0) } }
    writer.member("result", result)
    writer.member("revision", revision)
    if reworks > 0 { writer.member("reworks", reworks) }
    writer.member("state", state.rawValue)
    writer.member("stateBefore", stateBefore?.rawValue)
    writer.member("text", text)
    writer.member("title", title)
    if personal { writer.member("trackingHash", trackingHash) }
    writer.member("type", type)
    writer.member("typeVersion", typeVersion)
    writer.member("updatedAt", updatedAt)
    writer.endObject()
  }

  /// Reads what `json` wrote; `nil` for anything else.
  public init?(json: JSON) {
    guard let id = json["id"]?.string.flatMap({ Identifier($0) }), let number = json["number"]?.string,
      let type = json["type"]?.string, let typeVersion = json["typeVersion"]?.integer,
      let state = json["state"]?.string.flatMap(MatterState.init(rawValue:)),
      let priority = json["priority"]?.string.flatMap(MatterPriority.init(rawValue:)),
      let createdAt = json["createdAt"]?.instant, let updatedAt = json["updatedAt"]?.instant,
      let revision = json["revision"]?.integer
    else { return nil }
    self.init(
      id: id, number: number, type: type, typeVersion: Int(typeVersion), title: json["title"]?.string ?? "",
      text: json["text"]?.string ?? "", state: state,
      stateBefore: json["stateBefore"]?.string.flatMap(MatterState.init(rawValue:)), priority: priority,
      channel: json["channel"]?.string ?? "", position: json["position"].flatMap { try? Position(json: $0) },
      address: json["address"]?.string, areas: AreaPath(json: json["areas"]), owner: json["owner"]?.string,
      reporters: json.list("reporters", Reporter.init(json:)), externalID: json["externalId"]?.string,
      correlation: json["correlation"]?.string, trackingHash: json["trackingHash"]?.string,
      attributes: json["attributes"]?.object ?? [:], branches: json.list("branches", Branch.init(json:)),
      limits: json["limits"].flatMap(TimeLimits.init(json:)), clocks: json.list("clocks", MatterClock.init(json:)),
      evidence: json.list("evidence", Evidence.init(json:)),
      notes: json.list("notes", Note.init(json:)), result: json["result"]?.string,
      formerHandlers: json.list("formerHandlers") { $0.string },
      mergedInto: json["mergedInto"]?.string.flatMap { Identifier($0) },
      absorbed: json.list("absorbed") { $0.string.flatMap { Identifier($0) } },
      rating: json["rating"].flatMap(Rating.init(json:)), bounces: Int(json["bounces"]?.integer ?? 0),
      reworks: Int(json["reworks"]?.integer ?? 0), reopenings: Int(json["reopenings"]?.integer ?? 0),
      createdAt: createdAt, updatedAt: updatedAt, closedAt: json["closedAt"]?.instant, revision: revision)
  }
}

extension JSONWriter {
  mutating func list<Element>(
    _ name: StaticString, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements { body(&self, element) }
    endArray()
  }
}

extension JSON {
  var instant: Instant? { string.flatMap { Instant($0) } }

  func list<Element>(_ name: String, _ element: (JSON) -> Element?) -> [Element] {
    self[name]?.array?.compactMap(element) ?? []
  }
}

extension AreaPath {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("cell", cell)
    writer.member("community", community)
    writer.member("district", district)
    writer.member("street", street)
    writer.endObject()
  }

  init(json: JSON?) {
    self.init(
      district: json?["district"]?.string, street: json?["street"]?.string, community: json?["community"]?.string,
      cell: json?["cell"]?.string)
  }
}
