// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A text with places for what groups hold: `$1`, `${1}`, `$name`, `${name}`; `$$` is a dollar sign.
enum PatternTemplate {
  /// - Parameter group: what a group holds, by its name or number.
  static func expanded(_ template: String, _ group: (String) -> Substring) -> String {
    var result = ""
    var rest = template[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
        continue
      }
      let isBraced = rest.first == "{"
      let inner = isBraced ? rest.dropFirst() : rest
      let name = inner.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
      let after = inner[name.endIndex...]
      // What is no place for a group stands for itself.
      guard !name.isEmpty, !isBraced || after.first == "}" else {
        result += "$"
        continue
      }
      result += group(String(name))
      rest = isBraced ? after.dropFirst() : after
    }
    return result + rest
  }
}
