// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

/// A request in the terms of the standard, whether it came alone or in a batch.
struct ThingsRequest: Sendable {
  var method: Method
  /// Below the root of the service, percent-encoded, without `/` at the beginning.
  var path: String
  /// Percent-encoded.
  var query: String?
  var body: [UInt8] = []
  /// With parameters, as it came.
  var contentType = ""
  var ifMatch: String?
  /// The address of the root of the service, without `/` at the end.
  var root: String
  var principal: Principal
  /// The language in which it is told what was wrong: `en` or `zh-Hans`.
  var language = "en"

  /// The media type without parameters, lower case.
  var mediaType: String {
    String(contentType.prefix { $0 != ";" }).trimming(" ").lowercased()
  }
}

extension String {
  func trimming(_ mark: Character) -> String {
    var text = self[...]
    while text.first == mark { text.removeFirst() }
    while text.last == mark { text.removeLast() }
    return String(text)
  }
}

/// What is answered to it.
struct ThingsAnswer: Sendable {
  enum Content: Sendable {
    case none
    case json([UInt8])
    case text(String)
    case other([UInt8], mediaType: String)
  }

  var status: Int
  var content = Content.none
  var headers: [(name: String, value: String)] = []
  /// Address of what was made.
  var location: String? { headers.first { $0.name == "Location" }?.value }

  static func json(_ rendered: Rendered, status: Int = 200) -> ThingsAnswer {
    ThingsAnswer(status: status, content: .json(rendered.bytes))
  }
}
