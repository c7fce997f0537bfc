// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTP
import Vocabulary

/// The cookie that carries what was typed into a form whose session is over to the page where one signs in, which shows it and takes
/// it back. Scripts keep forms by themselves; this is for where there are none.
enum TypedCookie {
  static let name = "citywide_typed"
  /// Browsers take 4,096 bytes for a cookie with its attributes (RFC 6265 §6.1).
  private static let mostBytes = 3800
  /// What forms carry besides what is typed.
  private static let carried: Set<String> = ["csrf", "revision", "key", "back", "next", "do"]

  /// The answer with what was typed; without it where that is nothing, or too long.
  static func keep(_ form: URLEncodedForm?, with answer: Answer, for head: RequestHead) -> Answer {
    let words = (form?.fields.map { $0 } ?? []).filter { field, value in
      !carried.contains(field) && !field.lowercased().contains("password") && !value.trimmed.isEmpty
    }.map { JSON.string($0.1) }
    guard !words.isEmpty else { return answer }
    // The sign that fills up base 64 parts name from value in a cookie.
    let text = Data(JSON.array(words).bytes).base64EncodedString().replacing("=", with: "")
    guard text.utf8.count <= mostBytes else { return answer }
    return answer.with("Set-Cookie", header(text, seconds: 600, head))
  }

  /// What was typed, field by field.
  static func words(in text: String?) -> [String] {
    guard let text, text.utf8.count <= mostBytes,
      let data = Data(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)),
      let json = try? JSON(parsing: Array(data))
    else { return [] }
    return json.array?.compactMap(\.string) ?? []
  }

  /// The answer after which the browser keeps nothing any more.
  static func forget(with answer: Answer, for head: RequestHead) -> Answer {
    head.cookie(name) == nil ? answer : answer.with("Set-Cookie", header("", seconds: 0, head))
  }

  private static func header(_ value: String, seconds: Int, _ head: RequestHead) -> String {
    let secure = head.isSecure ? "; Secure" : ""
    return "\(name)=\(value); Path=/sign-in; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)"
  }
}
