// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Identifiers for one document: each a name of XML without colon (`xsd:ID`), and given once.
final class XMLIdentifiers {
  private var written: [String: String] = [:]
  private var taken: Set<String> = []

  /// - Parameter ids: identifiers of the model, which keep their names as far as XML allows.
  init(_ ids: [String]) {
    for id in ids where written[id] == nil { written[id] = fresh(id) }
  }

  /// What is written for an identifier of the model.
  subscript(id: String) -> String { written[id] ?? id }

  /// A name made of a text, not given before.
  func fresh(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars { name.unicodeScalars.append(Self.continues(scalar) ? scalar : "_") }
    if let first = name.unicodeScalars.first, !Self.starts(first) { name = "_" + name }
    if name.isEmpty { name = "_" }
    var result = name
    var number = 2
    while !taken.insert(result).inserted {
      result = "\(name)_\(number)"
      number += 1
    }
    return result
  }

  /// NameStartChar of XML 1.0 without the colon.
  private static func starts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "_", "\u{C0}"..."\u{D6}", "\u{D8}"..."\u{F6}", "\u{F8}"..."\u{2FF}",
      "\u{370}"..."\u{37D}", "\u{37F}"..."\u{1FFF}", "\u{200C}"..."\u{200D}", "\u{2070}"..."\u{218F}",
      "\u{2C00}"..."\u{2FEF}", "\u{3001}"..."\u{D7FF}", "\u{F900}"..."\u{FDCF}", "\u{FDF0}"..."\u{FFFD}":
      true
    default: false
    }
  }

  private static func continues(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", ".", "0"..."9", "\u{B7}", "\u{300}"..."\u{36F}", "\u{203F}"..."\u{2040}": true
    default: starts(scalar)
    }
  }
}
