// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Spatial
import Vocabulary

extension JSON {
  /// A value as people read it: texts without quotes, contexts as `name: value`, nothing as a dash.
  var plain: String { plain { _, _ in nil } }

  /// The same, with what a text of that name is called.
  ///
  /// - Parameters:
  ///   - name: the name of the value, where it has one.
  ///   - called: what a text is called, by the name of the value and the text; `nil` where it has no other name.
  func plain(named name: String = "", _ called: (String, String) -> String?) -> String {
    switch self {
    case .null: "–"
    case .string(let text):
      if let name = called(name, text), name.lowercased() != text { "\(text) (\(name))" } else { text }
    case .array(let values):
      values.isEmpty ? "[]" : values.map { $0.plain(named: name, called) }.joined(separator: ", ")
    case .object(let members):
      Self.inOrder(members).map { name, value in
        let text = value.plain(named: name, called)
        return value.array == nil ? "\(name): \(text)" : "\(name): [\(value.array == [] ? "" : text)]"
      }.joined(separator: " · ")
    default: text
    }
  }

  /// Single values before lists, each by name.
  static func inOrder(_ members: [String: JSON]) -> [(key: String, value: JSON)] {
    members.sorted { ($0.value.array == nil ? 0 : 1, $0.key) < ($1.value.array == nil ? 0 : 1, $1.key) }
  }
}

extension Pages {
  /// What the codes in the inputs and outputs of decisions are called: departments, types, priorities, areas.
  func codeNames(_ messages: Messages) -> (String, String) -> String? {
    { [city] name, text in
      switch name {
      case "department", "assisting": city.matters.catalogue.departments[text].map(messages.text)
      case "type": city.matters.currentTypes.first { $0.code == text }.map { messages.text($0.name) }
      case "priority": MatterPriority(rawValue: text).map { messages.text($0.name) }
      case "district", "street", "community", "cell": city.pack.areas.area(text).map { messages.text($0.name) }
      default: nil
      }
    }
  }
}
