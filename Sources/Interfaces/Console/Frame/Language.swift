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

  /// RFC 9110 §12.5.4. Every Chinese is read as simplified, rather than English.
  static func preferred(by header: String?) -> Language? {
    var best: (language: Language, weight: Double)?
    for part in (header ?? "").split(separator: ",").prefix(20) {
      let pieces = part.split(separator: ";")
      let tag = (pieces.first ?? "").trimmingPrefix { $0 == " " }.lowercased()
      let weight =
        pieces.dropFirst().lazy.compactMap { piece -> Double? in
          let text = piece.filter { $0 != " " }
          return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
        }.first ?? 1
      let language: Language? = tag.hasPrefix("zh") ? .chinese : tag.hasPrefix("en") ? .english : nil
      guard let language, weight > best?.weight ?? 0 else { continue }
      best = (language, weight)
    }
    return best?.language
  }
}
