// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Turns a schema as written into nodes.
struct SchemaCompiler {
  static let prefix = "#/components/schemas/"

  /// Keywords that tell readers something and check nothing.
  private static let annotations: Set<String> = [
    "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "discriminator",
    "externalDocs", "contentMediaType", "contentEncoding", "$comment",
  ]

  let names: [String: Int]
  let place: String

  func node(_ schema: JSON) throws(TableError) -> SchemaNode {
    switch schema {
    case .bool(true): return .anything
    case .bool(false): return .nothing
    case .object(let members): return try node(members)
    default: throw TableError("\(place): a schema is an object, true or false, not \(schema.kind)")
    }
  }

  private func node(_ members: [String: JSON]) throws(TableError) -> SchemaNode {
    var draft = SchemaDraft()
    var references: [SchemaNode] = []
    var isEmpty = true
    for (keyword, value) in members where !Self.annotations.contains(keyword) && !keyword.hasPrefix("x-") {
      if keyword == "$ref" {
        references.append(try reference(value))
        continue
      }
      isEmpty = false
      try apply(keyword, value, members, to: &draft)
    }
    if isEmpty {
      return references.first ?? .anything
    }
    draft.allOf += references
    if let types = draft.types, types.contains(.integer), !types.contains(.number) {
      // Whole numbers are kept in 64 bits throughout.
      draft.minimum = draft.minimum ?? SchemaBound(value: -0x1p63, isExclusive: false, text: "-9223372036854775808")
      draft.maximum = draft.maximum ?? SchemaBound(value: 0x1p63, isExclusive: true, text: "9223372036854775808")
    }
    return .constrained(SchemaConstraints(draft))
  }

  private func apply(
    _ keyword: String, _ value: JSON, _ members: [String: JSON], to draft: inout SchemaDraft
  ) throws(TableError) {
    switch keyword {
    case "type": draft.types = try types(value)
    case "enum": draft.values = try array(value, keyword)
    case "const": draft.values = [value]
    case "minLength", "maxLength": draft.length = try range("Length", members)
    case "minItems", "maxItems": draft.count = try range("Items", members)
    case "minProperties", "maxProperties": draft.memberCount = try range("Properties", members)
    case "minimum", "exclusiveMinimum": draft.minimum = try bound(value, isExclusive: keyword != "minimum")
    case "maximum", "exclusiveMaximum": draft.maximum = try bound(value, isExclusive: keyword != "maximum")
    case "format": draft.format = try format(value)
    case "pattern":
      // Regular expressions are not run: a pattern may only spell out a format that is checked by code.
      guard let name = members["format"]?.string, SchemaFormat(rawValue: name)?.pattern == value.string else {
        throw TableError("\(place): a pattern is allowed only beside the format that it belongs to")
      }
    case "items": draft.items = try inner("items").node(value)
    case "uniqueItems": draft.hasUniqueItems = value == .bool(true)
    case "properties":
      guard let properties = value.object else { throw TableError("\(place): properties is an object") }
      for (name, schema) in properties { draft.properties[name] = try inner("properties/\(name)").node(schema) }
    case "required": draft.required = try array(value, keyword).compactMap(\.string).sorted()
    case "additionalProperties": draft.additional = try inner(keyword).node(value)
    case "allOf": draft.allOf += try nodes(value, keyword)
    case "anyOf": draft.anyOf = try nodes(value, keyword)
    case "oneOf": draft.oneOf = try nodes(value, keyword)
    default: throw TableError("\(place): the keyword \(keyword) is not understood")
    }
  }

  private func inner(_ step: String) -> SchemaCompiler { SchemaCompiler(names: names, place: "\(place)/\(step)") }

  private func reference(_ value: JSON) throws(TableError) -> SchemaNode {
    guard let name = value.string?.dropPrefix(Self.prefix), let index = names[name] else {
      throw TableError("\(place): there is no schema \(value.text)")
    }
    return .reference(index)
  }

  private func types(_ value: JSON) throws(TableError) -> SchemaTypes {
    var types: SchemaTypes = []
    for name in value.array ?? [value] {
      guard let type = SchemaTypes.names.first(where: { $0.0 == name.string }) else {
        throw TableError("\(place): there is no type \(name.text)")
      }
      types.insert(type.1)
    }
    return types
  }

  private func format(_ value: JSON) throws(TableError) -> SchemaFormat? {
    guard let name = value.string else { throw TableError("\(place): format is a string") }
    if let format = SchemaFormat(rawValue: name) { return format }
    guard SchemaFormat.annotations.contains(name) else {
      throw TableError("\(place): the format \(name) is not understood")
    }
    return nil
  }

  private func bound(_ value: JSON, isExclusive: Bool) throws(TableError) -> SchemaBound {
    guard let number = value.double else { throw TableError("\(place): a bound is a number") }
    return SchemaBound(value: number, isExclusive: isExclusive, text: value.text)
  }

  private func range(_ what: String, _ members: [String: JSON]) throws(TableError) -> ClosedRange<Int> {
    let low = Int(members["min\(what)"]?.integer ?? 0)
    let high = members["max\(what)"]?.integer.map { Int($0) } ?? Int.max
    guard low >= 0, low <= high else { throw TableError("\(place): min\(what) is greater than max\(what)") }
    return low...high
  }

  private func array(_ value: JSON, _ keyword: String) throws(TableError) -> [JSON] {
    guard let elements = value.array else { throw TableError("\(place): \(keyword) is an array") }
    return elements
  }

  private func nodes(_ value: JSON, _ keyword: String) throws(TableError) -> [SchemaNode] {
    var nodes: [SchemaNode] = []
    for (index, schema) in try array(value, keyword).enumerated() {
      nodes.append(try inner("\(keyword)/\(index)").node(schema))
    }
    return nodes
  }
}
