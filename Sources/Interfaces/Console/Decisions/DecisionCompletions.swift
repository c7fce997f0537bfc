// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Packs
import Spatial
import Vocabulary

extension Pages {
  /// Areas that the editor offers; a city may have tens of thousands of cells.
  private static var mostAreas: Int { 2000 }

  /// What the editor's cells offer while one types: `text` to insert, `label` for people, `kind`, and the names of the
  /// `columns` in which it is likely.
  func completions(_ definition: DecisionDefinition, _ messages: Messages) -> JSON {
    func entry(_ text: String, _ label: String, _ kind: String, _ columns: [String] = []) -> JSON {
      [
        "text": .string(text), "label": .string(label), "kind": .string(kind),
        "columns": .array(columns.map(JSON.string)),
      ]
    }
    var entries = city.pack.departments.map {
      entry(Self.quoted($0.code), messages.text($0.name), "department", ["department", "assisting"])
    }
    entries += city.matters.currentTypes.map { entry(Self.quoted($0.code), messages.text($0.name), "type", ["type"]) }
    entries += MatterPriority.allCases.map {
      entry(Self.quoted($0.rawValue), messages.text($0.name), "priority", ["priority"])
    }
    entries += city.pack.areas.areas.filter { $0.level != .cell }.prefix(Self.mostAreas).map {
      entry(Self.quoted($0.code), messages.text($0.name), "area", [$0.level.rawValue])
    }
    var names = definition.inputs.map(\.name)
    if !city.decisions.types(routedBy: definition.code).isEmpty { names += Route.inputs }
    if !city.decisions.types(limitedBy: definition.code).isEmpty { names += DecidedLimits.inputs }
    entries += Set(names).sorted().map { entry($0, messages["column.input"], "name") }
    entries += FEELLibrary.all.map { function in
      let forms = function.forms.map {
        "(" + $0.parameters.joined(separator: ", ") + ($0.isVariadic ? ", …" : "") + ")"
      }
      return entry(
        function.name + "(", "\(forms.first ?? "") \(messages["feel.\(function.name)"])", "function")
    }
    return .array(entries)
  }

  /// A literal of FEEL.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Messages {
  /// The words that the editor's script shows, by the rest of their keys.
  var editorWords: JSON {
    var words: [String: JSON] = [:]
    for prefix in ["editor.", "severity.", "finding.", "completion."] {
      for key in Self.table.keys where key.hasPrefix(prefix) {
        words[prefix == "editor." ? String(key.dropFirst(prefix.count)) : key] = .string(self[key])
      }
    }
    return .object(words)
  }
}
