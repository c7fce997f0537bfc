// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes well-formed, indented XML.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  /// An element with what `body` writes inside; without body content it is closed at once.
  mutating func element(
    _ name: String, _ attributes: [(String, String?)] = [], _ body: (inout Self) -> Void = { _ in }
  ) {
    open(name, attributes)
    let before = text.utf8.count
    text += ">\n"
    depth += 1
    body(&self)
    depth -= 1
    if text.utf8.count == before + 2 {
      text.removeLast(2)
      text += "/>\n"
    } else {
      indent()
      text += "</\(name)>\n"
    }
  }

  /// An element that holds only text; nothing for `nil`.
  mutating func leaf(_ name: String, _ content: String?) {
    guard let content else { return }
    open(name, [])
    text += content.isEmpty ? "/>\n" : ">\(Self.escape(content, attribute: false))</\(name)>\n"
  }

  private mutating func open(_ name: String, _ attributes: [(String, String?)]) {
    indent()
    text += "<\(name)"
    for case (let key, let value?) in attributes { text += " \(key)=\"\(Self.escape(value, attribute: true))\"" }
  }

  private mutating func indent() {
    text += String(repeating: "  ", count: depth)
  }

  /// A text as it stands between tags.
  static func escaped(_ text: String) -> String { escape(text, attribute: false) }

  /// Characters that XML 1.0 cannot hold become U+FFFD.
  private static func escape(_ value: String, attribute: Bool) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where attribute: result += "&quot;"
      case "\r": result += "&#13;"
      case "\n" where attribute: result += "&#10;"
      case "\t" where attribute: result += "&#9;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
