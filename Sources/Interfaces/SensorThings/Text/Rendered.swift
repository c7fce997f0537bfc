// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What is answered, its members in the order in which they are written.
indirect enum Rendered: Sendable {
  case json(JSON)
  /// Text that is one JSON value.
  case text(String)
  case object([(name: String, value: Rendered)])
  case array([Rendered])

  func write(to writer: inout JSONWriter) {
    switch self {
    case .json(let json): writer.value(json)
    case .text(let text): writer.raw(text.utf8)
    case .object(let members):
      writer.beginObject()
      for (name, value) in members {
        writer.key(named: name)
        value.write(to: &writer)
      }
      writer.endObject()
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    }
  }

  var bytes: [UInt8] {
    var writer = JSONWriter(capacity: 2048)
    write(to: &writer)
    return writer.bytes
  }

  /// The value as a tree.
  var json: JSON {
    switch self {
    case .json(let json): json
    case .text(let text): (try? JSON(parsing: text, depth: 128)) ?? .null
    case .object(let members): .object(Dictionary(members.map { ($0.name, $0.value.json) }) { first, _ in first })
    case .array(let elements): .array(elements.map(\.json))
    }
  }

  /// A member of an object.
  subscript(name: String) -> Rendered? {
    switch self {
    case .object(let members): members.first { $0.name == name }?.value
    case .json(let json): json[name].map(Rendered.json)
    case .text, .array: nil
    }
  }
}
