// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Mustache
import Vocabulary

/// The words of the pages in one language.
struct Messages: MustacheParent, Sendable {
  let language: Language

  init(_ language: Language) { self.language = language }

  /// Every message in English and 简体中文, by key. A key that ends in `.one` is for one thing, `.other` for several.
  static let table: [String: (english: String, chinese: String)] = [
    commonMessages, sessionMessages, reportMessages, matterMessages, problemMessages, decisionMessages, editorMessages,
    feelMessages,
    frameMessages,
    helpMessages,
    matterListMessages,
    centreMessages,
    sensorMessages,
    publicMessages,
    ruleMessages,
    deskMessages,
    taskMessages,
    statisticsMessages,
    administrationMessages,
    memberMessages,
  ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

  /// Asking for a message that is not in the table is a programmer's error.
  subscript(_ key: String) -> String {
    guard let message = Self.table[key] else { preconditionFailure("there is no message \(key)") }
    return language == .english ? message.english : message.chinese
  }

  /// A message with named values in it: `{name}`.
  func text(_ key: String, _ values: [String: String]) -> String {
    var rest = Substring(self[key])
    var text = ""
    while let start = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let end = rest[start...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      let name = rest[rest.utf8.index(after: start)..<end]
      let next = rest.utf8.index(after: end)
      text += rest[..<start]
      // What has no value stays as it is.
      text += values[String(name)].map { Substring($0) } ?? rest[start..<next]
      rest = rest[next...]
    }
    return text + rest
  }

  /// A message about so many things: `{count}`.
  func text(_ key: String, count: Int64) -> String {
    text("\(key).\(count == 1 ? "one" : "other")", ["count": NumberText.count(count)])
  }

  /// “Keys: J and K move, / searches”, of keys that do something on the page for its reader; `nil` where none does.
  /// - Parameter keys: as in `move`; the messages are `key.move`.
  func keys(_ keys: [(name: String, works: Bool)]) -> String? {
    let said = keys.filter(\.works).map { self["key.\($0.name)"] }
    return said.isEmpty ? nil : text("keys", ["keys": said.joined(separator: self["key.separator"])])
  }

  /// A name that is kept in both scripts, as the reader writes it; any other as it is.
  func name(_ name: String) -> String { LocalizedText(pairedName: name).map { text($0) } ?? name }

  /// What people wrote in both languages, in the reader's; anything else as it is.
  func own(_ words: String) -> String { LocalizedText(pairedText: words).map { text($0) } ?? words }

  /// A text of the city.
  func text(_ text: LocalizedText) -> String { text.text(in: language.tag) }

  func child(named name: String) -> Any? { Self.table[name] == nil ? nil : self[name] }
}
