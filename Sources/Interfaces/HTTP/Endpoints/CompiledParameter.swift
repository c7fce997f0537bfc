// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A parameter with its schema compiled.
struct CompiledParameter: Sendable {
  private enum Kind: Sendable { case string, integer, number, boolean }

  let parameter: Parameter
  let schema: Schema
  let `default`: JSON?
  let isArray: Bool
  private let kind: Kind

  var name: String { parameter.name }
  var isInPath: Bool { parameter.place == .path }

  init(_ parameter: Parameter, library: SchemaLibrary, endpoint: String) throws(TableError) {
    self.parameter = parameter
    schema = try library.compile(parameter.schema, at: "\(endpoint) parameter \(parameter.name)")
    let resolved = library.resolved(parameter.schema)
    `default` = resolved["default"] ?? parameter.schema["default"]
    isArray = Self.type(resolved) == "array"
    switch isArray ? Self.type(library.resolved(resolved["items"] ?? [:])) : Self.type(resolved) {
    case "integer": kind = .integer
    case "number": kind = .number
    case "boolean": kind = .boolean
    case "string": kind = .string
    case let other: throw TableError("\(endpoint): the parameter \(parameter.name) cannot be of type \(other)")
    }
    guard parameter.place != .path || parameter.isRequired else {
      throw TableError("\(endpoint): the path parameter \(parameter.name) must be required")
    }
  }

  /// The type that text is read as; the first that is not null where there are several.
  private static func type(_ schema: JSON) -> String {
    if let name = schema["type"]?.string { return name }
    return schema["type"]?.array?.compactMap(\.string).first { $0 != "null" } ?? "string"
  }

  /// Adds one given text to what there is of the value already.
  func add(_ text: String, to value: inout JSON?) -> Problem.FieldError? {
    guard isArray else {
      guard value == nil else { return error("is given more than once", "重复给出") }
      return read(text) { value = $0 }
    }
    var elements = value?.array ?? []
    let texts =
      parameter.isCommaSeparated
      ? text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) : [text]
    for text in texts {
      if let error = read(text, { elements.append($0) }) { return error }
    }
    value = .array(elements)
    return nil
  }

  private func read(_ text: String, _ take: (JSON) -> Void) -> Problem.FieldError? {
    guard !text.utf8.contains(0) else { return error("must not contain the character U+0000", "不能含有字符 U+0000") }
    switch kind {
    case .string: take(.string(text))
    case .boolean:
      guard text == "true" || text == "false" else { return error("must be true or false", "须为 true 或 false") }
      take(.bool(text == "true"))
    case .integer:
      guard let number = Int64(text), text.utf8.first != UInt8(ascii: "+") else {
        return error("must be a whole number", "须为整数")
      }
      take(.integer(number))
    case .number:
      guard let number = try? JSON(parsing: text), number.double != nil else { return error("must be a number", "须为数") }
      take(number)
    }
    return nil
  }

  func error(_ english: String, _ chinese: String) -> Problem.FieldError {
    Problem.FieldError(pointer: name, english, chinese)
  }
}
