// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

/// A language of the pages.
enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case chinese = "zh-Hans"

  /// BCP 47.
  var tag: String { rawValue }

  /// Its name in itself.
  var name: String {
    switch self {
    case .english: "English"
    case .chinese: "简体中文"
    }
  }

  /// What the query asks for, else what was asked for before, else what the browser prefers, else the city's own.
  static func of(_ head: RequestHead, in languages: [String]) -> Language {
    Preference.language.value(of: head).flatMap(Language.init) ?? preferred(by: head.header("Accept-Language"))
      ?? languages.lazy.compactMap(Language.init).first ?? .english
  }

  static func preferred(by header: String?) -> Language? {
    AcceptLanguage.preferred(by: header).flatMap(Language.init)
  }
}
