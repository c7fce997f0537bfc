// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import TestSupport
import Testing
import Vocabulary

@Suite struct SchemaTests {
  private static func errors(_ schema: JSON, _ value: JSON, components: [String: JSON] = [:]) throws -> [String] {
    let library = try SchemaLibrary(components: components)
    return try library.compile(schema).errors(in: value).map { "\($0.pointer) \($0.detail)" }.sorted()
  }

  @Test func saysTheSameInChinese() throws {
    let library = try SchemaLibrary(components: [:])
    for (schema, value, _) in Self.cases {
      for error in try library.compile(schema).errors(in: value) {
        let chinese = error.detail(in: "zh-Hans")
        #expect(chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(error.detail): \(chinese)")
      }
    }
    let schema = try library.compile(["required": ["a"], "properties": ["b": ["type": ["integer", "null"]]]])
    let problem = try #require(throws: Problem.self) { try schema.check(["b": "x"]) }
    #expect(problem.detail(in: "zh-Hans") == "/a：缺少该项；/b：须为整数或空值，而不是字符串")
    #expect(problem.detail == "/a: is missing; /b: must be an integer or null, not a string")
  }

  static let cases: [(JSON, JSON, [String])] = [
    (["type": "string"], "a", []),
    (["type": "string"], 1, [" must be a string, not an integer"]),
    (["type": ["string", "null"]], nil, []),
    (["type": ["string", "integer", "null"]], true, [" must be a string, an integer or null, not a boolean"]),
    (["type": "integer"], 1.0, []),
    (["type": "integer"], 1.5, [" must be an integer, not a number"]),
    (["type": "integer"], 1e300, [" must be less than 9223372036854775808"]),
    (["type": "number"], 3, []),
    (["type": "number", "minimum": 1, "maximum": 2.5], 2.6, [" must be at most 2.5"]),
    (["exclusiveMinimum": 1, "exclusiveMaximum": 2], 1, [" must be greater than 1"]),
    (["exclusiveMinimum": 1, "exclusiveMaximum": 2], 2, [" must be less than 2"]),
    // Bounds concern numbers only (JSON Schema Validation §6.2).
    (["minimum": 5], "a", []),
    (["minLength": 2, "maxLength": 3], "灯光", []),
    (["minLength": 3, "maxLength": 3], "灯光", [" must have at least 3 characters"]),
    (["maxLength": 1], "灯光", [" must have at most 1 characters, not 2"]),
    (["minLength": 1], "", [" must not be empty"]),
    (["enum": ["a", 1, nil]], nil, []),
    (["enum": ["a", 1, nil]], 1.0, []),
    (["enum": ["a", 1, nil]], "b", [#" must be one of "a", 1, null"#]),
    (["const": 2], 3, [" must be 2"]),
    (
      ["type": "array", "items": ["type": "integer"], "minItems": 1, "maxItems": 2], [1, "a"],
      ["/1 must be an integer, not a string"]
    ),
    (["maxItems": 2], [1, 2, 3], [" must have at most 2 elements, not 3"]),
    (["uniqueItems": true], [1, 1.0], [" must not have the same element twice"]),
    (["required": ["a/b", "c~d"]], [:], ["/a~1b is missing", "/c~0d is missing"]),
    (["properties": ["a": ["type": "string"]]], ["a": 1, "b": 2], ["/a must be a string, not an integer"]),
    (["properties": ["a": true], "additionalProperties": false], ["b": 2], ["/b is not known; known are a"]),
    (["additionalProperties": false], ["b": 2], ["/b is not known; nothing is expected here"]),
    (["additionalProperties": ["type": "integer"]], ["b": "x"], ["/b must be an integer, not a string"]),
    (["minProperties": 1], [:], [" must have at least 1 members, not 0"]),
    (["allOf": [["required": ["a"]], ["required": ["b"]]]], [:], ["/a is missing", "/b is missing"]),
    (
      ["anyOf": [["type": "string"], ["type": "integer"]]], true,
      [" fits none of the 2 forms it may have", " must be a string, not a boolean"]
    ),
    (
      ["oneOf": [["type": "integer"], ["type": "number"]]], 1,
      [" fits 2 of the forms it may have, and must fit exactly one"]
    ),
    (["oneOf": [["type": "integer"], ["type": "string"]]], 1, []),
    (["format": "date-time"], "2026-11-24T08:00:00Z", []),
    (["format": "date-time"], "2026-11-24", [" must be a date and time with zone as in 2026-11-24T08:30:00Z"]),
    (["format": "date"], "2026-02-29", [" must be a date as in 2026-11-24"]),
    (["format": "uuid"], "0190163d-8694-739b-aea5-966c26f8ad91", []),
    (["format": "uri"], "https://example.org/a b", [" must be an absolute URI as in https://example.org/path"]),
    (["format": "email"], "a@b", [" must be an address as in name@example.org"]),
    (["format": "identifier"], "06N5XM0G00001", []),
    (["format": "identifier"], "Z6N5XM0G00001", [" must be an identifier of 13 characters as in 06N5XM0G00001"]),
    (false, 1, [" is not allowed here"]),
    (["title": "t", "examples": [1], "x-own": 1], 1, []),
  ]

  @Test(arguments: cases.indices) func checks(index: Int) throws {
    let (schema, value, expected) = Self.cases[index]
    #expect(try Self.errors(schema, value) == expected)
  }

  @Test func followsReferences() throws {
    let components: [String: JSON] = [
      "Node": ["properties": ["next": ["$ref": "#/components/schemas/Node"], "value": ["type": "integer"]]]
    ]
    let errors = try Self.errors(
      ["$ref": "#/components/schemas/Node"], ["next": ["next": ["value": "x"]]], components: components)
    #expect(errors == ["/next/next/value must be an integer, not a string"])
  }

  @Test(
    arguments: [
      (["pattern": "^a"], "a pattern is allowed only beside the format that it belongs to"),
      (["multipleOf": 2], "the keyword multipleOf is not understood"),
      (["type": "text"], "there is no type \"text\""),
      (["format": "ipv4"], "the format ipv4 is not understood"),
      (["$ref": "#/components/schemas/None"], "there is no schema \"#/components/schemas/None\""),
      (["minLength": 2, "maxLength": 1], "minLength is greater than maxLength"),
      ("string", "a schema is an object, true or false"),
    ] as [(JSON, String)])
  func refusesWhatItWouldNotCheck(schema: JSON, message: String) throws {
    let error = #expect(throws: TableError.self) { try Self.errors(schema, 1) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test func namesNoMoreThanTwentyErrors() throws {
    let value = JSON.array((0..<1000).map { _ in .string("x") })
    #expect(try Self.errors(["items": ["type": "integer"]], value).count == 20)
  }

  @Test func everyFormatAcceptsItsOwnExample() throws {
    for format in SchemaFormat.allCases {
      let message = try Self.errors(["format": .string(format.rawValue)], "?").first ?? ""
      let example = try #require(message.split(separator: " ").last)
      #expect(try Self.errors(["format": .string(format.rawValue)], .string(String(example))) == [], "\(format)")
    }
  }
}
