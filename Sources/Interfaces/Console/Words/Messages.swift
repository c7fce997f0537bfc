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
  ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

  /// Asking for a message that is not in the table is a programmer's error.
  subscript(_ key: String) -> String {
    guard let message = Self.table[key] else { preconditionFailure("there is no message \(key)") }
    return language == .english ? message.english : message.chinese
  }

  /// A message with named values in it: `{name}`.
  func text(_ key: String, _ values: [String: String]) -> String {
    values.reduce(self[key]) { $0.replacing("{\($1.key)}", with: $1.value) }
  }

  /// A message about so many things: `{count}`.
  func text(_ key: String, count: Int64) -> String {
    text("\(key).\(count == 1 ? "one" : "other")", ["count": "\(count)"])
  }

  /// A text of the city.
  func text(_ text: LocalizedText) -> String { text.text(in: language.tag) }

  func child(named name: String) -> Any? { Self.table[name] == nil ? nil : self[name] }
}
