// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension Limit {
  /// Reads what `description` writes: `PT8H working`, `5 working days until closeOfDay`, `P7D elapsed`; `until closeOfDay` and
  /// `elapsed` may be left out. `nil` for anything else.
  public init?(text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    var members: [String: JSON] = [:]
    switch words.count {
    case 1, 2:
      guard words.count == 1 || words[1] == "working" || words[1] == "elapsed" else {
        return nil
      }
      members[words.count == 1 ? "elapsed" : String(words[1])] = .string(String(words[0]))
    case 3, 5:
      guard let count = Int64(words[0]), words[1] == "working", words[2] == "days" || words[2] == "day" else {
        return nil
      }
      members["workingDays"] = .integer(count)
      if words.count == 5 {
        guard words[3] == "until" else { return nil }
        members["until"] = .string(String(words[4]))
      }
    default: return nil
    }
    guard let limit = try? Limit(json: .object(members)) else { return nil }
    self = limit
  }
}
