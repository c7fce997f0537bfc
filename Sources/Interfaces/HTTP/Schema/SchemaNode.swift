// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A compiled schema or subschema.
indirect enum SchemaNode: Sendable {
  /// Fits every value.
  case anything
  /// Fits no value (the schema `false`).
  case nothing
  /// The named schema with that index.
  case reference(Int)
  case constrained(SchemaConstraints)
}

/// The types of JSON Schema, as a set.
struct SchemaTypes: OptionSet, Sendable {
  let rawValue: UInt8
  static let null = Self(rawValue: 1)
  static let boolean = Self(rawValue: 2)
  static let integer = Self(rawValue: 4)
  static let number = Self(rawValue: 8)
  static let string = Self(rawValue: 16)
  static let array = Self(rawValue: 32)
  static let object = Self(rawValue: 64)

  static let names: [(String, Self)] = [
    ("string", .string), ("integer", .integer), ("number", .number), ("boolean", .boolean), ("array", .array),
    ("object", .object), ("null", .null),
  ]

  /// `string or null`, with an article: `a string or null`.
  var description: String {
    let words = Self.names.filter { contains($0.1) }.map { Self.withArticle($0.0) }
    guard let last = words.last else { return "nothing" }
    return words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The same in 简体中文.
  var chinese: String {
    let words = Self.names.filter { contains($0.1) }.map { Self.chineseNames[$0.0] ?? $0.0 }
    return words.isEmpty ? "空" : words.joined(separator: "或")
  }

  private static let chineseNames = [
    "string": "字符串", "integer": "整数", "number": "数", "boolean": "布尔值", "array": "数组", "object": "对象",
    "null": "空值",
  ]

  static func withArticle(_ name: String) -> String {
    switch name {
    case "null": "null"
    case "array", "object", "integer": "an \(name)"
    default: "a \(name)"
    }
  }
}

/// The keywords of one schema object. A class, so that nodes are one pointer wide and copying one copies nothing.
final class SchemaConstraints: Sendable {
  let types: SchemaTypes?
  let values: Set<JSON>?
  /// The allowed values as text, in the order of the schema, for messages.
  let valueTexts: String
  let length: ClosedRange<Int>?
  let format: SchemaFormat?
  let minimum: SchemaBound?
  let maximum: SchemaBound?
  let items: SchemaNode?
  let count: ClosedRange<Int>?
  let hasUniqueItems: Bool
  let properties: [String: SchemaNode]
  let required: [String]
  /// For members that `properties` does not name.
  let additional: SchemaNode
  let memberCount: ClosedRange<Int>?
  let allOf: [SchemaNode]
  let anyOf: [SchemaNode]
  let oneOf: [SchemaNode]
  /// Whether any keyword looks into objects.
  let concernsObjects: Bool

  init(_ draft: SchemaDraft) {
    types = draft.types
    values = draft.values.map { Set($0.map(\.withWholeNumbers)) }
    valueTexts = (draft.values ?? []).map(\.text).joined(separator: ", ")
    length = draft.length
    format = draft.format
    minimum = draft.minimum
    maximum = draft.maximum
    items = draft.items
    count = draft.count
    hasUniqueItems = draft.hasUniqueItems
    properties = draft.properties
    required = draft.required
    additional = draft.additional
    memberCount = draft.memberCount
    allOf = draft.allOf
    anyOf = draft.anyOf
    oneOf = draft.oneOf
    let restrictsAdditional = if case .anything = draft.additional { false } else { true }
    concernsObjects =
      !draft.properties.isEmpty || !draft.required.isEmpty || restrictsAdditional || draft.memberCount != nil
  }
}

/// The keywords of a schema object while it is compiled.
struct SchemaDraft {
  var types: SchemaTypes?
  var values: [JSON]?
  var length: ClosedRange<Int>?
  var format: SchemaFormat?
  var minimum: SchemaBound?
  var maximum: SchemaBound?
  var items: SchemaNode?
  var count: ClosedRange<Int>?
  var hasUniqueItems = false
  var properties: [String: SchemaNode] = [:]
  var required: [String] = []
  var additional = SchemaNode.anything
  var memberCount: ClosedRange<Int>?
  var allOf: [SchemaNode] = []
  var anyOf: [SchemaNode] = []
  var oneOf: [SchemaNode] = []
}

/// One end of a range of numbers.
struct SchemaBound: Sendable {
  var value: Double
  var isExclusive: Bool
  /// As written in the schema.
  var text: String
}

extension JSON {
  /// The same with numbers like 1.0 as integers, since JSON Schema compares by value.
  var withWholeNumbers: JSON {
    switch self {
    case .number(let value): Int64(exactly: value).map { .integer($0) } ?? self
    case .array(let elements): .array(elements.map(\.withWholeNumbers))
    case .object(let members): .object(members.mapValues(\.withWholeNumbers))
    default: self
    }
  }
}
