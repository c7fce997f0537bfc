// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Which of the languages of the house a caller wants (RFC 9110 §12.5.4).
public enum AcceptLanguage {
  /// The tag of the language that a header prefers: `en` or `zh-Hans`; `nil` where it names neither. Every Chinese is read as
  /// simplified, rather than English.
  public static func preferred(by header: String?) -> String? {
    var best: (language: String, weight: Double)?
    for part in (header ?? "").split(separator: ",").prefix(20) {
      let pieces = part.split(separator: ";")
      let tag = (pieces.first ?? "").trimmingPrefix { $0 == " " }.lowercased()
      let weight =
        pieces.dropFirst().lazy.compactMap { piece -> Double? in
          let text = piece.filter { $0 != " " }
          return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
        }.first ?? 1
      let language = tag.hasPrefix("zh") ? "zh-Hans" : tag.hasPrefix("en") ? "en" : nil
      guard let language, weight > best?.weight ?? 0 else { continue }
      best = (language, weight)
    }
    return best?.language
  }
}

extension RequestHead {
  /// The language in which programs are answered: what they ask for, else English.
  public var language: String { AcceptLanguage.preferred(by: header("Accept-Language")) ?? "en" }
}
