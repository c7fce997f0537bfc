// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
public import Vocabulary

extension Entity {
  /// `{"id", "type", "attributes", "relationships", "location", "department", "areas", "createdAt", "modifiedAt",
  /// "revision"}`; what is empty is left out.
  public var json: JSON {
    var members: [String: JSON] = [
      "id": .string(id), "type": .string(type), "createdAt": .string(createdAt.description),
      "modifiedAt": .string(modifiedAt.description), "revision": .integer(revision),
    ]
    if !attributes.isEmpty { members["attributes"] = .object(attributes.mapValues(\.json)) }
    if !relationships.isEmpty { members["relationships"] = .object(relationships.mapValues(\.json)) }
    members["location"] = location?.json
    members["department"] = department.map(JSON.string)
    if !areas.isEmpty { members["areas"] = .array(areas.codes.map(JSON.string)) }
    return .object(members)
  }
}

extension Attribute {
  /// `{"value", "observedAt", "unitCode", "metadata"}`; what is empty is left out.
  public var json: JSON {
    var members: [String: JSON] = ["value": value]
    members["observedAt"] = observedAt.map { .string($0.description) }
    members["unitCode"] = unitCode.map(JSON.string)
    if !metadata.isEmpty { members["metadata"] = .object(metadata) }
    return .object(members)
  }

  init?(json: JSON, at pointer: String, _ reader: inout JSONReader) {
    guard
      let members = reader.object(json, at: pointer, known: ["value", "observedAt", "unitCode", "metadata"])
    else { return nil }
    guard let value = members["value"], !value.isNull else {
      reader.report(pointer.pointing(to: "value"), "an attribute has a value that is not null")
      return nil
    }
    self.init(
      value, observedAt: reader.instant(members, "observedAt", at: pointer),
      unitCode: reader.string(members, "unitCode", at: pointer),
      metadata: members["metadata"].flatMap { reader.anyObject($0, at: pointer.pointing(to: "metadata")) } ?? [:])
  }
}

extension Relationship {
  /// `{"targets", "observedAt", "metadata"}`; what is empty is left out.
  public var json: JSON {
    var members: [String: JSON] = ["targets": .array(targets.map(JSON.string))]
    members["observedAt"] = observedAt.map { .string($0.description) }
    if !metadata.isEmpty { members["metadata"] = .object(metadata) }
    return .object(members)
  }

  init?(json: JSON, at pointer: String, _ reader: inout JSONReader) {
    guard let members = reader.object(json, at: pointer, known: ["targets", "observedAt", "metadata"]) else {
      return nil
    }
    self.init(
      targets: reader.strings(members, "targets", at: pointer),
      observedAt: reader.instant(members, "observedAt", at: pointer),
      metadata: members["metadata"].flatMap { reader.anyObject($0, at: pointer.pointing(to: "metadata")) } ?? [:])
  }
}

extension NewEntity {
  /// Reads `{"id", "type", "attributes": {name: {"value" …}}, "relationships": {name: {"targets" …}}, "location"}`.
  ///
  /// - Parameter pointer: JSON Pointer to `json`, for messages.
  /// - Throws: `Problem` of code `invalid` with every fault by its pointer.
  public init(json: JSON, at pointer: String = "") throws(Problem) {
    var reader = JSONReader()
    let keys = ["id", "type", "attributes", "relationships", "location"]
    guard let members = reader.object(json, at: pointer, known: keys) else { throw reader.problem() }
    self.init(
      id: reader.string(members, "id", at: pointer, required: true) ?? "",
      type: reader.string(members, "type", at: pointer, required: true) ?? "",
      attributes: reader.named(members, "attributes", at: pointer) { Attribute(json: $0, at: $1, &$2) },
      relationships: reader.named(members, "relationships", at: pointer) { Relationship(json: $0, at: $1, &$2) },
      location: members["location"].flatMap { reader.geometry($0, at: pointer.pointing(to: "location")) })
    try reader.finish()
    try check(at: pointer)
  }
}

extension EntityPatch {
  /// Reads `{"attributes", "relationships", "location"}` as `NewEntity` does; `null` in the place of a part removes it.
  ///
  /// - Throws: `Problem` of code `invalid` with every fault by its pointer.
  public init(json: JSON, at pointer: String = "") throws(Problem) {
    var reader = JSONReader()
    let keys = ["attributes", "relationships", "location"]
    guard let members = reader.object(json, at: pointer, known: keys) else { throw reader.problem() }
    self.init(
      attributes: reader.named(members, "attributes", at: pointer) { json, place, reader in
        json.isNull ? .remove : Attribute(json: json, at: place, &reader).map { .set($0) }
      },
      relationships: reader.named(members, "relationships", at: pointer) { json, place, reader in
        json.isNull ? .remove : Relationship(json: json, at: place, &reader).map { .set($0) }
      },
      location: members["location"].flatMap { json in
        json.isNull ? .remove : reader.geometry(json, at: pointer.pointing(to: "location")).map { .set($0) }
      })
    try reader.finish()
  }

  /// The same shape, with `null` for what is removed.
  public var json: JSON {
    func written<Content>(_ change: Change<Content>, _ content: (Content) -> JSON) -> JSON {
      switch change {
      case .set(let new): content(new)
      case .remove: .null
      }
    }
    var members: [String: JSON] = [:]
    if !attributes.isEmpty { members["attributes"] = .object(attributes.mapValues { written($0, \.json) }) }
    if !relationships.isEmpty { members["relationships"] = .object(relationships.mapValues { written($0, \.json) }) }
    if let location { members["location"] = written(location, \.json) }
    return .object(members)
  }
}

extension Attribute {
  /// As it reads back after it was written.
  var normalized: Attribute {
    Attribute(
      value.normalized, observedAt: observedAt, unitCode: unitCode, metadata: metadata.mapValues(\.normalized))
  }
}

extension Relationship {
  var normalized: Relationship {
    Relationship(targets: targets, observedAt: observedAt, metadata: metadata.mapValues(\.normalized))
  }
}

extension JSON {
  /// Whole numbers as integers, which is how their text reads: 5.0 and 5 are the same value.
  fileprivate var normalized: JSON {
    switch self {
    case .number(let value):
      if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { .integer(whole) } else { self }
    case .array(let elements): .array(elements.map(\.normalized))
    case .object(let members): .object(members.mapValues(\.normalized))
    case .null, .bool, .integer, .string: self
    }
  }
}

extension JSONReader {
  /// What was gathered, as one problem.
  fileprivate mutating func problem() -> Problem {
    do throws(Problem) { try finish() } catch { return error }
    return Problem(.invalid, "the JSON value is not of the expected shape", "JSON 值的结构不符合要求")
  }

  fileprivate mutating func instant(_ members: [String: JSON], _ key: String, at pointer: String) -> Instant? {
    guard let text = string(members, key, at: pointer) else { return nil }
    if let instant = Instant(text) { return instant }
    report(
      pointer.pointing(to: key), "\"\(text.prefix(40))\" is no RFC 3339 time such as 2026-11-24T08:30:00Z",
      chinese: "“\(text.prefix(40))”不是 RFC 3339 时间，例如 2026-11-24T08:30:00Z")
    return nil
  }

  fileprivate mutating func geometry(_ json: JSON, at pointer: String) -> Geometry? {
    do throws(Problem) { return try Geometry(json: json, at: pointer) } catch {
      for fault in error.errors { report(fault.pointer, fault.detail, fault.details) }
      return nil
    }
  }

  /// An object of parts by name.
  fileprivate mutating func named<Part>(
    _ members: [String: JSON], _ key: String, at pointer: String, part: (JSON, String, inout JSONReader) -> Part?
  ) -> [String: Part] {
    let place = pointer.pointing(to: key)
    guard let json = members[key], let parts = anyObject(json, at: place) else { return [:] }
    var read: [String: Part] = [:]
    for (name, json) in parts.sorted(by: { $0.key < $1.key }) {
      read[name] = part(json, place.pointing(to: name), &self)
    }
    return read
  }
}
