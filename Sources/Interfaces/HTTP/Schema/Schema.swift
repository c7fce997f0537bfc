// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Compiles schemas against a set of named ones, the `components/schemas` of an OpenAPI 3.1 document.
///
/// The dialect is the part of JSON Schema 2020-12 that both documents and checks what comes in: `type` (also as an
/// array), `enum`, `const`, `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`, `items`,
/// `minItems`, `maxItems`, `uniqueItems`, `minLength`, `maxLength`, `minimum`, `maximum`, `exclusiveMinimum`,
/// `exclusiveMaximum`, `format` (`SchemaFormat`), `allOf`, `anyOf`, `oneOf`, `$ref` to a named schema, and the
/// annotations. A keyword outside of it is refused rather than ignored, so that nothing is documented that is not
/// checked.
public final class SchemaLibrary: Sendable {
  /// The named schemas as they are documented.
  public let components: [String: JSON]
  let names: [String: Int]
  let nodes: [SchemaNode]

  /// - Throws: `TableError` naming the schema and the keyword that is not understood, or a reference that leads nowhere.
  public init(components: [String: JSON] = [:]) throws(TableError) {
    let sorted = components.keys.sorted()
    let names = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    var nodes: [SchemaNode] = []
    for name in sorted {
      let compiler = SchemaCompiler(names: names, place: "#/components/schemas/\(name)")
      nodes.append(try compiler.node(components[name] ?? .bool(true)))
    }
    self.components = components
    self.names = names
    self.nodes = nodes
  }

  /// Makes a schema ready for checking.
  ///
  /// - Parameter place: where it stands, for the message of an error.
  public func compile(_ schema: JSON, at place: String = "#") throws(TableError) -> Schema {
    Schema(root: try SchemaCompiler(names: names, place: place).node(schema), nodes: nodes)
  }

  /// The schema itself, or the named one to which its `$ref` leads.
  func resolved(_ schema: JSON) -> JSON {
    var schema = schema
    for _ in 0...components.count {
      guard let name = schema["$ref"]?.string?.dropPrefix(SchemaCompiler.prefix), let target = components[name] else {
        break
      }
      schema = target
    }
    return schema
  }
}

/// A compiled schema: checks values in time linear to their size.
public struct Schema: Sendable {
  let root: SchemaNode
  let nodes: [SchemaNode]

  /// What is wrong with a value, by JSON Pointer; empty when it fits. At most 20 errors are collected.
  ///
  /// - Parameter base: what the pointers start with; empty for a body, the name for a parameter.
  public func errors(in value: JSON, base: String = "") -> [Problem.FieldError] {
    var check = SchemaCheck(nodes: nodes, base: base)
    check.run(root, on: value)
    return check.errors
  }

  /// - Throws: `Problem` of code `invalid` with a pointer and what would be right, for each wrong member.
  public func check(_ value: JSON) throws(Problem) {
    let errors = errors(in: value)
    guard errors.isEmpty else { throw Problem(invalid: errors) }
  }
}

extension Problem {
  /// A problem of code `invalid` about these fields.
  public init(invalid errors: [FieldError]) {
    func named(_ language: String, _ colon: String) -> [String] {
      errors.prefix(3).map { error in
        (error.pointer.isEmpty ? "" : error.pointer + colon) + error.detail(in: language)
      }
    }
    let more = errors.count > 3 ? ("; and \(errors.count - 3) more", "；另有 \(errors.count - 3) 处") : ("", "")
    self.init(
      .invalid, named("en", ": ").joined(separator: "; ") + more.0,
      named("zh-Hans", "：").joined(separator: "；") + more.1, errors: errors)
  }
}

/// An endpoint table or a schema contradicts itself: a programmer's error that shows when the program starts.
public struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

extension StringProtocol {
  /// The rest after a prefix; `nil` when it does not begin so.
  func dropPrefix(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
