// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Vocabulary

/// A draft of a threshold rule as the form of its page holds it, field by field.
struct RuleForm: Sendable {
  struct Level: Sendable {
    var level: String
    var levelName: String
    var when: String
    var until: String
    var holding: String
  }

  var levels: [Level]
  /// One code a line.
  var seriesText: String
  var clearAfter: String
  var silence: String

  /// The rule as the pack has it; levels that it does not have are empty.
  init(_ content: JSON, _ messages: Messages) {
    let given = content["levels"]?.array ?? []
    levels = WarningLevel.allCases.map { level in
      let found = given.first { $0["level"]?.string == level.rawValue }
      return Level(
        level: level.rawValue, levelName: messages.level(level), when: found?["when"]?.string ?? "",
        until: found?["until"]?.string ?? "", holding: found?["for"]?.string ?? "")
    }
    seriesText = (content["series"]?.array ?? []).compactMap(\.string).joined(separator: "\n")
    clearAfter = content["clearAfter"]?.string ?? ""
    silence = content["silence"]?.string ?? ""
  }

  /// Takes over what was sent.
  mutating func fill(from form: URLEncodedForm) {
    for index in levels.indices {
      let level = levels[index].level
      levels[index].when = (form["when-\(level)"] ?? "").trimmed
      levels[index].until = (form["until-\(level)"] ?? "").trimmed
      levels[index].holding = (form["for-\(level)"] ?? "").trimmed
    }
    seriesText = (form["series"] ?? "").replacing("\r\n", with: "\n")
    clearAfter = (form["clearAfter"] ?? "").trimmed
    silence = (form["silence"] ?? "").trimmed
  }

  /// What the draft says.
  /// - Parameter original: the content that it changes; what the form does not ask for stays as it is there.
  func content(changing original: JSON) -> [String: JSON] {
    var content = original.object ?? [:]
    content["series"] = .array(seriesText.split(separator: "\n").map { .string(String($0).trimmed) })
    content["clearAfter"] = clearAfter.isEmpty ? nil : .string(clearAfter)
    content["silence"] = silence.isEmpty ? nil : .string(silence)
    content["levels"] = .array(
      levels.filter { !($0.when.isEmpty && $0.until.isEmpty && $0.holding.isEmpty) }.map { level in
        var members: [String: JSON] = ["level": .string(level.level)]
        for (key, text) in [("when", level.when), ("until", level.until), ("for", level.holding)] where !text.isEmpty {
          members[key] = .string(text)
        }
        return .object(members)
      })
    return content
  }
}
