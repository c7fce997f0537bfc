// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP

/// Something that people choose for themselves by a link, `?theme=dark`, and that a cookie remembers for a year.
struct Preference: Sendable {
  /// The name in a query.
  let name: String
  let cookie: String
  /// What may be chosen and is remembered.
  let values: Set<String>

  static let language = Preference(
    name: "lang", cookie: "citywide_lang", values: Set(Language.allCases.map(\.tag)))
  static let theme = Preference(
    name: "theme", cookie: "citywide_theme", values: Set(Theme.chosen.map(\.rawValue)))
  /// Whether the rail shows words beside its icons.
  static let rail = Preference(name: "rail", cookie: "citywide_rail", values: ["broad", "narrow"])

  static let all = [language, theme, rail]

  /// What the query asks for.
  func asked(by head: RequestHead) -> String? {
    guard let query = head.query, let form = try? URLEncodedForm(parsing: query, place: "query"),
      let value = form[name], values.contains(value)
    else { return nil }
    return value
  }

  /// What the query asks for, else what was asked for before.
  func value(of head: RequestHead) -> String? {
    asked(by: head) ?? head.cookie(cookie).flatMap { values.contains($0) ? $0 : nil }
  }

  /// The same page with another choice.
  func address(_ path: String, _ query: String?, to value: String) -> String {
    let kept = (query ?? "").split(separator: "&").filter { !$0.hasPrefix("\(name)=") }
    return path + "?" + (kept + ["\(name)=\(value)"]).joined(separator: "&")
  }

  /// Remembers what was asked for.
  static func kept(_ answer: Answer, _ head: RequestHead) -> Answer {
    let secure = head.isSecure ? "; Secure" : ""
    return all.reduce(answer) { answer, preference in
      guard let asked = preference.asked(by: head) else { return answer }
      return answer.with(
        "Set-Cookie", "\(preference.cookie)=\(asked); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax\(secure)")
    }
  }
}
